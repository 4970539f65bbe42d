import { expect } from "chai";
import { linesOf } from "../../server/audit/store.ts";
import { attemptOf, attemptsAt, moveEnd } from "../../server/attempts/store.ts";
import { localOf } from "../../server/platform/dates.ts";
import type { Browser } from "../support/actor.ts";
import type { Member } from "../support/cast.ts";
import { answersOf, newCandidate, newCohort, newExam, newSitting, start, type Sitting } from "../support/exams.ts";

const day = 86_400_000;

/** How often an event stands in the audit of something. */
async function linesAbout(object: string, event: string): Promise<number> {
  const { lines } = await linesOf({ baseId: null, q: object, page: 1, size: 200 });
  return lines.filter((line) => line.event === event).length;
}

describe("an exam against those who hurry, repeat and cheat", function () {
  this.timeout(60_000);
  let sitting: Sitting;
  let candidate: Member;
  let browser: Browser;

  before(async () => {
    sitting = await newSitting();
  });

  beforeEach(async () => {
    candidate = await newCandidate(sitting);
    browser = await candidate.signIn();
  });

  const put = (attempt: string, itemId: string, revision: number, answer: unknown) =>
    browser.sendJson("PUT", `/attempts/${attempt}/answers/${itemId}`, { revision, answer });

  it("[S06] fifty starts at once make one attempt, and all of them lead to it", async () => {
    await browser.get(`/exams/${sitting.examId}`);
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => browser.post(`/exams/${sitting.examId}/attempts`)),
    );
    expect(new Set(replies.map(({ status }) => status))).to.deep.equal(new Set([303]));
    const attempts = await attemptsAt(sitting.examId, candidate.id);
    expect(attempts.map(({ number }) => number)).to.deep.equal([1]);
    const id = attempts[0]?.id ?? "";
    expect(new Set(replies.map(({ location }) => location))).to.deep.equal(new Set([`/attempts/${id}`]));
    expect(await linesAbout(id, "attempt.started")).to.equal(1);
  });

  it("[S06] [R04] fifty hand-ins at once are one: one closing, one set of marks, one line in the audit", async () => {
    const id = await start(browser, sitting.examId);
    await put(id, "q1", 0, "A");
    const replies = await Promise.all(Array.from({ length: 50 }, () => browser.post(`/attempts/${id}/submission`)));
    expect(new Set(replies.map(({ status, location }) => `${String(status)} ${location}`))).to.deep.equal(
      new Set([`303 /attempts/${id}/result`]),
    );
    const first = await attemptOf(id);
    expect(first).to.include({ state: "submitted", handedInBy: "candidate" });
    expect(first.result).not.to.equal(null);
    await browser.post(`/attempts/${id}/submission`);
    expect(await attemptOf(id), "a later one changes nothing").to.deep.equal(first);
    expect(await linesAbout(id, "attempt.handed-in")).to.equal(1);
  });

  it("[S06] fifty saves at once on one revision: one counts, the others are told what stands", async () => {
    const id = await start(browser, sitting.examId);
    const replies = await Promise.all(Array.from({ length: 50 }, (_, at) => put(id, "q1", 0, `text ${String(at)}`)));
    const saved = replies.findIndex(({ status }) => status === 200);
    expect(replies.map(({ status }) => status).sort()).to.deep.equal([200, ...Array.from({ length: 49 }, () => 409)]);
    expect((await answersOf(id))["q1"]).to.include({ answer: `text ${String(saved)}`, revision: 1 });
  });

  it("[S05] a save that is replayed, or arrives after a later one, changes nothing", async () => {
    const id = await start(browser, sitting.examId);
    expect((await put(id, "q1", 0, "first")).status).to.equal(200);
    expect((await put(id, "q1", 0, "first")).status, "replayed").to.equal(409);
    expect((await put(id, "q1", 1, "second")).status).to.equal(200);
    expect((await put(id, "q1", 0, "first")).status, "reordered").to.equal(409);
    expect((await put(id, "q1", 9, "ahead")).status, "a revision that nobody has seen").to.equal(409);
    expect((await answersOf(id))["q1"]).to.include({ answer: "second", revision: 2 });
  });

  it("[S05] an item of another paper, another's attempt, and a time of one's own are refused", async () => {
    const id = await start(browser, sitting.examId);
    const before = await attemptOf(id);
    const other = await (await newCandidate(sitting)).signIn();
    const othersId = await start(other, sitting.examId);
    expect((await put(id, "q31", 0, "A")).status, "the paper has thirty").to.equal(404);
    expect((await put(id, "__proto__", 0, "A")).status).to.equal(404);
    expect((await put(othersId, "q1", 0, "A")).status, "another's attempt").to.equal(404);
    for (const extra of [
      { savedAt: "2020-01-01T00:00:00Z" },
      { endsAt: "2099-01-01T00:00:00Z" },
      { remaining: 9999 },
    ]) {
      const sent = await browser.sendJson("PUT", `/attempts/${id}/answers/q1`, { revision: 0, answer: "A", ...extra });
      expect(sent.status, Object.keys(extra)[0]).to.equal(400);
    }
    expect(await attemptOf(id)).to.deep.equal(before);
    expect((await answersOf(othersId))["q1"]).to.include({ answer: null, revision: 0 });
  });

  it("[S05] a save after the end is kept as evidence and does not count; after the hand-in likewise", async () => {
    const id = await start(browser, sitting.examId);
    await put(id, "q1", 0, "in time");
    await moveEnd(id, new Date(Date.now() - 31_000));
    expect((await put(id, "q1", 1, "too late")).status).to.equal(410);
    const closed = await attemptOf(id);
    expect(closed).to.include({ state: "submitted", handedInBy: "house" });
    expect(closed.answers["q1"]).to.include({ answer: "in time", revision: 1 });
    expect(closed.late.map(({ answer }) => answer)).to.deep.equal(["too late"]);
    expect((await put(id, "q2", 0, "later still")).status).to.equal(410);
    expect((await attemptOf(id)).answers["q2"]).to.include({ answer: null });
  });

  it("[S05] a start that skips the start page meets the same rules: not before the window, not without the cohort, not without a token", async () => {
    const soon = await newExam(sitting.clerk, sitting.cohortId, { opensAt: localOf(new Date(Date.now() + day)) });
    await browser.get("/exams");
    expect((await browser.post(`/exams/${soon}/attempts`)).status, "not open yet").to.equal(409);
    const strange = await newExam(sitting.clerk, (await newCohort(sitting.clerk)).cohortId);
    expect((await browser.post(`/exams/${strange}/attempts`)).status, "another cohort's").to.equal(404);
    expect((await browser.get(`/exams/${sitting.examId}/attempts`)).status, "GET starts nothing").to.equal(404);
    const bare = await fetch(new URL(`/exams/${sitting.examId}/attempts`, browser.baseUrl), {
      method: "POST",
      headers: { cookie: browser.cookieHeader() },
      redirect: "manual",
    });
    expect(bare.status, "without a token").to.equal(403);
    for (const examId of [soon, strange, sitting.examId])
      expect(await attemptsAt(examId, candidate.id)).to.deep.equal([]);
    const started = await browser.post(`/exams/${sitting.examId}/attempts`);
    expect(started.status).to.equal(303);
    const clock = (await browser.get(`${started.location}/clock`)).json<{ remaining: number }>();
    expect(clock.remaining, "the clock runs from the start").to.be.within(3500, 3600);
  });
});
