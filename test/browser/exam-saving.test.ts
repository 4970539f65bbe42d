import { expect } from "chai";
import { closeDue } from "../../server/attempts/actions.ts";
import { attemptOf, moveEnd } from "../../server/attempts/store.ts";
import { settings } from "../../server/platform/config.ts";
import { allSaved, savedInTime, showQuestion } from "./answers.ts";
import { look, needChromium, openTab } from "./chromium.ts";
import { enterRoom, questionOf, signInAgain, stateOf, storedAnswer, textOf } from "./room.ts";

const answers = "**/answers/*";

describe("the exam room saves", function () {
  this.timeout(60_000);
  before(needChromium);

  it("[C03] [U28 in two seconds] what is typed is on its way to the server within two seconds of the last key, without a click", async () => {
    const { page, attemptId } = await enterRoom({ clock: true });
    const { question, itemId } = await questionOf({ page, attemptId }, "numeric");
    await question.locator("input[data-item]").pressSequentially("12.5");
    const saved = page.waitForResponse((response) => response.url().endsWith(`/answers/${itemId}`) && response.ok());
    await page.clock.runFor(2000);
    await saved;
    expect(await storedAnswer(attemptId, itemId)).to.equal("12.5");
  });

  it("[C03] [U28 in two seconds] somebody who never stops typing is saved within two seconds, too", async () => {
    const { page, attemptId } = await enterRoom({ clock: true });
    const { question, itemId } = await questionOf({ page, attemptId }, "numeric");
    const saved = page.waitForResponse((response) => response.url().endsWith(`/answers/${itemId}`) && response.ok());
    for (const key of "12.34") {
      await question.locator("input[data-item]").pressSequentially(key);
      await page.clock.runFor(400);
    }
    await saved;
    expect(await storedAnswer(attemptId, itemId)).to.match(/^12\./);
  });

  it("[C04] [U28 its words] each answer shows saving, saved at the server’s time, or not saved, from the server’s word", async () => {
    const { page, attemptId, t } = await enterRoom();
    const { question, itemId } = await questionOf({ page, attemptId }, "single-choice");
    const own = question.locator("[data-answer-state]");
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route(answers, async (route) => held.then(() => route.continue()));
    await page.keyboard.press("a");
    await page.locator('.exam-header [data-state="saving"]').waitFor();
    expect(await own.textContent()).to.equal(t("room.js-saving"));
    release();
    await allSaved(page);
    const at = (await attemptOf(attemptId)).answers[itemId]?.savedAt ?? new Date(0);
    const clock = at.toLocaleTimeString("zh-CN", { timeZone: settings().TZ, hourCycle: "h23" });
    const saved = t("room.js-saved", { at: clock });
    expect([await own.textContent(), await textOf(page, ".exam-header .save-text")]).to.deep.equal([saved, saved]);
    await page.unroute(answers);
    await page.route(answers, (route) => route.fulfill({ status: 503, body: "" }));
    await page.keyboard.press("b");
    await page.locator('.exam-header [data-state="offline"]').waitFor();
    expect(await own.textContent()).to.equal(t("room.js-not-saved"));
    expect(await textOf(page, ".exam-header .save-text")).to.equal(t("room.js-unsaved", { n: 1 }));
  });

  it("[C05] at the end of the time the text being typed is captured, the attempt handed in, and the page says so", async () => {
    const { page, attemptId, t } = await enterRoom({ endsIn: 6 });
    const { question, itemId } = await questionOf({ page, attemptId }, "numeric");
    await page.locator("[data-clock]", { hasText: "0:01" }).waitFor();
    await question.locator("input[data-item]").pressSequentially("37");
    await page.waitForURL("**/result");
    const { state, answers: stored } = await attemptOf(attemptId);
    expect([state, stored[itemId]?.answer]).to.deep.equal(["submitted", "37"]);
    expect(await textOf(page, "h1")).to.equal(t("results.not-passed", { points: "0" }));
  });

  it("[C05] [R04 the job] an attempt whose browser is gone is closed by the server with what it had", async () => {
    const { page, context, attemptId } = await enterRoom();
    const { itemId, key } = await questionOf({ page, attemptId }, "single-choice");
    await page.locator(`[data-question="${itemId}"] input[value="${String(key)}"]`).check();
    await allSaved(page);
    await context.close();
    await moveEnd(attemptId, new Date(Date.now() - 60_000));
    await closeDue();
    const { state, handedInBy, answers: stored } = await attemptOf(attemptId);
    expect([state, handedInBy, stored[itemId]?.answer]).to.deep.equal(["submitted", "house", key]);
  });

  it("[C05] [R14] when the network is away at the end the page stays, says so, and hands in when it returns", async () => {
    const { page, context, attemptId, t } = await enterRoom({ clock: true, endsIn: 20 });
    const { question, itemId } = await questionOf({ page, attemptId }, "numeric");
    await context.setOffline(true);
    await question.locator("input[data-item]").pressSequentially("41");
    await page.clock.runFor(21_000);
    await page.locator("[data-banner]", { hasText: t("room.js-time-over-away") }).waitFor();
    await context.setOffline(false);
    await page.clock.runFor(4000);
    await page.waitForURL("**/result");
    expect(await storedAnswer(attemptId, itemId)).to.equal("41");
  });

  it("[C08] handing in in one window freezes every other window of the attempt", async () => {
    const { page, path, context, attemptId, t } = await enterRoom();
    const [typing, idle] = [await openTab(context), await openTab(context)];
    await typing.go(path);
    await idle.page.clock.install();
    await idle.go(path);
    await page.goto(`${settings().baseUrl}${path}/submission`);
    await page.click('form[action$="/submission"] .button');
    await page.waitForURL("**/result");
    const { question } = await questionOf({ page: typing.page, attemptId }, "single-choice");
    await question.locator("input[data-item]").first().check();
    await typing.page.locator("[data-banner]", { hasText: t("room.js-over") }).waitFor();
    expect(await typing.page.locator("[data-item]:not([disabled])").count()).to.equal(0);
    await idle.page.clock.runFor(21_000);
    await idle.page.waitForURL("**/result");
  });

  it("[C35] the countdown is the server’s: setting the computer’s clock changes nothing, each heartbeat sets it anew", async () => {
    const { page, attemptId } = await enterRoom({ clock: true });
    const seconds = async () => {
      const [minutes, rest] = (await textOf(page, "[data-clock]")).split(":").map(Number);
      return (minutes ?? 0) * 60 + (rest ?? 0);
    };
    const before = await seconds();
    await page.clock.setSystemTime(Date.now() + 3_600_000);
    await page.clock.runFor(1000);
    expect(before - (await seconds()), "an hour later on the wall").to.be.within(0, 2);
    await moveEnd(attemptId, new Date(Date.now() + 600_000));
    const asked = page.waitForResponse("**/clock");
    await page.clock.runFor(20_000);
    await asked;
    await page.locator("[data-clock]", { hasText: /^(10:00|9:5\d)$/ }).waitFor();
  });

  it("[C39] a sign-in that ends in the middle keeps what is typed, and saves it after signing in again in another tab", async () => {
    const { page, path, context, attemptId, candidate, t } = await enterRoom({ clock: true });
    const { question, itemId } = await questionOf({ page, attemptId }, "numeric");
    await context.clearCookies({ name: "zz" });
    await question.locator("input[data-item]").pressSequentially("88");
    await page.clock.runFor(1000);
    await page.locator("[data-banner]", { hasText: t("room.js-signed-out") }).waitFor();
    expect(await question.locator("input[data-item]").inputValue()).to.equal("88");
    const [tab] = await Promise.all([context.waitForEvent("page"), page.click("[data-banner] a")]);
    await signInAgain(tab, candidate);
    expect(new URL(tab.url()).pathname).to.equal(path);
    await savedInTime(page);
    expect(await storedAnswer(attemptId, itemId)).to.equal("88");
  });

  it("[R03 by a fast clock] five minutes without network, with typing, an expired session and a second tab lose nothing", async () => {
    const { page, path, context, attemptId, candidate } = await enterRoom({ clock: true });
    const second = await openTab(context);
    await second.go(path);
    const { paper } = await attemptOf(attemptId);
    const chosen = paper.filter(({ kind }) => ["single-choice", "true-false"].includes(kind)).slice(0, 5);
    await context.setOffline(true);
    for (const { itemId } of chosen) {
      await (await showQuestion(page, itemId)).locator("input[data-item]").first().check();
      await page.clock.runFor(60_000);
    }
    expect(await stateOf(page)).to.equal("offline");
    await context.clearCookies({ name: "zz" });
    await context.setOffline(false);
    await second.go("/login");
    await signInAgain(second.page, candidate);
    const items = new Set(chosen.map(({ itemId }) => itemId));
    await savedInTime(page);
    const stored = (await attemptOf(attemptId)).answers;
    const held = Object.entries(stored).filter(([, { answer }]) => answer !== null);
    expect(new Set(held.map(([itemId]) => itemId))).to.deep.equal(items);
    for (const [, { revision }] of held) expect(revision, "saved once").to.equal(1);
  });

  it("[U28] the banner stands within five seconds of the first failure, answering goes on, and all comes back after a reload", async () => {
    const { page, path, attemptId, t, go } = await enterRoom({ clock: true });
    const { paper } = await attemptOf(attemptId);
    const [one, two] = paper.filter(({ kind }) => kind === "single-choice");
    await page.route(answers, (route) => route.abort());
    const failed = page.waitForEvent("requestfailed");
    await (await showQuestion(page, one?.itemId ?? "")).locator("input[data-item]").nth(1).check();
    await page.clock.runFor(700);
    await failed;
    await page.clock.runFor(5000);
    expect(await textOf(page, "[data-banner]")).to.equal(t("room.js-offline"));
    await (await showQuestion(page, two?.itemId ?? "")).locator("input[data-item]").nth(2).check();
    const shown = () =>
      look(page, `[...document.querySelectorAll("[data-item]:checked")].map((one) => one.name + one.value)`);
    const before = await shown();
    await go(path);
    await page.clock.runFor(1000);
    expect(await shown())
      .to.deep.equal(before)
      .and.to.have.length(2);
    await page.unroute(answers);
    await savedInTime(page);
    expect(Object.values((await attemptOf(attemptId)).answers).filter(({ answer }) => answer !== null)).to.have.length(
      2,
    );
  });
});
