import { expect } from "chai";
import type { SavedAnswer } from "../../server/attempts/store.ts";
import { attemptOf } from "../../server/attempts/store.ts";
import { addMember } from "../../server/cohorts/store.ts";
import { examOf } from "../../server/exams/store.ts";
import { localOf } from "../../server/platform/dates.ts";
import { bankOf, versionsOf } from "../../server/questions/store.ts";
import { kindOf } from "../../courses/questions/kinds/index.ts";
import type { Browser } from "./actor.ts";
import { newBase, newMember, type Member } from "./cast.ts";

export interface Sitting {
  baseId: string;
  clerk: Browser;
  clerkMember: Member;
  cohortId: string;
  code: string;
  examId: string;
}

let reviewed = false;

/** Every shipped question reviewed through the real page, once for all tests: exams that certify ask for it. */
export async function reviewBank(): Promise<void> {
  if (reviewed) return;
  const officer = await (await newMember("awarding-officer", null, "HE Zhiming")).signIn();
  const ids = (await bankOf({ reviewed: false })).map(({ id }) => id);
  if (ids.length) {
    const done = await officer.post("/questions/review", { ids }, "/questions");
    expect(done.status, done.text.slice(0, 300)).to.equal(303);
  }
  reviewed = true;
}

/** A base with a cohort and a published exam for it, made through the real pages. */
export async function newSitting(wish: Record<string, string> = {}): Promise<Sitting> {
  await reviewBank();
  const baseId = await newBase();
  const clerkMember = await newMember("base-administrator", baseId, "周文彬");
  const clerk = await clerkMember.signIn();
  const { cohortId, code } = await newCohort(clerk);
  const examId = await newExam(clerk, cohortId, wish);
  return { baseId, clerk, clerkMember, cohortId, code, examId };
}

export async function newCohort(clerk: Browser): Promise<{ cohortId: string; code: string }> {
  const opened = await clerk.post(
    "/cohorts",
    {
      name: "OM-1 第 3 期",
      courses: ["GN1", "OM1"],
      opensOn: "2026-10-08",
      closesOn: "2099-12-19",
      codeUntil: "2099-12-19",
      codeMax: "5000",
    },
    "/cohorts/new",
  );
  expect(opened.status, opened.text.slice(0, 500)).to.equal(303);
  const cohortId = /cohorts\/([0-9a-f]{24})/.exec(opened.location)?.[1] ?? "";
  const page = await clerk.get(`/cohorts/${cohortId}/code`);
  return { cohortId, code: /\/join\/([A-Z0-9]{8})/.exec(page.text)?.[1] ?? "" };
}

/** A draft made and published by the clerk; opens a minute ago and closes in a week unless told otherwise. */
export async function newExam(clerk: Browser, cohortId: string, wish: Record<string, string> = {}): Promise<string> {
  const examId = await newDraft(clerk, cohortId, wish);
  const published = await clerk.post(`/exams/${examId}/publication`);
  expect(published.status, published.text.slice(0, 2000)).to.equal(303);
  return examId;
}

export async function newDraft(clerk: Browser, cohortId: string, wish: Record<string, string> = {}): Promise<string> {
  const now = Date.now();
  const usual = {
    ...{ cohortId, blueprint: "om1-theory", purpose: "certifying", scorePolicy: "best", release: "at-once" },
    ...{ maxAttempts: "2", gapMinutes: "0", showAnswers: "on" },
    ...{ opensAt: localOf(new Date(now - 60_000)), closesAt: localOf(new Date(now + 7 * 86_400_000)) },
  };
  const fields = Object.fromEntries(Object.entries({ ...usual, ...wish }).filter(([, value]) => value !== ""));
  const made = await clerk.post("/exams", fields, "/exams/new");
  expect(made.status, made.text.slice(0, 2000)).to.equal(303);
  return /exams\/([0-9a-f]{24})/.exec(made.location)?.[1] ?? "";
}

/** A trainee of the base who is in the cohort. */
export async function newCandidate(
  { baseId, cohortId }: Pick<Sitting, "baseId" | "cohortId">,
  name = "李晓雯",
): Promise<Member> {
  const member = await newMember("trainee", baseId, name);
  await addMember(cohortId, member.id, new Date());
  return member;
}

/** Presses start. @returns the attempt's id */
export async function start(browser: Browser, examId: string): Promise<string> {
  const started = await browser.post(`/exams/${examId}/attempts`, {}, `/exams/${examId}`);
  expect(started.status, started.text.slice(0, 2000)).to.equal(303);
  return started.location.replace("/attempts/", "");
}

/** The right answers of an attempt's paper, by item: known to the test, never to the page. */
export async function keysOf(attemptId: string): Promise<Map<string, unknown>> {
  const { paper } = await attemptOf(attemptId);
  const questions = await versionsOf(paper.map(({ question, version }) => `${question}@${version}`));
  return new Map(paper.map(({ itemId, kind }, place) => [itemId, kindOf(kind).key(questions[place]?.setup)]));
}

/** Saves the right answer of each item (or of the first `count`), as the page's script does. */
export async function answerRightly(browser: Browser, attemptId: string, count = 999): Promise<void> {
  await browser.get(`/attempts/${attemptId}`);
  for (const [itemId, answer] of [...(await keysOf(attemptId))].slice(0, count)) {
    const saved = await browser.sendJson("PUT", `/attempts/${attemptId}/answers/${itemId}`, { revision: 0, answer });
    expect(saved.status, saved.text).to.equal(200);
  }
}

export async function answersOf(attemptId: string): Promise<Record<string, SavedAnswer>> {
  return (await attemptOf(attemptId)).answers;
}

export { attemptOf, examOf };
