import { expect } from "chai";
import { linesOf } from "../../server/audit/store.ts";
import { bankOf, questionOf } from "../../server/questions/store.ts";
import { lessonReview } from "../../server/catalog/store.ts";
import type { Browser } from "../support/actor.ts";
import { newBase, newMember, type Member } from "../support/cast.ts";
import { addCourse, dropExtra, extraQuestions, loadChanged } from "../support/extra-course.ts";

describe("the question bank", function () {
  this.timeout(20_000);
  let officer: Member;
  let browser: Browser;
  before(async () => {
    officer = await newMember("awarding-officer", null, "周文彬");
    browser = await officer.signIn("en");
  });
  afterEach(dropExtra);

  const idsIn = (text: string) => [...text.matchAll(/href="\/questions\/([A-Z0-9a-z-]+)"/g)].map(([, id]) => id);

  it("is filtered by lesson, kind, use, review and text, in pages, with the filter in the address", async () => {
    const all = await bankOf({});
    const first = (await browser.get("/questions")).text;
    expect(idsIn(first)).to.have.length(25);
    expect(first).to.include(`1–25 of ${all.length}`);
    const exam = idsIn((await browser.get("/questions?lesson=OM1L1&use=exam&size=100")).text);
    expect(exam).to.deep.equal(
      all.filter(({ lesson, use }) => lesson === "OM1L1" && use === "exam").map(({ question }) => question),
    );
    const numeric = idsIn((await browser.get("/questions?kind=numeric&size=100")).text);
    expect(numeric).to.deep.equal(all.filter(({ kind }) => kind === "numeric").map(({ question }) => question));
    expect(idsIn((await browser.get(`/questions?q=${encodeURIComponent("急停")}&size=100`)).text)).to.include(
      "OM1L2-02",
    );
    expect((await browser.get("/questions?q=nothing-like-this")).text).to.include("Nothing matches.");
    expect((await browser.get("/questions?q=.*%5B(")).status, "a pattern is a text").to.equal(200);
    expect((await browser.get("/questions?size=100000")).status).to.equal(400);
  });

  it("shows a question as the candidate sees it, in both languages, with key and explanation", async () => {
    const { text } = await browser.get("/questions/OM1L1-01");
    const question = await questionOf("OM1L1-01");
    expect(text)
      .to.include(question.stem["zh-CN"])
      .and.to.include(question.stem.en)
      .and.to.include(question.explanation.en);
    expect(text).to.include('name="OM1L1-01-en" value="C" checked').and.to.include("Level 3");
    expect(text).to.include("OM-1.1").and.to.include(question.version);
  });

  it("is not for trainees, nor is a review for those who may only read", async () => {
    const base = await newBase();
    const trainee = await (await newMember("trainee", base)).signIn();
    for (const path of ["/questions", "/questions/OM1L1-01", "/content"])
      expect((await trainee.get(path)).status, path).to.equal(403);
    const instructor = await (await newMember("instructor", base)).signIn();
    expect((await instructor.get("/questions")).text).not.to.include('name="ids"');
    await addCourse("ZG1", [{ id: "ZG1L1", questions: [extraQuestions.all("ZG1L1-p1")] }]);
    const { id } = await questionOf("ZG1L1-p1");
    expect((await instructor.post("/questions/review", { ids: id }, "/questions")).status).to.equal(403);
    expect((await questionOf("ZG1L1-p1")).review).to.equal(null);
  });

  it("one look reviews one question and leads to the next that nobody has looked at", async () => {
    await addCourse("ZD1", [
      { id: "ZD1L1", questions: [extraQuestions.all("ZD1L1-p1"), extraQuestions.reason("ZD1L1-p2")] },
    ]);
    const one = await questionOf("ZD1L1-p1");
    const { text } = await browser.get("/questions/ZD1L1-p1");
    expect(text).to.include(`name="ids" value="${one.id}"`).and.to.include('name="next" value="/questions/ZD1L1-p2"');
    const done = await browser.post(
      "/questions/review",
      { ids: one.id, next: "/questions/ZD1L1-p2" },
      "/questions/ZD1L1-p1",
    );
    expect([done.status, done.location]).to.deep.equal([303, "/questions/ZD1L1-p2?done=reviewed"]);
    expect((await questionOf("ZD1L1-p1")).review).to.include({ by: officer.id, byName: "周文彬" });
    expect((await browser.get("/questions/ZD1L1-p1")).text).to.include("Reviewed by 周文彬");
    const { lines } = await linesOf({ baseId: null, q: "ZD1L1-p1", page: 1, size: 5 });
    expect(lines[0]).to.deep.include({ event: "question.reviewed", actorId: officer.id });
    const again = await browser.post("/questions/review", { ids: one.id, next: "https://evil.example/" });
    expect(again.location, "a foreign address is no way on").to.equal("/?done=reviewed");
    expect((await linesOf({ baseId: null, q: "ZD1L1-p1", page: 1, size: 5 })).total, "twice is once").to.equal(1);
  });

  it("[U04] chosen rows survive a page change, without any script, and all that match can be taken at once", async () => {
    const names = ["ZH1L1-p1", "ZH1L1-p2", "ZH1L1-p3", "ZH1L1-p4", "ZH1L1-p5"];
    await addCourse("ZH1", [{ id: "ZH1L1", questions: names.map((name) => extraQuestions.all(name)) }]);
    const [one, , , four] = await Promise.all(names.map(questionOf));
    const list = "/questions?lesson=ZH1L1&reviewed=no&size=2";
    const second = await browser.get(pressed((await browser.get(list)).text, { page: "2", ids: one?.id ?? "" }));
    expect(second.text).to.include("1 more is ticked on other pages.");
    const back = await browser.get(pressed(second.text, { page: "1", ids: four?.id ?? "" }));
    expect(ticked(back.text), "the ticks of this page and of the other").to.have.members([one?.id, four?.id]);
    const searched = await browser.get(pressed(back.text, { q: "ZH1L1-p2" }));
    expect(idsIn(searched.text)).to.deep.equal(["ZH1L1-p2"]);
    expect(searched.text, "the ticks of what is not found").to.include("2 more are ticked on other pages.");
    const sent = new URL(pressed(back.text, {}), "http://here").searchParams;
    const done = await browser.post("/questions/review", { ...Object.fromEntries(sent), ids: sent.getAll("ids") });
    expect(done.location).to.equal(
      "/questions?q=&sort=number&size=2&lesson=ZH1L1&kind=&use=&reviewed=no&done=reviewed",
    );
    const rest = await browser.get(list);
    expect(idsIn(rest.text)).to.deep.equal(["ZH1L1-p2", "ZH1L1-p3"]);
    expect(rest.text).to.include("I have looked at all 3 that match");
    await browser.post("/questions/review", { lesson: "ZH1L1", reviewed: "no", scope: "all" });
    expect((await browser.get(list)).text).to.include("Nothing matches.");
  });

  it("several are reviewed at once, and a changed question is unreviewed again", async () => {
    const both = [extraQuestions.all("ZE1L1-p1"), extraQuestions.relative("ZE1L1-p2")];
    await addCourse("ZE1", [{ id: "ZE1L1", questions: both }]);
    const list = "/questions?lesson=ZE1L1&reviewed=no";
    const ids = [...(await browser.get(list)).text.matchAll(/name="ids" value="([^"]+)"/g)].map(([, id]) => id ?? "");
    expect(ids).to.have.length(2);
    await browser.post("/questions/review", { ids, next: list }, list);
    expect((await browser.get(list)).text).to.include("Nothing matches.");
    const before = await questionOf("ZE1L1-p1");
    await addCourse("ZE1", [
      { id: "ZE1L1", questions: both.map((question) => ({ ...question, stem: { "zh-CN": "改过", en: "changed" } })) },
    ]);
    const after = await questionOf("ZE1L1-p1");
    expect(after.version).not.to.equal(before.version);
    expect(after.review).to.equal(null);
    expect((await browser.get("/questions/ZE1L1-p1")).text, "the version before is still listed")
      .to.include(before.version)
      .and.to.include(after.version);
  });
});

