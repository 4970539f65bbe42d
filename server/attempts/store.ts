import { trusted } from "mongoose";
import { graceSeconds, type AttemptState } from "../../courses/exams/attempt.ts";
import type { OutcomeReason } from "../../courses/grading/outcome.ts";
import type { PaperItem } from "../../courses/exams/draw.ts";
import { isId } from "../people/store.ts";
import type { Actor } from "../platform/actor.ts";
import { isDuplicate } from "../platform/database.ts";
import { NotFound } from "../platform/errors.ts";
import { pageOf, type ListQuery } from "../platform/lists.ts";
import { Attempt } from "./model.ts";

export interface SavedAnswer {
  /** In the shape of INTERFACE; null is no answer. */
  answer: unknown;
  /** 0 until the first save. */
  revision: number;
  savedAt: Date | null;
}

/** An answer that came after the end. */
export interface LateAnswer {
  id: string;
  itemId: string;
  answer: unknown;
  at: Date;
  judgement: "accepted" | "rejected" | null;
  by: string;
  reason: string;
}

export interface MarkedResult {
  total: number;
  max: number;
  items: { itemId: string; marks: number; max: number }[];
  byCompetency: { competency: string; marks: number; max: number }[];
  passed: boolean;
  /** Why not: the total or a part below its minimum. */
  reasons: OutcomeReason[];
}

export interface AttemptFacts {
  id: string;
  examId: string;
  personId: string;
  baseId: string;
  number: number;
  state: AttemptState;
  startedAt: Date;
  endsAt: Date;
  paper: PaperItem[];
  answers: Record<string, SavedAnswer>;
  flags: Record<string, boolean>;
  handedInAt: Date | null;
  handedInBy: "candidate" | "house" | null;
  result: MarkedResult | null;
  late: LateAnswer[];
  judged: number;
}

export type ListedAttempt = Omit<AttemptFacts, "paper" | "answers" | "flags" | "late" | "judged">;

const listed = { paper: 0, answers: 0, flags: 0, late: 0, judged: 0, seed: 0 } as const;
const running = { state: 1, endsAt: 1, examId: 1 } as const;

/** Somebody's own attempt. @throws NotFound for everybody else's */
export async function ownAttempt(actor: Actor, id: string): Promise<AttemptFacts> {
  const row = isId(id) ? await Attempt.findOne({ _id: id, personId: actor.id }, { seed: 0 }).lean() : null;
  if (!row) throw new NotFound();
  return toFacts<AttemptFacts>(row);
}

/** What the clock needs of somebody's own attempt. @throws NotFound */
export async function ownClock(actor: Actor, id: string): Promise<{ state: AttemptState; endsAt: Date }> {
  const row = isId(id) ? await Attempt.findOne({ _id: id, personId: actor.id }, running).lean() : null;
  if (!row) throw new NotFound();
  return { state: row.state, endsAt: row.endsAt };
}

/** Any attempt, for jobs and for rules that check by another way who may see it. @throws NotFound */
export async function attemptOf(id: string): Promise<AttemptFacts> {
  const row = isId(id) ? await Attempt.findById(id, { seed: 0 }).lean() : null;
  if (!row) throw new NotFound();
  return toFacts<AttemptFacts>(row);
}

export async function attemptsAt(examId: string, personId: string): Promise<ListedAttempt[]> {
  const rows = await Attempt.find({ examId, personId }, listed).sort({ number: 1 }).limit(1000).lean();
  return rows.map((row) => toFacts<ListedAttempt>(row));
}

/** Somebody's attempts, the newest first. */
export async function attemptsOf(personId: string): Promise<ListedAttempt[]> {
  const rows = await Attempt.find({ personId }, listed).sort({ startedAt: -1 }).limit(500).lean();
  return rows.map((row) => toFacts<ListedAttempt>(row));
}

export interface NewAttempt {
  examId: string;
  personId: string;
  baseId: string;
  number: number;
  startedAt: Date;
  endsAt: Date;
  seed: string;
  paper: PaperItem[];
}

/** The new attempt's id, or null when this person has one of this number already: of parallel starts one wins. */
export async function addAttempt(attempt: NewAttempt): Promise<string | null> {
  const none: SavedAnswer = { answer: null, revision: 0, savedAt: null };
  const answers = Object.fromEntries(attempt.paper.map(({ itemId }) => [itemId, none]));
  try {
    return String((await Attempt.create({ ...attempt, state: "open", answers }))._id);
  } catch (error) {
    if (isDuplicate(error)) return null;
    throw error;
  }
}

/**
 * Saves one answer if it builds on the revision that is stored, and the attempt is open and its time with grace not over:
 * all in the filter of one update. @returns the end, or null when any of it does not hold
 */
