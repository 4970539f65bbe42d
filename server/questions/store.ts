import { trusted } from "mongoose";
import type { BankQuestion } from "../../courses/catalog/question.ts";
import type { Bilingual } from "../../courses/language.ts";
import type { KindId } from "../../courses/questions/kinds/index.ts";
import { findCompetency, type Review } from "../catalog/store.ts";
import { hashOf } from "../catalog/content.ts";
import type { Actor } from "../platform/actor.ts";
import { containing } from "../platform/database.ts";
import { NotFound } from "../platform/errors.ts";
import { pageOf, type ListQuery } from "../platform/lists.ts";
import { QuestionVersion } from "./model.ts";

/** One version of a question, key included: never handed to a page of a trainee before the release rule allows. */
export interface Question {
  /** question@version */
  id: string;
  question: string;
  version: string;
  lesson: string;
  competency: string;
  unit: string;
  kind: KindId;
  use: "practice" | "exam";
  difficulty: 1 | 2 | 3;
  stem: Bilingual;
  explanation: Bilingual;
  setup: unknown;
  review: Review | null;
}

/** Versions never change, so each is read once a process. */
const versions = new Map<string, Question>();

/** Puts shipped questions into the store where they are new or changed; the version before is kept for old attempts. */
export async function storeQuestions(
  shipped: readonly (BankQuestion & { lesson: string })[],
  now: Date,
): Promise<void> {
  const rows = await QuestionVersion.find({ current: true }, { question: 1, version: 1 }).limit(20_000).lean();
  const current = new Map(rows.map((row) => [row.question, row.version]));
  for (const { id, ...rest } of shipped) {
    const version = hashOf(JSON.stringify(rest));
    if (current.get(id) === version) continue;
    await QuestionVersion.updateMany({ question: id, current: true }, { $set: { current: false } });
    const fields = {
      ...rest,
      question: id,
      version,
      current: true,
      unit: findCompetency(rest.competency)?.unit ?? "",
      loadedAt: now,
    };
    await QuestionVersion.updateOne(
      { _id: `${id}@${version}` },
      { $set: fields, $setOnInsert: { review: null } },
      { upsert: true },
    );
  }
  const gone = [...current.keys()].filter((question) => !shipped.some(({ id }) => id === question));
  if (gone.length) await QuestionVersion.updateMany({ question: trusted({ $in: gone }) }, { $set: { current: false } });
  versions.clear();
}

export interface BankFilter {
  lesson?: string;
  use?: "practice" | "exam";
  units?: readonly string[];
  kind?: KindId;
  reviewed?: boolean;
}

function presentOnes({ lesson, use, units, kind, reviewed }: BankFilter) {
  return {
    current: true,
    ...(lesson && { lesson }),
    ...(use && { use }),
    ...(units && { unit: trusted({ $in: [...units] }) }),
    ...(kind && { kind }),
    ...(reviewed === false && { review: null }),
    ...(reviewed === true && { review: trusted({ $ne: null }) }),
  };
}

/** The present versions of a part of the bank, by id. */
export async function bankOf(filter: BankFilter): Promise<Question[]> {
  const found = QuestionVersion.find(presentOnes(filter)).sort(bankOrders.number).limit(5000);
  return (await found.lean()).map((row) => toQuestion(row));
}

export type BankQuery = BankFilter & ListQuery;

export const bankOrders = {
  number: { lesson: 1, question: 1 },
  difficulty: { difficulty: 1, lesson: 1, question: 1 },
} as const;

/** A page of the bank, by lesson and number unless another order is wanted; `q` is a part of the number or of the stem. */
export async function bankPage({ q, ...wish }: BankQuery): Promise<{ questions: Question[]; total: number }> {
  const like = q ? containing(q) : null;
  const matches = like && { $or: [{ question: like }, { "stem.zh-CN": like }, { "stem.en": like }] };
  const found = QuestionVersion.find({ ...presentOnes(wish), ...matches }).lean();
  const { rows, total } = await pageOf(found, bankOrders, wish);
  return { questions: rows.map((row) => toQuestion(row)), total };
}

/** What each present question is for and whether it was reviewed: enough to count by. */
export async function bankStanding(): Promise<
  Pick<Question, "question" | "version" | "lesson" | "unit" | "use" | "review">[]
> {
  const rows = await QuestionVersion.find(
    { current: true },
    { _id: 0, question: 1, version: 1, lesson: 1, unit: 1, use: 1, review: 1 },
  )
    .sort({ lesson: 1, question: 1 })
    .limit(5000)
    .lean();
  return rows as unknown as Question[];
}

export interface VersionLine {
  version: string;
  current: boolean;
  loadedAt: Date;
  review: Review | null;
}

/** Every version of a question, the newest first. */
export async function versionLines(question: string): Promise<VersionLine[]> {
  const rows = await QuestionVersion.find({ question }, { _id: 0, version: 1, current: 1, loadedAt: 1, review: 1 })
    .sort({ loadedAt: -1 })
    .limit(50)
    .lean();
  return rows as unknown as VersionLine[];
}

/** The versions with these ids, in their order; read once a process and then from memory. */
export async function versionsOf(ids: readonly string[]): Promise<Question[]> {
  const missing = ids.filter((id) => !versions.has(id));
  if (missing.length) {
    const rows = await QuestionVersion.find({ _id: trusted({ $in: missing }) }).lean();
    for (const row of rows) versions.set(String(row._id), toQuestion(row));
  }
  return ids.map((id) => {
    const found = versions.get(id);
    if (!found) throw new NotFound();
    return found;
  });
}

/** The present version of a question, with its review as it stands. @throws NotFound */
export async function questionOf(question: string): Promise<Question> {
  const row = await QuestionVersion.findOne({ question, current: true }).lean();
  if (!row) throw new NotFound();
  return toQuestion(row);
}

/** Marks one version as looked at by a named person; false when it was reviewed already. */
export async function saveReview(actor: Actor, id: string, at: Date): Promise<boolean> {
  const done = await QuestionVersion.updateOne(
    { _id: id, current: true, review: null },
    { $set: { review: { by: actor.id, byName: actor.name, at } } },
  );
  return done.modifiedCount === 1;
}

function toQuestion(row: unknown): Question {
  const {
    _id,
    current: _current,
    loadedAt: _loadedAt,
    ...rest
  } = row as { _id: string; current: boolean; loadedAt: Date } & Omit<Question, "id">;
  return { ...rest, id: _id };
}