/** What a form of ticks holds: what is searched for, hidden fields and what is ticked. */
function fieldsOf(html: string): [string, string][] {
  const form = /<div class="filter"[\s\S]*?<form[^>]*id="ticks"[\s\S]*?<\/form>/.exec(html)?.[0] ?? "";
  const chosen = [...form.matchAll(/<select name="(\w+)" form="ticks">([\s\S]*?)<\/select>/g)].map(
    ([, name = "", options = ""]): [string, string] => [name, /value="([^"]*)" selected/.exec(options)?.[1] ?? ""],
  );
  const typed = [
    ...form.matchAll(
      /<input type="(?:hidden|checkbox|search)" name="(\w+)"(?: form="ticks")? value="([^"]*)"( checked)?/g,
    ),
  ]
    .filter(([input, , , checked]) => !input.includes("checkbox") || checked)
    .map(([, name = "", value = ""]): [string, string] => [name, value]);
  return [...chosen, ...typed];
}

const ticked = (html: string) => fieldsOf(html).flatMap(([name, value]) => (name === "ids" ? [value] : []));

/** The address to which a browser goes when, with one more tick, a button of the form is pressed. */
function pressed(html: string, more: Record<string, string>): string {
  const fields = fieldsOf(html).filter(([name]) => name === "ids" || !(name in more));
  return `/questions?${new URLSearchParams([...fields, ...Object.entries(more)]).toString()}`;
}

