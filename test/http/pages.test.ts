import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { addMember } from "../../server/cohorts/store.ts";
import { instantOf, localOf } from "../../server/platform/dates.ts";
import { settings, useSettings } from "../../server/platform/config.ts";
import { at, formOf, newBelongings, type Belongings } from "../support/belongings.ts";
import { newMember } from "../support/cast.ts";
import { makeEligible } from "../support/eligible.ts";
import { examOf, newCandidate, newCohort, newDraft, newSitting, start } from "../support/exams.ts";
import { addresses } from "../support/routes.ts";
import { Crowd, type Seen } from "../support/walk.ts";

/** Pages on which one only reads: there is nothing to do that would be their main action. */
const readingOnly =
  /^\/(help|health|outbox|qualifications\/.*|courses.*|questions.*|content|certificates(\/batches\/.*)?|exams|cohorts(\/\w+)?|attempts\/\w+\/result)?$/;

const idNumber = "11010519491231002X";
const mainOf = (text: string) => /<main[\s\S]*<\/main>/.exec(text)?.[0] ?? "";
const wordsOf = (html: string) => html.replace(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>/g, " ");
const filled = (html: string) =>
  [...html.matchAll(/class="([^"]*)"/g)].filter(([, names = ""]) => names.split(/\s+/).includes("button")).length;

