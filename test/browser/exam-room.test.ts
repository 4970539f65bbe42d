import { expect } from "chai";
import { attemptOf, moveEnd } from "../../server/attempts/store.ts";
import { showTime } from "../../server/platform/dates.ts";
import { keysOf, newCandidate } from "../support/exams.ts";
import { allSaved, showQuestion } from "./answers.ts";
import { look, needChromium, openTab, openWindow } from "./chromium.ts";
import { answerByKeys, hasFocus, tabTo } from "./keyboard.ts";
import { enterRoom, questionOf, storedAnswer, textOf, theSitting } from "./room.ts";

describe("the exam room", function () {
  this.timeout(90_000);
  before(needChromium);

  it("[U11 the exam] [U31] a whole exam by keyboard, matching and ordering included, is passed with full marks", async () => {
    const sitting = await theSitting();
    const { page, go, t } = await openWindow({ as: await newCandidate(sitting), width: 1280, height: 800 });
    await go(`/exams/${sitting.examId}`);
    await tabTo(page, 'form[action$="/attempts"] .button');
    await page.keyboard.press("Enter");
    await page.waitForURL("**/attempts/*");
    const attemptId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    for (const [itemId, answer] of await keysOf(attemptId)) {
      if (itemId !== "q1") {
        await tabTo(page, '[data-question]:not([hidden]) [data-step="1"]');
        await page.keyboard.press("Enter");
      }
      expect(await hasFocus(page, itemId === "q1" ? "*" : `[data-question="${itemId}"]`), itemId).to.equal(true);
      await answerByKeys(page, itemId, answer);
    }
    await allSaved(page);
    await tabTo(page, '.exam-header [name="then"]');
    await page.keyboard.press("Enter");
    await page.waitForURL("**/submission");
    await tabTo(page, 'form[action$="/submission"] .button');
    await page.keyboard.press("Enter");
    await page.waitForURL("**/result");
    expect(await textOf(page, "h1")).to.equal(t("results.passed", { points: "100" }));
  });

  it("[U25] before the exam stand length, attempts left, rules and the check of device and network; the button says the exact end", async () => {
    const sitting = await theSitting();
    const { page, go, t } = await openWindow({ as: await newCandidate(sitting) });
    await go(`/exams/${sitting.examId}`);
    await page.locator("[data-check]", { hasText: t("room.check-ok") }).waitFor();
    const facts = await textOf(page, "main");
    for (const word of [t("exams.length"), t("room.left-of", { left: 2, max: 2 }), t("room.rule-saved")])
      expect(facts).to.include(word);
    const button = await textOf(page, 'form[action$="/attempts"] .button');
    await page.click('form[action$="/attempts"] .button');
    await page.waitForURL("**/attempts/*");
    const { endsAt } = await attemptOf(new URL(page.url()).pathname.split("/").at(-1) ?? "");
    const about = [0, 60_000].map((ms) => t("room.start", { at: showTime(new Date(endsAt.getTime() - ms), "zh-CN") }));
    expect(button, "to the minute, as the page was made").to.be.oneOf(about);
  });

  it("[C25] [U26] [J06 the palette] answered, flagged and unsaved differ by form, word and colour; the counts follow; buttons are 44 px", async () => {
    const { page, attemptId, context, t } = await enterRoom();
    const { itemId } = await questionOf({ page, attemptId }, "single-choice");
    const cell = page.locator(`[data-cell="${itemId}"]`);
    const shown = () =>
      cell.evaluate((one) => [
        getComputedStyle(one, "::after").content +
          getComputedStyle(one, "::before").content +
          getComputedStyle(one).borderStyle,
        getComputedStyle(one).color + getComputedStyle(one).borderColor,
        one.textContent,
      ]);
    await page.click(".navigator summary");
    const states = [await shown()];
    await page.keyboard.press("a");
    await allSaved(page);
    states.push(await shown());
    await page.keyboard.press("f");
    states.push(await shown());
    await context.setOffline(true);
    await page.keyboard.press("b");
    await page.locator('.exam-header [data-state="offline"]').waitFor();
    states.push(await shown());
    for (const part of [0, 2]) expect(new Set(states.map((state) => state[part])).size, "forms and words").to.equal(4);
    expect(states.map((state) => state[2]?.trim().replace(/^\d+\s*/, ""))).to.deep.equal(
      [["open"], ["answered"], ["answered", "flagged"], ["answered", "flagged", "not-saved"]].map((words) =>
        t("room.js-cell", {
          n: itemId.slice(1),
          state: words.map((word) => t(`room.js-${word}` as "room.js-open")).join(" "),
        }),
      ),
    );
    expect(await textOf(page, "[data-counts]")).to.equal(
      t("room.js-counts", { answered: 1, total: 30, flagged: 1, unsaved: 1 }),
    );
    expect(await page.locator('[data-cell][aria-current="true"]').count()).to.equal(1);
    const box = await cell.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).to.be.at.least(44);
  });

  it("[U26 on a phone] the navigator is a sheet at the bottom that starts closed and closes after a choice", async () => {
    const { page } = await enterRoom();
    const top = () => look<number>(page, `document.querySelector(".navigator").getBoundingClientRect().top`);
    expect(await top()).to.be.greaterThan(700);
    expect(await page.isVisible('[data-cell="q7"]')).to.equal(false);
    await page.click(".navigator summary");
    await page.click('[data-cell="q7"]');
    expect(await page.isVisible('[data-question="q7"]')).to.equal(true);
    expect(await page.isVisible('[data-cell="q7"]')).to.equal(false);
  });

  it("[U27] [J02] the clock has the role of a timer and is silent but for 30, 10, 5 and 1 minutes; it can be hidden but for the last five", async () => {
    const { page, attemptId, path, t, go } = await enterRoom({ clock: true });
    await moveEnd(attemptId, new Date(Date.now() + 31 * 60_000));
    await go(path);
    await page.route("**/clock", (route) => route.abort());
    const clock = page.locator("[data-clock]");
    expect([await clock.getAttribute("role"), await clock.getAttribute("aria-live")]).to.deep.equal(["timer", "off"]);
    await page.evaluate(
      `window.said = []; new MutationObserver(() => said.push(document.querySelector("[data-say]").textContent)).observe(document.querySelector("[data-say]"), { childList: true, characterData: true, subtree: true })`,
    );
    expect(await page.getAttribute("[data-say]", "role")).to.equal("status");
    await page.click("[data-clock-switch]");
    expect(await clock.textContent()).to.equal("··:··");
    await page.clock.runFor(25 * 60_000);
    expect(await clock.textContent()).to.equal("··:··");
    await page.clock.runFor(90_000);
    expect(await clock.textContent()).to.match(/^4:\d\d$/);
    expect(await page.isVisible("[data-clock-switch]")).to.equal(false);
    await page.clock.runFor(4 * 60_000);
    expect(await look(page, "said")).to.deep.equal([30, 10, 5, 1].map((n) => t("room.js-minutes-left", { n })));
  });

  it("[U29] letters and digits choose, N and P move, F flags; a dialog lists them, gives the focus back, and they can be switched off", async () => {
    const { page, path, attemptId, go, t } = await enterRoom({ width: 1280 });
    const { itemId, question } = await questionOf({ page, attemptId }, "single-choice");
    const chosen = () => question.locator("input[data-item]:checked").count();
    await page.keyboard.press("2");
    expect(await question.locator("input[data-item]").nth(1).isChecked()).to.equal(true);
    await page.keyboard.press("c");
    expect(await question.locator("input[data-item]").nth(2).isChecked()).to.equal(true);
    await page.keyboard.press("f");
    expect(await question.locator("[data-flag-check] input").isChecked()).to.equal(true);
    await page.keyboard.press("n");
    expect(await question.isVisible()).to.equal(false);
    await page.keyboard.press("p");
    expect(await question.isVisible()).to.equal(true);
    await page.focus("[data-keys-open]");
    await page.keyboard.press("Enter");
    for (const key of ["choose", "move", "flag"] as const)
      expect(await textOf(page, "[data-keys]")).to.include(t(`room.keys-${key}`));
    await tabTo(page, "[data-keys-on]", 5);
    await page.keyboard.press("Space");
    await page.keyboard.press("Escape");
    expect(await hasFocus(page, "[data-keys-open]")).to.equal(true);
    await go(`${path}#${itemId}`);
    const before = await chosen();
    await page.keyboard.press("n");
    expect([await question.isVisible(), await chosen()]).to.deep.equal([true, before]);
  });

  it("[U30] handing in counts what is open and flagged; a second press and an older page give the same answer", async () => {
    const { page, path, attemptId, context, t } = await enterRoom();
    await questionOf({ page, attemptId }, "single-choice");
    await page.keyboard.press("a");
    await allSaved(page);
    await page.keyboard.press("n");
    const flagged = page.waitForResponse("**/flags/*");
    await page.keyboard.press("f");
    await flagged;
    const tabs = [await openTab(context), await openTab(context)];
    for (const { page: tab, go } of tabs) {
      await go(`${path}/submission`);
      expect(await textOf(tab, "main"))
        .to.include(t("room.hand-in-open", { n: 29 }))
        .and.to.include(t("room.hand-in-flagged", { n: 1 }));
    }
    const answers: string[] = [];
    for (const { page: tab } of tabs) {
      await tab.click('form[action$="/submission"] .button');
      await tab.waitForURL("**/result");
      answers.push(await textOf(tab, "main"));
    }
    expect(answers[0]).to.equal(answers[1]);
  });

  it("[U30] at the end of the time the server hands in what it has, and the page says so", async () => {
    const { page, path, attemptId, go, t } = await enterRoom();
    const { itemId } = await questionOf({ page, attemptId }, "single-choice");
    await page.keyboard.press("a");
    await allSaved(page);
    await page.route("**/*", (route) => (route.request().method() === "GET" ? route.continue() : route.abort()));
    await moveEnd(attemptId, new Date(Date.now() - 60_000));
    await go(path);
    await page.waitForURL("**/result");
    expect(await storedAnswer(attemptId, itemId)).to.be.a("string");
    expect(await textOf(page, "main")).to.include(t("results.by-house", {}).slice(0, 4));
  });

  it("[U12 the room] changes of state are announced by one place of role “status”, and not the clock", async () => {
    const { page, attemptId } = await enterRoom();
    expect(await page.getAttribute(".exam-header .save-state", "role")).to.equal("status");
    expect(
      await page.locator("[data-answer-state][role], [data-answer-state][aria-live], [data-counts][role]").count(),
    ).to.equal(0);
    expect(await (await showQuestion(page, "q2")).getAttribute("aria-labelledby")).to.include("q2-stem");
    expect((await attemptOf(attemptId)).state).to.equal("open");
  });
});