describe("review of content", function () {
  this.timeout(20_000);
  let browser: Browser;
  let administrator: Member;
  before(async () => {
    administrator = await newMember("administrator", null, "梁伟杰");
    browser = await administrator.signIn("en");
  });
  afterEach(dropExtra);

  it("names what nobody has looked at, and a lesson reviewed by a named person says so until it changes", async () => {
    await addCourse("ZF1", [{ id: "ZF1L1" }, { id: "ZF1L2", questions: [extraQuestions.all("ZF1L2-p1")] }]);
    const open = (await browser.get("/content")).text;
    expect(open)
      .to.include('name="ids" value="ZF1L1@0123456789"')
      .and.to.include("0/2")
      .and.to.include("/questions?lesson=ZF1L2&amp;reviewed=no");
    expect((await browser.get("/courses/ZF1/lessons/ZF1L1")).text).to.include("Content not reviewed");
    const done = await browser.post("/lessons/review", { ids: ["ZF1L1@0123456789"] }, "/content");
    expect(done.location).to.equal("/content?done=reviewed");
    expect((await browser.get("/content")).text)
      .to.include("1/2")
      .and.not.to.include("ZF1L1@");
    expect((await browser.get("/courses/ZF1/lessons/ZF1L1")).text).to.include("Reviewed by 梁伟杰");
    const { lines } = await linesOf({ baseId: null, q: "ZF1L1", page: 1, size: 5 });
    expect(lines[0]).to.deep.include({ event: "lesson.reviewed", actorId: administrator.id });
    await loadChanged((shipped) => {
      const [lesson] = shipped.lessons;
      if (lesson) shipped.lessons.push({ ...lesson, id: "ZF1L1", courseId: "ZF1", version: "fedcba9876" });
    });
    expect(await lessonReview("ZF1L1")).to.equal(null);
  });

  it("a review of another version, or with nothing ticked, changes nothing", async () => {
    const stale = await browser.post("/lessons/review", { ids: "OM1L3@0000000000" }, "/content");
    expect(stale.status).to.equal(303);
    expect(await lessonReview("OM1L3")).to.equal(null);
    expect((await browser.post("/lessons/review", {}, "/content")).location).to.equal("/content?done=none-ticked");
    for (const wrong of ["OM1L3", "OM1L3@x", "$ne@0000000000"])
      expect((await browser.post("/lessons/review", { ids: wrong }, "/content")).status, wrong).to.equal(400);
  });
});
