import { expect } from "chai";
import { Attempt } from "../../server/attempts/model.ts";
import { attemptOf } from "../../server/attempts/store.ts";
import { issueCertificate } from "../../server/issuing/actions.ts";
import { newMember, type Member } from "../support/cast.ts";
import { makeEligible } from "../support/eligible.ts";
import { newCandidate, newSitting, start, type Sitting } from "../support/exams.ts";
import { lessonPath } from "../support/study.ts";
import { needChromium, openWindow } from "./chromium.ts";
import { observers, slowDown, slowestKey, visit, type lines, type Visited } from "./visit.ts";

const kb = (bytes: number) => Math.round((bytes / 1024) * 10) / 10;
const proof = Boolean(process.env["PROOF"]);

describe("budgets (390×844, a quarter of this processor)", function () {
  this.timeout(180_000);
  let sitting: Sitting;
  let trainee: Member;
  let number: string;
  before(needChromium);
  before(async () => {
    sitting = await newSitting();
    trainee = await newCandidate(sitting);
    await makeEligible(trainee.id);
    const officer = await (await newMember("awarding-officer", null)).actor();
    number = await issueCertificate(
      officer,
      { personId: trainee.id, qualificationId: "OM-1", baseId: sitting.baseId },
      new Date(),
    );
  });

  async function measured(as: Member | undefined, path: string, line: keyof typeof lines = "fast") {
    const window = await openWindow(as && { as });
    const cdp = await window.context.newCDPSession(window.page);
    await window.page.addInitScript(observers);
    await slowDown(cdp, line);
    const first = await visit(window, cdp, path);
    const again = await visit(window, cdp, path);
    print(`${as ? as.role : "stranger"} ${path.replaceAll(/[0-9a-f]{24}/g, "…")} (${line} 3G)`, first, again);
    return { first, again, window };
  }

  /** Bytes and requests are promised; times depend on the machine and are told with what misses its goal. */
  function print(name: string, first: Visited, again: Visited): void {
    const goals = [
      ["FCP", first.fcp, 1500],
      ["LCP", first.lcp, name.includes("slow") ? 4000 : 2500],
      ["TBT", first.tbt, 100],
    ] as const;
    const times = goals.map(
      ([what, value, goal]) =>
        `${what} ${String(Math.round(value))} ms${value > goal ? ` MISSES ${String(goal)}` : ""}`,
    );
    const cls = `CLS ${first.cls.toFixed(3)}${first.cls > 0.05 ? " MISSES 0.05" : ""}`;
    console.log(
      `      ${name}: first ${String(kb(first.bytes))} KB in ${String(first.requests)} (JS ${String(kb(first.js))}, CSS ${String(kb(first.css))}), again ${String(kb(again.bytes))} KB; ${times.join(", ")}, ${cls}`,
    );
  }

  function within({ first, again }: { first: Visited; again: Visited }, path: string): void {
    expect(kb(first.bytes), `${path}: first visit, KB`).to.be.at.most(100);
    expect(kb(again.bytes), `${path}: repeat, KB`).to.be.at.most(25);
    expect(first.requests, `${path}: requests`).to.be.at.most(12);
    expect(kb(first.js), `${path}: JS, KB`).to.be.at.most(40);
    expect(kb(first.css), `${path}: CSS, KB`).to.be.at.most(30);
    expect(first.fonts, `${path}: fonts`).to.equal(0);
    expect(kb(first.largestImage), `${path}: largest picture, KB`).to.be.at.most(120);
  }

  it("[U47] [U48 printed] pages for strangers keep to bytes and requests, at the first visit and again", async () => {
    for (const path of [
      "/",
      "/verify",
      `/verify/${number}`,
      ...(proof ? ["/login", "/courses", "/courses/OM1", "/help", `/join/${sitting.code}`] : []),
    ]) {
      const result = await measured(undefined, path);
      within(result, path);
      await result.window.context.close();
    }
  });

  it("[U47] [U48 printed] pages for trainees keep to bytes and requests, at the first visit and again", async () => {
    for (const path of [
      "/",
      lessonPath("OM1L2"),
      `/certificates/${number}`,
      ...(proof ? [`/exams/${sitting.examId}`, lessonPath("GN1L1"), lessonPath("OM1L4"), "/courses", "/exams"] : []),
    ]) {
      const result = await measured(trainee, path);
      within(result, path);
      await result.window.context.close();
    }
  });

  it("[U47] staff pages stay within 200 KB", async () => {
    for (const path of ["/questions", ...(proof ? [`/cohorts/${sitting.cohortId}`, "/people"] : [])]) {
      const { first, window } = await measured(sitting.clerkMember, path);
      expect(kb(first.bytes), path).to.be.at.most(200);
      await window.context.close();
    }
  });

  it("[U43 from the address of a code to the answer, printed] [U48 printed] the answer of a verification on slow 3G", async () => {
    const { first } = await measured(undefined, `/verify/${number}`, "slow");
    expect(kb(first.bytes)).to.be.at.most(100);
  });

  it("[U49] an exam of 60 questions on one page keeps to bytes and requests; the time of its keys is printed (goal 50 ms)", async () => {
    const attemptId = await start(await trainee.signIn(), sitting.examId);
    const { paper, answers } = await attemptOf(attemptId);
    const more = paper.map((item, place) => ({ ...item, itemId: `q${String(paper.length + place + 1)}` }));
    const none = Object.fromEntries(more.map(({ itemId }) => [itemId, { answer: null, revision: 0, savedAt: null }]));
    await Attempt.updateOne(
      { _id: attemptId },
      { $set: { paper: [...paper, ...more], answers: { ...answers, ...none } } },
    );
    const path = `/attempts/${attemptId}`;
    const { first, again, window } = await measured(trainee, path);
    expect(await window.page.locator("[data-question]").count()).to.equal(60);
    const slowest = await slowestKey(window.page, ["n", "p", "n", "n", "f", "a", "b", "n", "1", "2", "n", "f"]);
    console.log(
      `      slowest of 12 keys: ${String(Math.round(slowest))} ms${slowest > 50 ? " MISSES 50" : ""} (a frame is 16 ms; INP goal 200)`,
    );
    within({ first, again }, path);
  });
});
