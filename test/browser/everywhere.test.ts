import { expect } from "chai";
import { numberOf } from "../../certificates/number.ts";
import { issueCertificate } from "../../server/issuing/actions.ts";
import { findProgress } from "../../server/learning/store.ts";
import { settings } from "../../server/platform/config.ts";
import { makeEligible } from "../support/eligible.ts";
import { newBase, newMember, type Member } from "../support/cast.ts";
import { newCandidate, newSitting, type Sitting } from "../support/exams.ts";
import { lessonPath, practiceOf } from "../support/study.ts";
import { look, needChromium, openWindow, until } from "./chromium.ts";
import { textOf } from "./room.ts";

describe("everywhere", function () {
  this.timeout(60_000);
  let sitting: Sitting;
  let trainee: Member;
  before(needChromium);
  before(async () => {
    sitting = await newSitting();
    trainee = await newCandidate(sitting, "欧阳娜娜");
  });

  it("[U01] the page says its language; the switch in the header keeps the address and what was typed", async () => {
    const { page, go } = await openWindow();
    const address = `/join/${sitting.code}?from=poster`;
    await go(address);
    expect(await look(page, "document.documentElement.lang")).to.equal("zh-CN");
    await page.fill("#field-name", "欧阳娜娜");
    await page.fill("#field-login", "13811112222");
    await page.fill("#field-password", "not to be kept");
    await page.click("header [data-language-switch] button");
    await page.locator('html[lang="en"]').waitFor();
    expect(page.url()).to.equal(settings().baseUrl + address);
    expect(await page.inputValue("#field-name")).to.equal("欧阳娜娜");
    expect(await page.inputValue("#field-login")).to.equal("13811112222");
    expect(await page.inputValue("#field-password")).to.equal("");
  });

  it("[U01] no page mixes the two languages: on English pages all Chinese is marked as such or is somebody’s name", async () => {
    const { page, go } = await openWindow({ language: "en" });
    for (const path of [
      "/",
      "/courses",
      "/courses/OM1",
      "/verify",
      "/login",
      "/help",
      "/qualifications/OM-1",
      "/join",
      "/nowhere",
    ]) {
      await go(path);
      const chinese = await look<string[]>(
        page,
        `(() => {
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const found = [];
        while (walk.nextNode()) if (/\\p{Script=Han}/u.test(walk.currentNode.data) && !walk.currentNode.parentElement.closest('[lang^="zh"], template, script')) found.push(walk.currentNode.data.trim());
        return found;
      })()`,
      );
      expect(chinese, path).to.deep.equal([]);
    }
  });

  it("[U15] printed, lists and records stand without navigation, at least 10.5 pt, header rows repeating, address and time in the foot", async () => {
    const { page, go } = await openWindow({ as: sitting.clerkMember, width: 1000 });
    for (const path of [`/cohorts/${sitting.cohortId}`, "/people", `/exams/${sitting.examId}/results`]) {
      await page.emulateMedia({ media: "screen" });
      await go(path);
      await page.emulateMedia({ media: "print" });
      for (const part of [".site-header", ".site-footer", ".breadcrumb", ".pagination", ".button", ".button-outline"])
        for (const one of await page.locator(part).all())
          expect(await one.isVisible(), `${path} ${part}`).to.equal(false);
      const small = await look<string[]>(
        page,
        `[...document.querySelectorAll("main *")].filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, svg") && [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim()) && parseFloat(getComputedStyle(one).fontSize) < 13.9).map((one) => one.outerHTML.slice(0, 90))`,
      );
      expect(small, path).to.deep.equal([]);
      const heads = await look<string[]>(
        page,
        `[...document.querySelectorAll("thead")].map((one) => getComputedStyle(one).display)`,
      );
      for (const display of heads) expect(display, path).to.equal("table-header-group");
      expect(await textOf(page, ".print-foot"))
        .to.include(settings().baseUrl + path)
        .and.to.match(/20\d\d年/);
    }
  });

  it("[U16] the fonts are the system’s, Chinese first in Chinese and Latin first in English, and none is downloaded", async () => {
    const wanted = [
      "system-ui",
      "PingFang SC",
      "HarmonyOS Sans SC",
      "MiSans",
      "Microsoft YaHei UI",
      "Source Han Sans SC",
      "Noto Sans CJK SC",
    ];
    for (const language of ["zh-CN", "en"] as const) {
      const { page, go } = await openWindow({ language });
      const fonts: string[] = [];
      page.on("request", (request) => request.resourceType() === "font" && fonts.push(request.url()));
      await go("/");
      const stack = (await look<string>(page, "getComputedStyle(document.documentElement).fontFamily"))
        .split(",")
        .map((one) => one.trim().replaceAll('"', ""));
      const places = wanted.map((font) => stack.indexOf(font));
      expect(Math.min(...places), stack.join(", ")).to.be.at.least(0);
      if (language === "zh-CN") expect(places).to.deep.equal([...places].sort((a, b) => a - b));
      else
        expect(stack.findIndex((font) => /^(Segoe UI|Helvetica|Arial|Roboto)/.test(font))).to.be.within(
          0,
          places[1] ?? 0,
        );
      expect(fonts).to.deep.equal([]);
    }
  });

  it("[U17] Chinese text: 16 px at 1.7, headings at 1.35, tables at 1.5, no italics, no letter-spacing, not justified, weights 400 and 600", async () => {
    const { page, go } = await openWindow({ as: trainee, width: 1280 });
    await go(lessonPath("GN1L1"));
    const of = (selector: string, name: string) =>
      look<string>(page, `getComputedStyle(document.querySelector("${selector}")).${name}`);
    const ratio = async (selector: string) =>
      parseFloat(await of(selector, "lineHeight")) / parseFloat(await of(selector, "fontSize"));
    expect(await of("body", "fontSize")).to.equal("16px");
    for (const [selector, height] of [
      ["body", 1.7],
      ["h1", 1.35],
      [".prose td", 1.5],
    ] as const)
      expect(await ratio(selector), selector).to.be.closeTo(height, 0.03);
    const odd = await look<string[]>(
      page,
      `[...document.querySelectorAll("body *")].filter((one) => one.checkVisibility() && !one.closest("svg, math, code, kbd")).flatMap((one) => {
      const { fontStyle, letterSpacing, textAlign, fontWeight } = getComputedStyle(one);
      const fine = fontStyle === "normal" && letterSpacing === "normal" && textAlign !== "justify" && ["400", "600"].includes(fontWeight);
      return fine ? [] : [one.outerHTML.slice(0, 80) + [fontStyle, letterSpacing, textAlign, fontWeight]];
    })`,
    );
    expect(odd).to.deep.equal([]);
    const line = await look<number>(page, `document.querySelector(".prose p").getBoundingClientRect().width / 16`);
    expect(line, "characters a line").to.be.within(25, 40.5);
  });

  it("[U18 the rules] lines are broken strictly, with room between Chinese and Latin where the browser knows how", async () => {
    const { page, go } = await openWindow();
    await go("/");
    expect(await look(page, "getComputedStyle(document.documentElement).lineBreak")).to.equal("strict");
    expect(
      await look(
        page,
        `!CSS.supports("text-autospace", "normal") || getComputedStyle(document.documentElement).textAutospace`,
      ),
    ).to.be.oneOf([true, "normal"]);
  });

  it("[U22] at home: one card to go on at the last place, what is due by date, courses with count, percent and a bar", async () => {
    const { page, go, t } = await openWindow({ as: trainee });
    await go("/");
    expect(await page.locator(".card-lead .button").count()).to.equal(1);
    await page.click(".card-lead .button");
    await page.waitForURL(`**${lessonPath("GN1L1")}`);
    await go("/");
    expect(await page.getAttribute(".card-lead .button", "href")).to.equal(lessonPath("GN1L1"));
    expect(await textOf(page, ".todo li:first-child")).to.include(t("room.view"));
    const courses = page.locator("[aria-labelledby=courses] .row");
    expect(await courses.count()).to.equal(2);
    expect((await courses.nth(1).textContent())?.replaceAll(/\s+/g, " ")).to.match(/0\/5（0%）/);
    expect(await courses.nth(1).locator("progress, svg, [role=progressbar]").count()).to.be.greaterThan(0);
  });

  it("[U24 the place] the place in a lesson is kept within ten seconds and on leaving, and the next visit begins there", async () => {
    const reader = await newCandidate(sitting, "黄志强");
    const { page, go } = await openWindow({ as: reader });
    const path = lessonPath("GN1L1");
    await page.clock.install();
    await go(path);
    const kept = () => page.waitForResponse((response) => response.url().endsWith("/place") && response.ok());
    const scroll = (share: number) =>
      page.evaluate(`scrollTo(0, document.querySelector("[data-lesson]").offsetHeight * ${share})`);
    await scroll(0.3);
    const first = kept();
    await page.clock.runFor(10_000);
    await first;
    const atFirst = (await findProgress(reader.id, "GN1L1"))?.position ?? 0;
    expect(atFirst).to.be.greaterThan(0.05);
    await scroll(0.6);
    await go("/");
    await until(async () => ((await findProgress(reader.id, "GN1L1"))?.position ?? 0) > atFirst);
    await go(path);
    await until(() => look(page, "scrollY > 400"));
  });

  it("[U05 practice] what is typed in one practice question stays while another is answered, and so do the sent ones", async () => {
    const { page, go } = await openWindow({ as: await newMember("trainee", await newBase()) });
    await go(lessonPath("GN1L1"));
    const practice = await practiceOf("GN1L1");
    const [blanks, verdict] = ["fill-in", "true-false"].map((kind) => practice.find((one) => one.kind === kind));
    const typed = page.locator(`[id="${blanks?.question ?? ""}"] input[type="text"]`).first();
    await typed.fill("6");
    const form = page.locator(`form.question[id="${verdict?.question ?? ""}"]`);
    await form.locator('input[type="radio"]').first().check();
    await form.locator("button.button-outline").click();
    await form.locator(".notice").waitFor();
    expect(await typed.inputValue()).to.equal("6");
    expect(await page.textContent("[data-practice-count]")).to.match(/7/);
    expect(new URL(page.url()).search, "the page was not left").to.equal("");
  });

  it("[U24 the end] the rule of completion and what is missing stand at the end of a lesson", async () => {
    const { page, go } = await openWindow({ as: trainee });
    await go(lessonPath("GN1L1"));
    expect(await textOf(page, "#completion"))
      .to.match(/60%/)
      .and.to.match(/还|差|再/);
    expect(await page.locator("#completion .button").getAttribute("href")).to.match(/^#/);
  });

  it("[U33] a certificate’s page: picture, number, QR, state, validity and download", async () => {
    await makeEligible(trainee.id);
    const officer = await (await newMember("awarding-officer", null)).actor();
    const number = await issueCertificate(
      officer,
      { personId: trainee.id, qualificationId: "OM-1", baseId: sitting.baseId },
      new Date(),
    );
    const { page, go, t } = await openWindow({ as: trainee });
    await go(`/certificates/${number}`);
    expect(await textOf(page, "h1")).to.equal(number);
    for (const part of ["svg.paper", "svg.qr"]) expect(await page.isVisible(part), part).to.equal(true);
    const facts = await textOf(page, "[aria-labelledby=facts]");
    for (const word of [t("certificate.state"), t("certificate.valid-until"), t("certificate.download")])
      expect(facts).to.include(word);
  });

  it("[U42] a number that nobody has says three usual reasons and what to do", async () => {
    const { page, go, t } = await openWindow();
    await go(
      `/verify/${numberOf({ issuer: "PY", programme: "IM", tier: "OM", level: 1, year: 2020, serial: 999_999 })}`,
    );
    const text = await textOf(page, "main");
    for (const key of ["verify.unknown-1", "verify.unknown-2", "verify.unknown-3", "verify.unknown-todo"] as const)
      expect(text).to.include(t(key));
  });
});
