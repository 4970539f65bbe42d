import { randomBytes } from "node:crypto";
import { ensure, Refused } from "../../courses/decision.ts";
import { isDue, remainingSeconds } from "../../courses/exams/attempt.ts";
import { deadlineOf } from "../../courses/exams/deadline.ts";
import { drawPaper, type PaperItem } from "../../courses/exams/draw.ts";
import { mayStart } from "../../courses/exams/window.ts";
import { markPaper } from "../../courses/grading/mark-paper.ts";
import { outcome } from "../../courses/grading/outcome.ts";
import { isComplete } from "../../courses/learning/progress.ts";
import { record } from "../audit/actions.ts";
import { courseOf } from "../catalog/store.ts";
import { examForCandidate, grantExtraMinutes } from "../exams/actions.ts";
import { timesFor } from "../exams/rules.ts";
import { examOf, type ExamFacts } from "../exams/store.ts";
import { completedLessons } from "../learning/store.ts";
import { personOf } from "../people/store.ts";
import { instantNow } from "../platform/clock.ts";
import type { Actor } from "../platform/actor.ts";
import { NotFound } from "../platform/errors.ts";
import { log } from "../platform/log.ts";
import { versionsOf } from "../questions/store.ts";
import {
  addAttempt,
  attemptOf,
  attemptsAt,
  close,
  dueAttempts,
  keepLate,
  moveEnd,
  ownAttempt,
  ownClock,
  saveAnswer,
  saveResult,
} from "./store.ts";
import type { AttemptFacts, ListedAttempt, MarkedResult, SavedAnswer } from "./store.ts";

/** What a candidate's start is judged by, and when it would end. */
export async function standingAt(actor: Actor, exam: ExamFacts, now: Date) {
  const [person, attempts, completed] = await Promise.all([
    personOf(actor.id),
    attemptsAt(exam.id, actor.id),
    completedLessons(actor.id),
  ]);
  const times = timesFor(exam, person);
  const candidate = {
    coursesIncomplete: exam.courses.filter((id) => !isComplete(courseOf(id).lessons, completed)),
    attemptsUsed: attempts.length,
    lastEndedAt: endOf(attempts.at(-1)),
  };
  const start = {
    ...times,
    published: exam.state === "published",
    maxAttempts: exam.maxAttempts,
    gapMinutes: exam.gapMinutes,
  };
  return {
    times,
    attempts,
    decision: mayStart(start, candidate, now),
    open: attempts.find(({ state }) => state === "open") ?? null,
  };
}

/** When an attempt ended: by handing in, or by its own end if the house closed it later than that. */
function endOf(attempt: ListedAttempt | undefined): Date | null {
  if (!attempt?.handedInAt) return null;
  return attempt.handedInAt < attempt.endsAt ? attempt.handedInAt : attempt.endsAt;
}

/**
 * Starts an attempt, or goes on with the one that is open. Of parallel starts one makes the attempt and the others find it.
 * @returns the attempt's id @throws Refused, NotFound
 */
export async function startAttempt(actor: Actor, examId: string, now: Date): Promise<string> {
  const exam = await examForCandidate(actor, examId);
  const { open, ...standing } = await standingAt(actor, exam, now);
  if (open && !isDue(open, now)) return open.id;
  if (open) await settle(open.id, now);
  // Judged anew once it is closed: the gap counts from its end.
  const { decision, times, attempts } = open ? await standingAt(actor, exam, now) : standing;
  ensure(decision);
  const seed = randomBytes(16).toString("hex");
  const paper = drawPaper(exam.blueprint, await versionsOf(exam.bank), seed);
  const { endsAt } = deadlineOf(times, now);
  const number = attempts.length + 1;
  const id = await addAttempt({
    examId: exam.id,
    personId: actor.id,
    baseId: exam.baseId,
    number,
    startedAt: now,
    endsAt,
    seed,
    paper,
  });
  if (id) await record(actor, "attempt.started", { object: id, baseId: exam.baseId, facts: { exam: exam.id, number } });
  return id ?? existing(await attemptsAt(exam.id, actor.id), number);
}

function existing(attempts: readonly ListedAttempt[], number: number): string {
  const found = attempts.find((one) => one.number === number);
  if (!found) throw new Refused({ code: "attempt.over", facts: {} });
  return found.id;
}

export type SaveOutcome =
  | { kind: "saved"; revision: number; savedAt: Date; remaining: number }
  | { kind: "conflict"; stored: SavedAnswer }
  | { kind: "over" };

/**
 * Saves one answer. An older revision is a conflict and changes nothing; after the end (and 30 s of grace) or after
 * handing in the text is kept as evidence only. @throws NotFound for another's attempt or an item of another paper
 */
