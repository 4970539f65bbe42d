import { expect } from "chai";
import { deadlineOf } from "../../courses/exams/deadline.ts";
import { close } from "../../server/attempts/store.ts";
import { closeDue } from "../../server/attempts/actions.ts";
import { localOf, showInstant, showTime } from "../../server/platform/dates.ts";
import type { Browser } from "../support/actor.ts";
import type { Member } from "../support/cast.ts";
import { endAgo } from "../support/attempts.ts";
import {
  answerRightly,
  attemptOf,
  keysOf,
  newCandidate,
  newExam,
  newSitting,
  start,
  type Sitting,
} from "../support/exams.ts";

const minute = 60_000;

describe("one time model", () => {
  let sitting: Sitting;
  let candidate: Member;
  let browser: Browser;
  before(async () => {
    sitting = await newSitting({ maxAttempts: "0" });
  });
  beforeEach(async () => {
    candidate = await newCandidate(sitting);
    browser = await candidate.signIn();
  });

  it("[C01] an answer that comes after end and grace is refused, whatever the browser's clock says", async () => {
    const attempt = await start(browser, sitting.examId);
    await browser.get(`/attempts/${attempt}`);
    await endAgo(attempt, 31);
    const late = await browser.sendJson(
      "PUT",
      `/attempts/${attempt}/answers/q1`,
      { revision: 0, answer: "A" },
      { date: new Date(0).toUTCString() },
    );
    expect(late.status).to.equal(410);
    const stored = await attemptOf(attempt);
    expect(stored.answers["q1"]).to.include({ answer: null, revision: 0 });
    expect(stored).to.include({ state: "submitted", handedInBy: "house" });
  });

  it("[C01] what was on its way counts within thirty seconds after the end", async () => {
    const attempt = await start(browser, sitting.examId);
    await browser.get(`/attempts/${attempt}`);
    await endAgo(attempt, 25);
    expect(
      (await browser.sendJson("PUT", `/attempts/${attempt}/answers/q1`, { revision: 0, answer: "A" })).status,
    ).to.equal(200);
  });

  it("[C02] before the start the page states the exact end, and that the window cuts it short; the start keeps to it", async () => {
    const closesAt = new Date(Math.ceil((Date.now() + 20 * minute) / minute) * minute);
    const examId = await newExam(sitting.clerk, sitting.cohortId, { closesAt: localOf(closesAt) });
    const door = await browser.get(`/exams/${examId}`);
    expect(door.text).to.include(showInstant(closesAt, "zh-CN")).and.include("不足 60 分钟");
    expect(door.text).to.include(`开始考试，${showTime(closesAt, "zh-CN")} 结束`);
    expect((await attemptOf(await start(browser, examId))).endsAt.getTime()).to.equal(closesAt.getTime());
  });

  it("[C05] without any browser the attempt is closed by the house, and what came too late is kept for a named person", async () => {
    const attempt = await start(browser, sitting.examId);
    await answerRightly(browser, attempt, 3);
    await endAgo(attempt, 31);
    await closeDue();
    expect(await attemptOf(attempt)).to.include({ state: "submitted", handedInBy: "house" });
    expect((await attemptOf(attempt)).result?.total).to.be.greaterThan(0);
    const late = await browser.sendJson("PUT", `/attempts/${attempt}/answers/q9`, { revision: 0, answer: "too late" });
    expect(late.status).to.equal(410);
    const page = await sitting.clerk.get(`/attempts/${attempt}/result`);
    expect(page.text).to.include("too late").and.include("不采纳");
    const judged = await sitting.clerk.post(`/attempts/${attempt}/late/0`, { verdict: "reject", reason: "断网不成立" });
    expect(judged.status).to.equal(303);
    expect((await attemptOf(attempt)).late[0]).to.include({ judgement: "rejected", reason: "断网不成立" });
  });

  it("a late answer that a named person accepts is marked with the rest, once", async () => {
    const attempt = await start(browser, sitting.examId);
    await endAgo(attempt, 31);
    await closeDue();
    const [item = "", answer] = [...(await keysOf(attempt))][0] ?? [];
    await browser.get(`/attempts/${attempt}/result`);
    await browser.sendJson("PUT", `/attempts/${attempt}/answers/${item}`, { revision: 0, answer });
    await sitting.clerk.post(`/attempts/${attempt}/late/0`, { verdict: "accept", reason: "机房停电记录属实" });
    const { result, late } = await attemptOf(attempt);
    expect(result?.items.find(({ itemId }) => itemId === item)?.marks).to.be.greaterThan(0);
    await sitting.clerk.post(`/attempts/${attempt}/late/0`, { verdict: "reject", reason: "again" });
    expect((await attemptOf(attempt)).late).to.deep.equal(late);
  });

  it("of late answers that are accepted at the same moment none is lost", async () => {
    const attempt = await start(browser, sitting.examId);
    await endAgo(attempt, 31);
    await closeDue();
    const right = [...(await keysOf(attempt))].slice(0, 6);
    await browser.get(`/attempts/${attempt}/result`);
    for (const [item, answer] of right)
      await browser.sendJson("PUT", `/attempts/${attempt}/answers/${item}`, { revision: 0, answer });
    await sitting.clerk.get(`/attempts/${attempt}/result`);
    const judged = await Promise.all(
      right.map((_, at) =>
        sitting.clerk.post(`/attempts/${attempt}/late/${String(at)}`, {
          verdict: "accept",
          reason: "机房停电记录属实",
        }),
      ),
    );
    expect(new Set(judged.map(({ status }) => status))).to.deep.equal(new Set([303]));
    const { answers, result, late } = await attemptOf(attempt);
    expect(late.map(({ judgement }) => judgement)).to.deep.equal(right.map(() => "accepted"));
    for (const [item, answer] of right) {
      expect(answers[item]?.answer).to.deep.equal(answer);
      expect(result?.items.find(({ itemId }) => itemId === item)?.marks, item).to.be.greaterThan(0);
    }
  });

  it("what comes too late is kept whatever its revision, but not twice and not what is stored; without a script, too, and it says so", async () => {
    const attempt = await start(browser, sitting.examId);
    await browser.get(`/attempts/${attempt}`);
    const put = (revision: number, answer: string) =>
      browser.sendJson("PUT", `/attempts/${attempt}/answers/q1`, { revision, answer });
    expect((await put(0, "first")).status).to.equal(200);
    await endAgo(attempt, 31);
    await closeDue();
    for (const answer of ["newer", "newer", "first"]) expect((await put(0, answer)).status, answer).to.equal(410);
    expect((await attemptOf(attempt)).late.map((one) => one.answer)).to.deep.equal(["newer"]);
    const [other = ""] =
      [...(await keysOf(attempt))].find(([item, key]) => item !== "q1" && typeof key === "string") ?? [];
    const form = { [`revision.${other}`]: "0", [other]: "B", [`flag.${other}`]: "on", then: "stay" };
    const page = await browser.post(`/attempts/${attempt}/answers`, form);
    expect(page.location).to.equal(`/attempts/${attempt}/result?done=kept-late`);
    expect((await browser.get(page.location)).text).to.include("留作依据，不计分");
    expect((await attemptOf(attempt)).late.map(({ itemId }) => itemId)).to.deep.equal(["q1", other]);
  });

  it("[R04] the house closes only what is over when it closes, and marks after days what a crash left unmarked", async () => {
    const attempt = await start(browser, sitting.examId);
    expect(await close(attempt, "house", new Date()), "minutes were granted in between").to.equal(null);
    await endAgo(attempt, 90_000);
    expect(await close(attempt, "house", new Date())).to.include({ handedInBy: "house", result: null });
    await closeDue();
    expect((await attemptOf(attempt)).result?.total).to.equal(0);
  });

  it("[C18] minutes for one person in one exam move her end, and nobody else's", async () => {
    const examId = await newExam(sitting.clerk, sitting.cohortId);
    const other = await (await newCandidate(sitting)).signIn();
    const [mine, hers] = [await start(browser, examId), await start(other, examId)];
    const before = (await attemptOf(hers)).endsAt.getTime();
    const { startedAt } = await attemptOf(mine);
    const granted = await sitting.clerk.post(`/exams/${examId}/extra-time`, { personId: candidate.id, minutes: "15" });
    expect(granted.status).to.equal(303);
    expect((await attemptOf(mine)).endsAt.getTime()).to.equal(startedAt.getTime() + 75 * minute);
    expect((await attemptOf(hers)).endsAt.getTime()).to.equal(before);
    const { remaining } = (await browser.get(`/attempts/${mine}/clock`)).json<{ remaining: number }>();
    expect(remaining).to.be.within(74 * 60, 75 * 60);
  });

  it("[C20] extra time extends the end of the window too, without a second setting", async () => {
    const closesAt = new Date(Math.ceil((Date.now() + 20 * minute) / minute) * minute);
    const examId = await newExam(sitting.clerk, sitting.cohortId, { closesAt: localOf(closesAt) });
    await sitting.clerk.post(`/people/${candidate.id}/extra-time`, { factor: "1.5" });
    await sitting.clerk.post(`/exams/${examId}/extra-time`, { personId: candidate.id, minutes: "10" });
    const door = await browser.get(`/exams/${examId}`);
    const end = new Date(closesAt.getTime() + 40 * minute);
    expect(door.text).to.include(showInstant(end, "zh-CN"));
    expect((await attemptOf(await start(browser, examId))).endsAt.getTime()).to.equal(end.getTime());
  });

  it("[C35] the countdown comes from the server at every heartbeat", async () => {
    const attempt = await start(browser, sitting.examId);
    await endAgo(attempt, -90);
    const beat = (await browser.get(`/attempts/${attempt}/clock`)).json<{
      remaining: number;
      endsAt: string;
      state: string;
    }>();
    expect(beat.remaining).to.be.within(85, 90);
    expect(beat.state).to.equal("open");
    await endAgo(attempt, -300);
    expect((await browser.get(`/attempts/${attempt}/clock`)).json<{ remaining: number }>().remaining).to.be.within(
      295,
      300,
    );
  });

  it("the end that was stored is the one that `deadlineOf` gives", async () => {
    const attempt = await attemptOf(await start(browser, sitting.examId));
    const settings = {
      opensAt: new Date(0),
      closesAt: new Date(Date.now() + 7 * 86_400_000),
      durationMinutes: 60,
      extraTimeFactor: 1,
      extraMinutes: 0,
    };
    expect(attempt.endsAt).to.deep.equal(deadlineOf(settings, attempt.startedAt).endsAt);
  });
});
