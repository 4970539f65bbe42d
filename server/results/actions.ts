import { scoreOf } from "../../courses/exams/attempt.ts";
import { record } from "../audit/actions.ts";
import { markAttempt } from "../attempts/actions.ts";
import { attemptOf, attemptsOf, judge, type AttemptFacts, type ListedAttempt } from "../attempts/store.ts";
import { isReleased } from "../exams/rules.ts";
import { examOf, examsByIds } from "../exams/store.ts";
import type { Actor } from "../platform/actor.ts";
import { NotFound } from "../platform/errors.ts";

/** A score that counts for a qualification. */
export interface CountedScore {
  /** Id of the blueprint: "om1-theory". */
  exam: string;
  /** In sixtieths of a point. */
  marks: number;
  max: number;
  /** Percent that passes. */
  minimum: number;
}

/** Somebody's released scores in exams that certify, one an exam by its own policy; of two exams on one blueprint the better. */
export async function scoresOf(personId: string, now = new Date()): Promise<CountedScore[]> {
  const attempts = (await attemptsOf(personId)).filter(({ result }) => result !== null).reverse();
  const exams = await examsByIds(attempts.map(({ examId }) => examId));
  const scores: CountedScore[] = [];
  for (const exam of exams.values()) {
    if (exam.purpose !== "certifying" || !isReleased(exam, now)) continue;
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
export function maySeeMarks(
  actor: Actor,
  attempt: AttemptFacts,
  exam: Parameters<typeof isReleased>[0],
  now: Date,
): boolean {
  return attempt.personId !== actor.id || isReleased(exam, now);
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
  const judged = { ...late, judgement: accept ? ("accepted" as const) : ("rejected" as const), by: actor.name, reason };
  const stored = attempt.answers[late.itemId];
  const answers = {
    ...attempt.answers,
    [late.itemId]: { answer: late.answer, revision: (stored?.revision ?? 0) + 1, savedAt: late.at },
  };
  const change = accept
    ? { answers, result: await markAttempt({ ...attempt, answers }, await examOf(attempt.examId)) }
    : {};
  if (!(await judge(id, place, judged, change))) return;
  await record(actor, "attempt.late-judged", {
    object: id,
    baseId: attempt.baseId,
    facts: { item: late.itemId, accept, reason },
  });
}

function marksOf({ result }: ListedAttempt): { marks: number; max: number } {
  return { marks: result?.total ?? 0, max: result?.max ?? 0 };
}

function bestOfEach(scores: readonly CountedScore[]): CountedScore[] {
  const best = new Map<string, CountedScore>();
  for (const score of scores) {
    const before = best.get(score.exam);
    if (!before || score.marks * before.max > before.marks * score.max) best.set(score.exam, score);
  }
  return [...best.values()];
}
