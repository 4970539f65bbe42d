import { expect } from "chai";
import { scoresOf } from "../../server/results/actions.ts";
import { Attempt } from "../../server/attempts/model.ts";
import { attemptsAt } from "../../server/attempts/store.ts";
import { countAttempts, endAgo } from "../support/attempts.ts";
import {
  answerRightly,
  answersOf,
  attemptOf,
  newCandidate,
  newDraft,
  newExam,
  newSitting,
  start,
  type Sitting,
} from "../support/exams.ts";

describe("attempts", () => {
  let sitting: Sitting;
  before(async () => {
    sitting = await newSitting({ maxAttempts: "0" });
  });

  it("[C06] on another device: same questions, same order, same answers, the right time left", async () => {
    const candidate = await newCandidate(sitting);
    const first = await candidate.signIn();
    const attempt = await start(first, sitting.examId);
    await answerRightly(first, attempt, 5);
    const second = await candidate.signIn();
    await start(second, sitting.examId);
    const [here, there] = [await first.get(`/attempts/${attempt}`), await second.get(`/attempts/${attempt}`)];
    const seen = (text: string) =>
      text.replaceAll(
        /value="[0-9a-f]{100,}"|content="[0-9a-f]{100,}"|data-remaining="\d+"|\d+:\d\d(?=<)|打印时间[^<]*/g,
        "",
      );
    expect(seen(there.text)).to.equal(seen(here.text));
    expect(await countAttempts(sitting.examId, candidate.id)).to.equal(1);
    const left = Number(/data-remaining="(\d+)"/.exec(there.text)?.[1]);
    const { endsAt } = await attemptOf(attempt);
    expect(left).to.be.closeTo((endsAt.getTime() - Date.now()) / 1000, 2);
  });

  it("[C08] handing in in one window freezes the others", async () => {
    const candidate = await newCandidate(sitting);
    const [first, second] = [await candidate.signIn(), await candidate.signIn()];
    const attempt = await start(first, sitting.examId);
    await second.get(`/attempts/${attempt}`);
    await first.post(`/attempts/${attempt}/submission`);
    const save = await second.sendJson("PUT", `/attempts/${attempt}/answers/q1`, { revision: 0, answer: "A" });
    expect(save.status).to.equal(410);
    expect((await answersOf(attempt))["q1"]?.answer).to.equal(null);
    expect((await second.get(`/attempts/${attempt}/clock`)).json()).to.include({ state: "submitted", remaining: 0 });
    expect((await second.get(`/attempts/${attempt}`)).location).to.equal(`/attempts/${attempt}/result`);
  });

  it("[C09] parallel starts make exactly one attempt", async () => {
    const candidate = await newCandidate(sitting);
    const browser = await candidate.signIn();
    await browser.get(`/exams/${sitting.examId}`);
    const starts = await Promise.all(
      Array.from({ length: 20 }, () => browser.post(`/exams/${sitting.examId}/attempts`)),
    );
    expect(new Set(starts.map(({ location }) => location)).size).to.equal(1);
    expect(await countAttempts(sitting.examId, candidate.id)).to.equal(1);
  });

  it("[C22] attempts are limited, with a gap between them", async () => {
    const candidate = await newCandidate(sitting);
    const browser = await candidate.signIn();
    const examId = await newExam(sitting.clerk, sitting.cohortId, { maxAttempts: "2", gapMinutes: "30" });
    const first = await start(browser, examId);
    await browser.post(`/attempts/${first}/submission`);
    const soon = await browser.post(`/exams/${examId}/attempts`);
    expect(soon.status).to.equal(409);
    expect(soon.text).to.include("两次考试之间要隔一段时间");
    await Attempt.updateOne({ _id: first }, { $set: { handedInAt: new Date(Date.now() - 31 * 60_000) } });
    const second = await start(browser, examId);
    await browser.post(`/attempts/${second}/submission`);
    await Attempt.updateOne({ _id: second }, { $set: { handedInAt: new Date(Date.now() - 31 * 60_000) } });
    const third = await browser.post(`/exams/${examId}/attempts`);
    expect(third.status).to.equal(409);
    expect(third.text).to.include("2 次考试机会已经用完");
  });

  it("[C22] the gap counts from the end of an attempt that ran out, closed by the house already or not", async () => {
    const candidate = await newCandidate(sitting);
    const browser = await candidate.signIn();
    const examId = await newExam(sitting.clerk, sitting.cohortId, { maxAttempts: "2", gapMinutes: "30" });
    await endAgo(await start(browser, examId), 31);
    const soon = await browser.post(`/exams/${examId}/attempts`);
    expect([soon.status, soon.text.includes("两次考试之间要隔一段时间")]).to.deep.equal([409, true]);
    const [first] = await attemptsAt(examId, candidate.id);
    await endAgo(first?.id ?? "", 1801);
    expect((await browser.post(`/exams/${examId}/attempts`)).status).to.equal(303);
  });

  for (const [policy, expected] of [
    ["best", 100],
    ["last", 0],
    ["first", 100],
    ["mean", 50],
  ] as const)
    it(`[C22] of two attempts the score that counts is ${policy}`, async () => {
      const candidate = await newCandidate(sitting);
      const browser = await candidate.signIn();
      const examId = await newExam(sitting.clerk, sitting.cohortId, { maxAttempts: "0", scorePolicy: policy });
      const full = await start(browser, examId);
      await answerRightly(browser, full);
      await browser.post(`/attempts/${full}/submission`);
      await browser.post(`/attempts/${await start(browser, examId)}/submission`);
      const [score] = await scoresOf(candidate.id);
      expect(((score?.marks ?? 0) * 100) / (score?.max ?? 1)).to.equal(expected);
    });

  it("handing in twice is once, and the second press gets the same answer", async () => {
    const browser = await (await newCandidate(sitting)).signIn();
    const attempt = await start(browser, sitting.examId);
    const [one, two] = await Promise.all([
      browser.post(`/attempts/${attempt}/submission`),
      browser.post(`/attempts/${attempt}/submission`),
    ]);
    expect([one.location, two.location]).to.deep.equal([`/attempts/${attempt}/result`, `/attempts/${attempt}/result`]);
    const { handedInAt } = await attemptOf(attempt);
    await browser.post(`/attempts/${attempt}/submission`);
    expect((await attemptOf(attempt)).handedInAt).to.deep.equal(handedInAt);
  });

  it("a draft, an exam of another cohort and an unknown one look alike: 404", async () => {
    const browser = await (await newCandidate(sitting)).signIn();
    const draft = await newDraft(sitting.clerk, sitting.cohortId);
    const other = await newSitting();
    for (const id of [draft, other.examId, "0123456789abcdef01234567"]) {
      expect((await browser.get(`/exams/${id}`)).status, id).to.equal(404);
      expect((await browser.post(`/exams/${id}/attempts`)).status, id).to.equal(404);
    }
  });

  it("without JavaScript the whole paper is one form, and an older page does not overwrite", async () => {
    const browser = await (await newCandidate(sitting)).signIn();
    const attempt = await start(browser, sitting.examId);
    const choice = (await attemptOf(attempt)).paper.find(({ kind }) => kind === "single-choice")?.itemId ?? "";
    const fields = { [choice]: "A", [`revision.${choice}`]: "0", [`flag.${choice}`]: "on", then: "hand-in" };
    const saved = await browser.post(`/attempts/${attempt}/answers`, fields, `/attempts/${attempt}`);
    expect(saved.location).to.equal(`/attempts/${attempt}/submission`);
    expect((await attemptOf(attempt)).flags).to.deep.equal({ [choice]: true });
    const older = await browser.post(`/attempts/${attempt}/answers`, { ...fields, [choice]: "B" });
    expect(older.status).to.equal(409);
    expect((await answersOf(attempt))[choice]).to.include({ answer: "A", revision: 1 });
    expect((await browser.get(`/attempts/${attempt}/submission`)).text)
      .to.include("已答 1/30")
      .and.include("标记 1 题");
  });

  it("an attempt whose time is over is closed when its page is asked for", async () => {
    const browser = await (await newCandidate(sitting)).signIn();
    const attempt = await start(browser, sitting.examId);
    await endAgo(attempt, 31);
    expect((await browser.get(`/attempts/${attempt}`)).location).to.equal(`/attempts/${attempt}/result`);
    expect((await browser.get(`/attempts/${attempt}/result`)).text).to.include("系统已按保存的答案交卷");
  });
});
