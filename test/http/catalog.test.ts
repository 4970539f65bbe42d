import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readShipped } from "../../server/catalog/content.ts";
import { allCourses, allLessons, courseOf, lessonOf } from "../../server/catalog/store.ts";
import { settings, useSettings } from "../../server/platform/config.ts";
import { issueCertificate } from "../../server/issuing/actions.ts";
import { Browser } from "../support/actor.ts";
import { newBase, newMember } from "../support/cast.ts";
import { newClass, qualification } from "../support/eligible.ts";
import { newSitting } from "../support/exams.ts";
import { testHouse } from "../support/house.ts";
import { lessonPath } from "../support/study.ts";

const strangerIn = async (language: "zh-CN" | "en") => new Browser((await testHouse()).baseUrl, language);
/** The words of a page without tags, scripts and what is marked as another language. */
const wordsOf = (html: string) =>
  html
    .slice(html.indexOf("<main"))
    .replace(/<(\w+)[^>]* lang="(?:en|zh-CN)"[^>]*>.*?<\/\1>/gs, "")
    .replace(/<annotation.*?<\/annotation>/gs, "")
    .replace(/<[^>]+>/g, " ");

describe("the catalogue", function () {
  this.timeout(20_000);
  it("[K02] (courses and lessons) has titles in both languages, each on the page of its language", async () => {
    for (const { id, title } of allCourses()) {
      expect((await (await strangerIn("zh-CN")).get(`/courses/${id}`)).text).to.include(`<h1>${title["zh-CN"]}</h1>`);
      expect((await (await strangerIn("en")).get(`/courses/${id}`)).text).to.include(`<h1>${title.en}</h1>`);
    }
    for (const { title } of allLessons()) expect(title.en).not.to.match(/\p{Script=Han}/u);
  });

  it("[K01] (catalogue, lesson, bank, help, search) shows no missing word, and no Chinese on an English page", async () => {
    const officer = await newMember("awarding-officer", null, "Ana Lee");
    const strangers = [
      "/courses",
      "/courses/OM1",
      "/help",
      "/search",
      "/search?q=OM1",
      "/search?q=zzzz",
      "/no-such-page",
    ];
    const staff = [
      ...strangers,
      lessonPath("GN1L1"),
      lessonPath("OM1L3"),
      "/questions",
      "/questions?q=zzzz",
      "/questions/OM1L1-02",
      "/content",
    ];
    for (const language of ["zh-CN", "en"] as const) {
      const browsers: [Browser, string[]][] = [
        [await strangerIn(language), strangers],
        [await officer.signIn(language), staff],
      ];
      for (const [browser, paths] of browsers)
        for (const path of paths) {
          const { text, headers, status } = await browser.get(path);
          const words = wordsOf(text);
          expect(status, path).to.be.lessThan(500);
          expect(text, path).to.include(`<html lang="${language}">`);
          expect(headers.get("content-language")).to.equal(language);
          expect(words, path).not.to.match(/undefined|\[object|NaN|\{\w+\}/);
          if (language === "en") expect(words.match(/\p{Script=Han}+/gu), path).to.equal(null);
        }
    }
  });

  it("a figure is served in the reader's language, lazily, with words for those who cannot see it, and nothing else of the folder", async () => {
    const browser = await (await newMember("instructor", await newBase())).signIn("en");
    const { text } = await browser.get(lessonPath("OM1L1"));
    const [, src = "", alt = ""] =
      /<img src="([^"]+)" alt="([^"]+)" width="\d+" height="\d+" loading="lazy">/.exec(text) ?? [];
    expect(src).to.match(/^\/courses\/OM1\/lessons\/OM1L1\/figures\/fig-[a-z0-9-]+\.en\.svg$/);
    expect(alt).to.equal(lessonOf("OM1", "OM1L1").figures[0]?.alt.en);
    const figure = await browser.get(src);
    expect(figure.headers.get("content-type")).to.match(/^image\/svg\+xml/);
    expect(figure.headers.get("content-security-policy")).to.include("default-src 'none'");
    for (const file of ["lesson.yaml", "questions.yaml", "..%2f..%2fcourse.yaml", "fig-none.en.svg", "fig-isa95.svg"])
      expect((await browser.get(`/courses/OM1/lessons/OM1L1/figures/${file}`)).status, file).to.equal(404);
    expect((await browser.get("/courses/GN1/lessons/OM1L1")).status, "a lesson of another course").to.equal(404);
  });

  it("a broken content file stops the start with one line that names file, line and field", () => {
    const own = settings();
    const folder = mkdtempSync(join(tmpdir(), "zz-content-"));
    const file = (name: string) => join(folder, "courses/content", name);
    const breaks: [string, string, string, RegExp][] = [
      ["om1/l1/lesson.yaml", "minutes: 35", "minutes: soon", /^courses\/content\/om1\/l1\/lesson\.yaml:\d+ minutes: /],
      ["om1/course.yaml", "tier: OM", "tier: XX", /^courses\/content\/om1\/course\.yaml:2 tier: /],
      ["om1/course.yaml", "OM1L5]", "OM1L9]", /om1\/course\.yaml: lessons: there is no lesson OM1L9$/],
      ["om1/l1/questions.yaml", "key: C", "key: Z", /^courses\/content\/om1\/l1\/questions\.yaml:\d+ \S*setup\.key: /],
      [
        "om1/l1/lesson.en.md",
        "(fig-isa95)",
        "(fig-gone)",
        /om1\/l1\/lesson\.en\.md: the figure fig-gone is not in lesson\.yaml$/,
      ],
    ];
    try {
      for (const [name, from, to, message] of breaks) {
        cpSync(join(own.projectFolder, "courses/content"), join(folder, "courses/content"), { recursive: true });
        writeFileSync(file(name), readFileSync(file(name), "utf8").replace(from, to));
        useSettings({ ...own, projectFolder: folder });
        expect(readShipped, name).to.throw(message);
      }
    } finally {
      useSettings(own);
      rmSync(folder, { recursive: true });
    }
  });
});

describe("search and help", function () {
  this.timeout(20_000);
  it("finds courses and lessons for everybody by two characters or a part of a number", async () => {
    const stranger = await strangerIn("zh-CN");
    const found = (await stranger.get(`/search?q=${encodeURIComponent("上锁")}`)).text;
    expect(found)
      .to.include(lessonOf("OM1", "OM1L4").title["zh-CN"])
      .and.to.include('href="/courses/OM1"')
      .and.not.to.include("/questions/");
    expect((await stranger.get("/search?q=om1")).text).to.include(courseOf("OM1").title["zh-CN"]);
    expect((await stranger.get("/search?q=x")).text).not.to.include("没有找到");
    const none = await stranger.get(`/search?q=${encodeURIComponent("<b>没有这个</b>")}`);
    expect(none.status).to.equal(200);
    expect(none.text).to.include("没有找到").and.not.to.include("<b>没有");
  });

  it("finds questions for those who may read the bank, and people only of one's own base", async () => {
    const [base, other] = [await newBase(), await newBase()];
    await newMember("trainee", base, "欧阳俊杰");
    await newMember("trainee", other, "欧阳俊生");
    const clerk = await (await newMember("base-administrator", base)).signIn();
    const { text } = await clerk.get(`/search?q=${encodeURIComponent("欧阳俊")}`);
    expect(text).to.include("欧阳俊杰").and.not.to.include("欧阳俊生");
    expect((await clerk.get("/search?q=OM1L1-0")).text).to.include("/questions/OM1L1-01");
    const trainee = await (await newMember("trainee", base)).signIn();
    expect((await trainee.get(`/search?q=${encodeURIComponent("欧阳俊")}`)).text).not.to.include("欧阳俊杰");
    expect((await trainee.get("/search?q=OM1L1-0")).text).not.to.include("/questions/");
  });

  it("finds cohorts, exams and certificates for staff of their base, and of no other", async () => {
    const sitting = await newSitting();
    const group = await newClass(["欧阳修远"]);
    const actor = await (await newMember("awarding-officer", null)).actor();
    const wish = { personId: group.people[0]?.id ?? "", qualificationId: qualification, baseId: group.baseId };
    const number = await issueCertificate(actor, wish, new Date());
    const clerk = await (await newMember("base-administrator", group.baseId)).signIn();
    const found = async (browser: Browser, q: string) => (await browser.get(`/search?q=${encodeURIComponent(q)}`)).text;
    expect(await found(sitting.clerk, "OM-1 第 3 期"))
      .to.include(`/cohorts/${sitting.cohortId}`)
      .and.to.include(`/exams/${sitting.examId}`);
    expect(await found(clerk, number)).to.include(`/certificates/${number}`);
    expect(await found(clerk, "欧阳修")).to.include(`/certificates/${number}`);
    expect(await found(clerk, "OM-1 第 3 期"))
      .not.to.include("/cohorts/")
      .and.not.to.include(sitting.examId);
    expect(await found(sitting.clerk, number)).not.to.include(`href="/certificates/${number}`);
    expect(await found(await (await newMember("trainee", group.baseId)).signIn(), number)).to.include("没有找到");
  });

  it("[U14] (search) a page that does not exist offers the search", async () => {
    expect((await (await strangerIn("en")).get("/nowhere")).text).to.include('action="/search"');
  });

  it("help tells each role its first steps, and the limits, in both languages", async () => {
    const zh = (await (await strangerIn("zh-CN")).get("/help")).text;
    for (const part of ["学员", "讲师与基地", "发证官", "用人单位", "系统管理员", "最大 10 MB", "北京时间"])
      expect(zh).to.include(part);
    const en = (await (await strangerIn("en")).get("/help")).text;
    for (const part of [
      "Trainee",
      "Instructor and base",
      "Awarding officer",
      "Employer",
      "Administrator",
      "up to 10 MB",
      "until 8 hours",
    ])
      expect(en).to.include(part);
  });
});