export async function save(
  actor: Actor,
  id: string,
  item: { itemId: string; answer: unknown; revision: number },
  now: Date,
): Promise<SaveOutcome> {
  const saved = await saveAnswer(actor, id, item, now);
  if (saved)
    return {
      kind: "saved",
      revision: item.revision + 1,
      savedAt: now,
      remaining: remainingSeconds({ state: "open", endsAt: saved.endsAt }, now),
    };
  const attempt = await ownAttempt(actor, id);
  const stored = Object.hasOwn(attempt.answers, item.itemId) ? attempt.answers[item.itemId] : undefined;
  if (!stored) throw new NotFound();
  if (attempt.state === "open" && !isDue(attempt, now)) return { kind: "conflict", stored };
  if (isNews(attempt, item)) {
    const late = { id: randomBytes(8).toString("hex"), itemId: item.itemId, answer: item.answer, at: now };
    await keepLate(id, { ...late, judgement: null, by: "", reason: "" });
  }
  if (attempt.state === "open") await settle(id, now);
  return { kind: "over" };
}

/** Whether a text that came too late is neither what is stored nor one that came before. */
function isNews({ answers, late }: AttemptFacts, { itemId, answer }: { itemId: string; answer: unknown }): boolean {
  const before = [answers[itemId], ...late.filter((one) => one.itemId === itemId)];
  return !before.some((one) => JSON.stringify(one?.answer) === JSON.stringify(answer));
}

/** Hands in somebody's own attempt; twice is once. */
export async function handIn(actor: Actor, id: string, now: Date): Promise<void> {
  if (isDue(await ownClock(actor, id), now)) return settle(id, now);
  const closed = await close(id, "candidate", now);
  if (closed) await record(actor, "attempt.handed-in", { object: id, baseId: closed.baseId });
  await mark(closed ?? (await attemptOf(id)));
}

/** Closes an attempt whose time is over, in the name of the house, and marks what is closed: as often as one likes. */
export async function settle(id: string, now: Date): Promise<void> {
  const closed = isDue(await attemptOf(id), now) ? await close(id, "house", now) : null;
  if (closed) await record(null, "attempt.closed", { object: id, baseId: closed.baseId });
  await mark(closed ?? (await attemptOf(id)));
}

/** Marks a closed attempt, once; from the answers as they stand after closing, so that no acknowledged one is missed. */
async function mark(attempt: AttemptFacts): Promise<void> {
  if (attempt.state !== "submitted" || attempt.result) return;
  await saveResult(attempt.id, await markAttempt(attempt, await examOf(attempt.examId)));
}

/** Marks a paper by the versions of the questions that it was drawn from; passed by the total and by every unit's own minimum. */
export async function markAttempt(
  { paper, answers }: Pick<AttemptFacts, "paper" | "answers">,
  { blueprint }: Pick<ExamFacts, "blueprint">,
): Promise<MarkedResult> {
  const questions = await versionsOf(paper.map(({ question, version }) => `${question}@${version}`));
  const marked = paper.map((item, place) => ({ ...item, setup: questions[place]?.setup }));
  const given = Object.fromEntries(Object.entries(answers).map(([itemId, { answer }]) => [itemId, answer]));
  const { total, max, items, byCompetency } = markPaper(marked, given);
  const parts = (blueprint.minimums ?? []).map(({ unit, percent }) => ({
    ...sumOf(unit, paper, items),
    part: unit,
    percent,
  }));
  return { total, max, items, byCompetency, ...outcome(total, max, blueprint.pass, parts) };
}

function sumOf(
  unit: string,
  paper: readonly PaperItem[],
  items: MarkedResult["items"],
): { marks: number; max: number } {
  const own = items.filter((_, place) => paper[place]?.unit === unit);
  return { marks: own.reduce((sum, { marks }) => sum + marks, 0), max: own.reduce((sum, { max }) => sum + max, 0) };
}

/** The job behind R04: every attempt that is over is closed within a minute, without any browser. */
export async function closeDue(): Promise<void> {
  for (const id of await dueAttempts(instantNow())) {
    try {
      await settle(id, instantNow());
    } catch (error) {
      log.error({ err: error, attempt: id }, "an attempt could not be closed");
    }
  }
}

/** Grants minutes and moves the end of the attempt that is running, if there is one. */
export async function extend(actor: Actor, examId: string, personId: string, minutes: number): Promise<void> {
  await grantExtraMinutes(actor, examId, personId, minutes);
  const [exam, person, attempts] = await Promise.all([
    examOf(examId),
    personOf(personId),
    attemptsAt(examId, personId),
  ]);
  const open = attempts.find(({ state }) => state === "open");
  if (open) await moveEnd(open.id, deadlineOf(timesFor(exam, person), open.startedAt).endsAt);
}

/** Somebody's own attempt as it stands now: one whose time is over is closed before it is shown. */
export async function ownAttemptNow(actor: Actor, id: string, now: Date): Promise<AttemptFacts> {
  const attempt = await ownAttempt(actor, id);
  if (!isDue(attempt, now) && !(attempt.state === "submitted" && !attempt.result)) return attempt;
  await settle(id, now);
  return ownAttempt(actor, id);
}