export async function saveAnswer(
  actor: Actor,
  id: string,
  item: { itemId: string; answer: unknown; revision: number },
  now: Date,
): Promise<{ endsAt: Date } | null> {
  const place = `answers.${item.itemId}`;
  const row = await Attempt.findOneAndUpdate(
    {
      _id: id,
      personId: actor.id,
      state: "open",
      endsAt: trusted({ $gte: overAt(now) }),
      [`${place}.revision`]: item.revision,
    },
    { $set: { [place]: { answer: item.answer, revision: item.revision + 1, savedAt: now } } },
    { projection: { endsAt: 1 } },
  ).lean();
  return row && { endsAt: row.endsAt };
}

/** Flags one item of an open attempt of one's own, or takes the flag away. @throws NotFound for anything else */
export async function saveFlag(actor: Actor, id: string, itemId: string, flagged: boolean): Promise<void> {
  const place = `flags.${itemId}`;
  const done = await Attempt.updateOne(
    { _id: id, personId: actor.id, state: "open", [`answers.${itemId}`]: trusted({ $exists: true }) },
    flagged ? { $set: { [place]: true } } : { $unset: { [place]: 1 } },
  );
  if (!done.matchedCount) throw new NotFound();
}

const mostLate = 200;

/** Keeps what came too late, as evidence; no more of it than somebody could have typed. */
export async function keepLate(id: string, late: LateAnswer): Promise<void> {
  await Attempt.updateOne({ _id: id, [`late.${String(mostLate)}`]: trusted({ $exists: false }) }, { $push: { late } });
}

/**
 * Closes an attempt that is open: from here on no save counts. The house closes only what is over, so that minutes granted
 * at the same moment hold. @returns it as it then stands; null when it was closed already, or is not over
 */
export async function close(id: string, by: "candidate" | "house", at: Date): Promise<AttemptFacts | null> {
  const row = await Attempt.findOneAndUpdate(
    { _id: id, state: "open", ...(by === "house" && { endsAt: trusted({ $lt: overAt(at) }) }) },
    { $set: { state: "submitted", handedInAt: at, handedInBy: by, unmarked: true } },
    { returnDocument: "after", projection: { seed: 0 } },
  ).lean();
  return row && toFacts<AttemptFacts>(row);
}

/** Stores the marks of a closed attempt, once. */
export async function saveResult(id: string, result: MarkedResult): Promise<void> {
  await Attempt.updateOne({ _id: id, state: "submitted", result: null }, { $set: { result }, $unset: { unmarked: 1 } });
}

/**
 * A late answer as a named person judged it, with what follows if she accepts it.
 * @returns false when another was judged since the attempt was read: its marks are not in these
 */
export async function judge(
  { id, judged }: Pick<AttemptFacts, "id" | "judged">,
  place: number,
  late: LateAnswer,
  accepted: { answer: SavedAnswer; result: MarkedResult } | null,
): Promise<boolean> {
  const done = await Attempt.updateOne(
    { _id: id, state: "submitted", judged },
    {
      $set: {
        [`late.${String(place)}`]: late,
        ...(accepted && { [`answers.${late.itemId}`]: accepted.answer, result: accepted.result }),
      },
      $inc: { judged: 1 },
    },
  );
  return done.modifiedCount === 1;
}

/** An end before this instant is over, grace included. */
function overAt(now: Date): Date {
  return new Date(now.getTime() - graceSeconds * 1000);
}

/** New ends for the running attempts of one person at one exam. */
export async function moveEnd(id: string, endsAt: Date): Promise<void> {
  await Attempt.updateOne({ _id: id, state: "open" }, { $set: { endsAt } });
}

/** Attempts whose time and grace are over, and closed ones that lack their marks (after a crash in between). */
export async function dueAttempts(now: Date, limit = 200): Promise<string[]> {
  const [due, unmarked] = await Promise.all([
    Attempt.find({ state: "open", endsAt: trusted({ $lt: overAt(now) }) }, { _id: 1 })
      .limit(limit)
      .lean(),
    Attempt.find({ unmarked: true }, { _id: 1 }).limit(limit).lean(),
  ]);
  return [...due, ...unmarked].map((row) => String(row._id));
}

export const attemptOrders = { started: { startedAt: 1, _id: 1 }, score: { "result.total": -1, _id: 1 } } as const;

/** A page of an exam's attempts, of everybody or of these people: in the order of their starts, or the best first. */
export async function attemptsOfExam(
  examId: string,
  { people, ...query }: ListQuery & { people?: readonly string[] | undefined },
): Promise<{ attempts: ListedAttempt[]; total: number }> {
  const filter = { examId, ...(people && { personId: trusted({ $in: [...people] }) }) };
  const { rows, total } = await pageOf(Attempt.find(filter, listed).lean(), attemptOrders, query);
  return { attempts: rows.map((row) => toFacts<ListedAttempt>(row)), total };
}

function toFacts<Facts>(row: { _id: unknown }): Facts {
  const { _id, ...rest } = row as Record<string, unknown>;
  return { ...rest, id: String(_id) } as Facts;
}