describe("every page of every role", function () {
  this.timeout(120_000);
  let theirs: Belongings;
  let crowd: Crowd;
  let pages: Seen[] = [];
  before(async () => {
    theirs = await newBelongings("欧阳雪峰");
    crowd = await new Crowd(theirs).gather();
    const profile = { name: "欧阳雪峰", latinName: "", mail: "", idType: "resident-id", idNumber, language: "zh-CN" };
    await crowd.browserOf("owner").post("/account/profile", profile, "/account/profile");
    pages = await crowd.pages();
    expect(pages.length).to.be.above(200);
  });
  const wrongOnes = (isRight: (page: Seen) => boolean) =>
    pages.filter((page) => !isRight(page)).map(({ who, path }) => `${who} ${path}`);

  it("[U02] has one h1, a skip link, header, main and footer, and help at the same place", () => {
    const parts = [
      /<html lang="zh-CN">/,
      /<a class="skip" href="#main">/,
      /<main[^>]*id="main"/,
      /<header class="site-header"/,
      /<nav[^>]*aria-label=/,
      /<footer[\s\S]*href="\/help"[\s\S]*<\/footer>/,
    ];
    expect(
      wrongOnes(({ text }) => text.match(/<h1[ >]/g)?.length === 1 && parts.every((part) => part.test(text))),
    ).to.deep.equal([]);
  });

  it("[U02] below the first level has the way up", () => {
    const deep = ({ path }: Seen) => path.split("/").length > 2;
    expect(wrongOnes((page) => !deep(page) || /<nav class="breadcrumb"/.test(page.text))).to.deep.equal([]);
  });

  it("[U03] has its one main action as the only filled button; pages without one are for reading, or destroy", () => {
    expect(wrongOnes(({ text }) => filled(mainOf(text)) <= 1)).to.deep.equal([]);
    const without = pages.filter(
      ({ text }) => filled(mainOf(text)) === 0 && !/<button class="button-danger"/.test(text),
    );
    expect(
      without.map(({ path }) => path).filter((path) => !readingOnly.test(path) && path !== "/certificates/issue"),
    ).to.deep.equal([]);
  });

  it("[S11] [S12] has no script, style or handler of its own inside", () => {
    expect(
      wrongOnes(({ text }) => {
        // What stands in quotes is text, also where somebody has tried something.
        const bare = text.replace(/"[^"]*"/g, '""');
        return (
          !/<script(?![^>]*\bsrc=)|<style|<[^>]*\s(style|on\w+)=/i.test(bare) && !/href="\s*javascript:/i.test(text)
        );
      }),
    ).to.deep.equal([]);
  });

  it("[S20] shows nobody's ID number, also not in an address; its own person sees it masked", () => {
    expect(wrongOnes(({ text, path }) => !text.includes(idNumber) && !path.includes(idNumber))).to.deep.equal([]);
    const own = pages.find(({ who, path }) => who === "owner" && path === "/account");
    expect(own?.text).to.include("110105********002X");
  });

  it("[K03] [U08] names the zone wherever it shows a time", () => {
    const shownTime = /\d{4}年\d{1,2}月\d{1,2}日 ?\d{2}:\d{2}/;
    const timed = pages.filter(({ text }) => shownTime.test(wordsOf(mainOf(text))));
    expect(timed.length).to.be.above(20);
    expect(
      timed.filter(({ text }) => !mainOf(text).includes("北京时间")).map(({ who, path }) => `${who} ${path}`),
    ).to.deep.equal([]);
  });

  it("[U08] numbers in tables stand in one line, in figures of one width", () => {
    const folder = join(settings().projectFolder, "views/assets/css");
    const css = readdirSync(folder)
      .map((file) => readFileSync(join(folder, file), "utf8"))
      .join("");
    expect(css)
      .to.match(/:is\(th, td\)\.num \{[^}]*text-align: right/)
      .and.to.match(/table \{[^}]*font-variant-numeric: tabular-nums|font-variant-numeric: tabular-nums/);
  });

  it("[K03] an exam's times are those of the base's zone, whatever the machine's, also over a change of the clocks", () => {
    expect(instantOf("2026-11-24T09:00").toISOString()).to.equal("2026-11-24T01:00:00.000Z");
    const usual = settings();
    useSettings({ ...usual, TZ: "Europe/Berlin" });
    try {
      for (const [local, utc] of [
        ["2026-03-28T09:00", "08:00"],
        ["2026-03-29T09:00", "07:00"],
        ["2026-10-24T09:00", "07:00"],
        ["2026-10-25T09:00", "08:00"],
      ] as const) {
        expect(instantOf(local).toISOString().slice(11, 16), local).to.equal(utc);
        expect(localOf(instantOf(local))).to.equal(local);
      }
    } finally {
      useSettings(usual);
    }
  });

  it("[U05] every form that comes back keeps what was typed (but passwords), its summary takes the focus and leads to the fields, the message stands at the field", async () => {
    const { code } = await newCohort(crowd.browserOf("base-administrator"));
    const ids = { ...theirs.ids, code };
    const checked: string[] = [];
    for (const route of addresses().filter(({ method }) => method === "POST")) {
      const form = formOf(route, ids) as Record<string, string>;
      const [first, ...others] = Object.keys(form).filter((field) => field !== "token" && field !== "next");
      if (!first || /second-factor|first-run|verify|issue$/.test(route.path)) continue;
      const browser = route.path.startsWith("/certificates")
        ? crowd.browserOf("awarding-officer")
        : crowd.whoMay(route);
      await browser.get(route.gate === "everyone" ? "/login" : "/account/password");
      const blank = route.path.includes(":deed") ? "words" : first;
      const { status, text } = await browser.post(at(route, ids), { ...form, [blank]: "" });
      if (status !== 422 || !text.includes("error-summary")) continue;
      checked.push(route.path);
      const summary =
        /<div class="error-summary" role="alert" tabindex="-1" autofocus[\s\S]*?<\/div>/.exec(text)?.[0] ?? "";
      for (const [, field = ""] of summary.matchAll(/href="#field-([\w.]+)"/g))
        expect(text, `${route.path} ${field}`).to.include(`id="field-${field}"`);
      expect(summary, route.path).to.include(`href="#field-${blank}"`);
      expect(text, route.path).to.match(new RegExp(`id="field-${blank}-error"|field-error`));
      for (const field of others.filter((one) => one !== blank && !/password|courses|baseId|idNumber/.test(one))) {
        const value = String(form[field]).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
        expect(text, `${route.path} keeps ${field}`).to.match(
          new RegExp(
            `name="${field}"[^>]*value="${value}"|value="${value}"[^>]* (selected|checked)|name="${field}"[^>]*>${value}</textarea>`,
          ),
        );
      }
      expect(text, `${route.path} repeats no password`).not.to.include("Lathe-and-mill-8");
    }
    const forms = [
      "/login",
      "/login/reset",
      "/account/profile",
      "/account/password",
      "/account/confirmation",
      "/people",
      "/bases",
      "/cohorts",
      "/cohorts/:cohortId/code",
      "/join/:code",
      "/certificates/:number/:deed",
    ];
    expect(checked).to.include.members(forms);
  });

  it("[U08] says how far away a time is where somebody waits for it or looks back", async () => {
    const sitting = await newSitting();
    const candidate = await (await newCandidate(sitting)).signIn();
    for (const path of ["/", "/exams"])
      expect(wordsOf(mainOf((await candidate.get(path)).text)), path).to.match(/\d{2}:\d{2}（[67]天后）/);
    expect(wordsOf(mainOf((await candidate.get("/account")).text))).to.match(/\d{2}:\d{2}（刚刚|\d+分钟前）/);
  });

  it("[U06] what an exam, a code or a batch of certificates binds stands beside its button: the object, and what follows", async () => {
    const sitting = await newSitting();
    const { clerk, cohortId, examId } = sitting;
    const title = (await examOf(examId)).title["zh-CN"];
    const draft = mainOf((await clerk.get(`/exams/${await newDraft(clerk, cohortId)}`)).text);
    expect(draft)
      .to.include(`<h1>${title}</h1>`)
      .and.to.match(/publication"[\s\S]*试题版本从此固定[\s\S]*>发布/);
    const code = mainOf((await clerk.get(`/cohorts/${cohortId}/code`)).text);
    expect(code)
      .to.include("OM-1 第 3 期")
      .and.to.match(/原来的码和链接立即失效[\s\S]*<form method="post"/);
    const candidate = await (await newCandidate(sitting)).signIn();
    const handIn = mainOf((await candidate.get(`/attempts/${await start(candidate, examId)}/submission`)).text);
    expect(handIn)
      .to.include(title)
      .and.to.match(/交卷后不能再改答案[\s\S]*<form method="post"/);
    const group = await newMember("trainee", sitting.baseId, "陈大力");
    await addMember(cohortId, group.id, new Date());
    await makeEligible(group.id);
    const officer = await (await newMember("awarding-officer", null)).signIn();
    const dryRun = mainOf((await officer.get(`/certificates/issue?qualification=OM-1&cohort=${cohortId}`)).text);
    expect(dryRun)
      .to.include("陈大力")
      .and.match(/OM-1[\s\S]*OM-1 第 3 期[\s\S]*可以发证：1 人[\s\S]*只能由另一位发证官暂停或撤销/);
  });

  it("[U06] (people and certificates) what destroys or binds names the object, and says what follows", async () => {
    const { personId = "", number = "" } = theirs.ids;
    const person = (await crowd.browserOf("base-administrator").get(`/people/${personId}`)).text;
    expect(person).to.match(/<p class="secondary">[^<]+<\/p><button class="button-danger">停用 欧阳雪峰<\/button>/);
    for (const deed of ["suspension", "revocation"]) {
      const page = mainOf((await crowd.browserOf("awarding-officer").get(`/certificates/${number}/${deed}`)).text);
      expect(page)
        .to.match(new RegExp(`<button class="button-danger">\\S+ ${number}</button>`))
        .and.to.match(/<p><strong>[^<]*欧阳雪峰[^<]*<\/strong><\/p>\s*<p>[^<]{10,}<\/p>/);
    }
  });
});
