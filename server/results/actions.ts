import { better, scoreOf, type Score } from "../../courses/exams/attempt.ts";
import { record } from "../audit/actions.ts";
import { markAttempt } from "../attempts/actions.ts";
import {
  attemptOf,
  attemptsOf,
  judge,
  type AttemptFacts,
  type LateAnswer,
  type ListedAttempt,
} from "../attempts/store.ts";
import { resultsAreOut } from "../exams/actions.ts";
import { examOf, examsByIds, type ListedExam } from "../exams/store.ts";
import type { Actor } from "../platform/actor.ts";
import { NotFound } from "../platform/errors.ts";

/** A score that counts for a qualification. */
export interface CountedScore {
  /** Id of the blueprint: "om1-theory". */
  exam: string;
  /** In sixtieths of a point. */
  marks: number;
  max: number;
  /** A part of the exam is below its own minimum. */
  partBelow?: true;
  /** Percent that passes. */
  minimum: number;
}

/** Somebody's released scores in exams that certify, one an exam by its own policy; of two exams on one blueprint the better. */
export async function scoresOf(personId: string, now = new Date()): Promise<CountedScore[]> {
  const attempts = (await attemptsOf(personId)).filter(({ result }) => result !== null).reverse();
  const exams = await examsByIds(attempts.map(({ examId }) => examId));
  const scores: CountedScore[] = [];
  for (const exam of exams.values()) {
    if (exam.purpose !== "certifying" || !(await resultsAreOut(exam, now))) continue;
    const marked = attempts.filter(({ examId }) => examId === exam.id).map(marksOf);
    const score = scoreOf(exam.scorePolicy, marked);
    if (score) scores.push({ exam: exam.blueprintId, ...score, minimum: exam.pass });
  }
  return bestOfEach(scores);
}

/** Somebody else's attempt, for staff of its base; one's own for oneself. @throws NotFound */
export async function attemptSeenBy(actor: Actor, id: string): Promise<AttemptFacts> {
  const attempt = await attemptOf(id);
  const asStaff = actor.capabilities.has("result.read") && (!actor.baseId || actor.baseId === attempt.baseId);
  if (attempt.personId !== actor.id && !asStaff) throw new NotFound();
  return attempt;
}

/** Whether the reader may see marks now: staff always, the candidate by the exam's release rule. */
export async function maySeeMarks(actor: Actor, attempt: AttemptFacts, exam: ListedExam, now: Date): Promise<boolean> {
  return attempt.personId !== actor.id || (await resultsAreOut(exam, now));
}

/** A named person accepts what came after the end, or not, and says why; accepted text is marked with the rest. */
export async function judgeLate(
  actor: Actor,
  id: string,
  place: number,
  accept: boolean,
  reason: string,
): Promise<void> {
  const attempt = await attemptSeenBy(actor, id);
  const late = attempt.late[place];
  if (!late || attempt.state !== "submitted") throw new NotFound();
  if (late.judgement) return;
  const judged = { ...late, judgement: accept ? ("accepted" as const) : ("rejected" as const), by: actor.name, reason };
  // Of judgements at the same moment one is first; the others are made again on what it left.
  if (!(await judge(attempt, place, judged, accept ? await accepted(attempt, late) : null)))
    return judgeLate(actor, id, place, accept, reason);
  await record(actor, "attempt.late-judged", {
    object: id,
    baseId: attempt.baseId,
    facts: { item: late.itemId, accept, reason },
  });
}

/** What an attempt becomes with a late answer in it. */
async function accepted(attempt: AttemptFacts, { itemId, answer: text, at }: LateAnswer) {
  const answer = { answer: text, revision: (attempt.answers[itemId]?.revision ?? 0) + 1, savedAt: at };
  const answers = { ...attempt.answers, [itemId]: answer };
  return { answer, result: await markAttempt({ ...attempt, answers }, await examOf(attempt.examId)) };
}

function marksOf({ result }: ListedAttempt): Score {
  const partBelow = result?.reasons.some(({ code }) => code === "part-below");
  return { marks: result?.total ?? 0, max: result?.max ?? 0, ...(partBelow && { partBelow }) };
}

function bestOfEach(scores: readonly CountedScore[]): CountedScore[] {
  const best = new Map<string, CountedScore>();
  for (const score of scores) {
    const before = best.get(score.exam);
    best.set(score.exam, before ? better(before, score) : score);
  }
  return [...best.values()];
}
