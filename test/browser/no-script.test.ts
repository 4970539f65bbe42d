import { expect } from "chai";
import { outcomeName } from "../../certificates/outcome.ts";
import { attemptOf } from "../../server/attempts/store.ts";
import { issueCertificate } from "../../server/issuing/actions.ts";
import { findByLogin } from "../../server/people/store.ts";
import { makeEligible } from "../support/eligible.ts";
import { newMember } from "../support/cast.ts";
import { keysOf, newSitting, type Sitting } from "../support/exams.ts";
import { keyOf, lessonPath, practiceOf } from "../support/study.ts";
import { fill } from "./answers.ts";
import { needChromium, openWindow, type Window } from "./chromium.ts";
import { textOf } from "./room.ts";

describe("with JavaScript switched off", function () {
  this.timeout(90_000);
  before(needChromium);
  let sitting: Sitting;
  before(async () => {
    sitting = await newSitting();
  });

  async function join(login: string): Promise<Window> {
    const window = await openWindow({ javaScriptEnabled: false });
    await window.go(`/join/${sitting.code}`);
    await window.page.fill("#field-name", "黄志强");
    await window.page.fill("#field-login", login);
    await window.page.fill("#field-password", "Lathe-and-mill-7");
    await window.page.click("main .button");
    await window.page.waitForURL((url) => url.pathname === "/");
    return window;
  }

  it("[U07 the trainee] joining, a lesson with its practice, the whole exam and its result work", async () => {
    const { page, go, t } = await join("13900000001");
    await page.click(".card-lead .button");
    await page.waitForURL(`**${lessonPath("GN1L1")}`);
    for (const question of (await practiceOf("GN1L1")).slice(0, 2)) {
      const form = page.locator(`form.question[id="${question.question}"]`);
      await fill(form, question.kind, keyOf(question));
      await form.locator("button.button-outline:not([data-move])").click();
      expect(await page.locator(`#feedback-${question.question}.is-ok`).isVisible()).to.equal(true);
    }
    await go(`/exams/${sitting.examId}`);
    expect(await textOf(page, "[data-check]")).to.include(t("room.check-noscript"));
    await page.click('form[action$="/attempts"] .button');
    const attemptId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    await answerAll(page, attemptId);
    await page.click('[data-noscript] [value="stay"]');
    expect(await page.getAttribute('[name="revision.q1"]', "value"), "saved").to.equal("1");
    await page.click(".navigator summary");
    await page.click(".navigator .finish");
    await page.waitForURL("**/submission");
    await page.click('form[action$="/submission"] .button');
    await page.waitForURL("**/result");
    expect(await textOf(page, "h1")).to.equal(t("results.passed", { points: "100" }));
  });

  it("[U07 the certificate] its page, its file and verification by number and by file work", async () => {
    const { page, context, go } = await join("13900000002");
    const person = await findByLogin("13900000002");
    await makeEligible(person?.id ?? "");
    const officer = await (await newMember("awarding-officer", null)).actor();
    const wish = { personId: person?.id ?? "", qualificationId: "OM-1", baseId: sitting.baseId };
    const number = await issueCertificate(officer, wish, new Date());
    await go(`/certificates/${number}`);
    const [download] = await Promise.all([page.waitForEvent("download"), page.click('.button[href$=".pdf"]')]);
    const path = await download.path();
    await go("/verify");
    await page.setInputFiles("#field-document", path);
    await page.click("[data-document] button");
    expect(await textOf(page, ".outcome h1")).to.equal(outcomeName.valid["zh-CN"]);
    await go("/verify");
    await page.fill("#field-number", number);
    await page.click('form[action="/verify"] .button');
    expect(await textOf(page, ".outcome h1")).to.equal(outcomeName.valid["zh-CN"]);
    await context.close();
  });

  it("[U07 what says so] the camera and the saving by itself say that they need scripts", async () => {
    const { page, go, t } = await openWindow({ javaScriptEnabled: false });
    await go("/verify");
    expect(await page.isVisible("[data-scan-tools]")).to.equal(false);
    expect(await textOf(page, "[aria-labelledby=by-code]")).to.include(t("verify.no-script"));
  });
});

/** The whole paper stands on one page; every answer is given in its place. */
async function answerAll(page: Window["page"], attemptId: string): Promise<void> {
  const { paper } = await attemptOf(attemptId);
  const keys = await keysOf(attemptId);
  for (const { itemId, kind } of paper) await fill(page.locator(`[data-question="${itemId}"]`), kind, keys.get(itemId));
}
