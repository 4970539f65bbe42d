import { trusted } from "mongoose";
import type { Blueprint } from "../../courses/exams/blueprint.ts";
import type { ScorePolicy } from "../../courses/exams/attempt.ts";
import type { Bilingual } from "../../courses/language.ts";
import { isId } from "../people/store.ts";
import type { Actor } from "../platform/actor.ts";
import { cohortIdsLike } from "../cohorts/store.ts";
import { containing } from "../platform/database.ts";
import { NotFound } from "../platform/errors.ts";
import { pageOf, type ListQuery } from "../platform/lists.ts";
import { Exam, type purposes, type releaseRules } from "./model.ts";

export interface ExamFacts {
  id: string;
  baseId: string;
  cohortIds: string[];
  title: Bilingual;
  purpose: (typeof purposes)[number];
  blueprintId: string;
  blueprint: Blueprint;
  /** Percent that passes. */
  pass: number;
  bank: string[];
  courses: string[];
  opensAt: Date;
  closesAt: Date;
  durationMinutes: number;
  maxAttempts: number | null;
  gapMinutes: number;
  scorePolicy: ScorePolicy;
  release: (typeof releaseRules)[number];
  showAnswers: boolean;
  extraMinutes: Record<string, number>;
  state: "draft" | "published";
  releasedAt: Date | null;
}

export type NewExam = Omit<ExamFacts, "id" | "bank" | "extraMinutes" | "state" | "releasedAt">;

/** Left out of lists: the two large fields. */
const listed = { blueprint: 0, bank: 0 } as const;
export type ListedExam = Omit<ExamFacts, "blueprint" | "bank">;

/** @throws NotFound; for jobs and for people whose right to see it is checked by another way. */
export async function examOf(id: string): Promise<ExamFacts> {
  const row = isId(id) ? await Exam.findById(id).lean() : null;
  if (!row) throw new NotFound();
  return toFacts<ExamFacts>(row);
}

/** The title alone, for the pages of an attempt. @throws NotFound */
export async function examTitle(id: string): Promise<Bilingual> {
  const row = await Exam.findById(id, { title: 1 }).lean();
  if (!row?.title) throw new NotFound();
  return row.title;
}

/** An exam that staff may see: of their base, or any for those who work for all. @throws NotFound */
export async function examSeenBy(actor: Actor, id: string): Promise<ExamFacts> {
  const exam = await examOf(id);
  if (actor.baseId && exam.baseId !== actor.baseId) throw new NotFound();
  return exam;
}

export const examOrders = { opens: { opensAt: -1, _id: -1 }, closes: { closesAt: -1, _id: -1 } } as const;

/** The exams that staff may see, the newest window first; `q` is a part of a title or of a cohort's name. */
export async function examsSeenBy(actor: Actor, query: ListQuery): Promise<{ exams: ListedExam[]; total: number }> {
  const filter = { ...(actor.baseId && { baseId: actor.baseId }), ...(query.q && (await named(actor, query.q))) };
  const { rows, total } = await pageOf(Exam.find(filter, listed).lean(), examOrders, query);
  return { exams: rows.map((row) => toFacts<ListedExam>(row)), total };
}

async function named(actor: Actor, q: string) {
  const like = containing(q);
  const cohortIds = trusted({ $in: await cohortIdsLike(actor, q) });
  return { $or: [{ "title.zh-CN": like }, { "title.en": like }, { cohortIds }] };
}

/** Published exams of some cohorts, those that close first on top. */
export async function examsOfCohorts(cohortIds: readonly string[]): Promise<ListedExam[]> {
  if (!cohortIds.length) return [];
  const rows = await Exam.find({ cohortIds: trusted({ $in: [...cohortIds] }), state: "published" }, listed)
    .sort({ closesAt: 1 })
    .limit(200)
    .lean();
  return rows.map((row) => toFacts<ListedExam>(row));
}

export async function examsByIds(ids: readonly string[]): Promise<Map<string, ListedExam>> {
  const rows = await Exam.find({ _id: trusted({ $in: [...new Set(ids)] }) }, listed).lean();
  return new Map(rows.map((row) => [String(row._id), toFacts<ListedExam>(row)]));
}

export async function addExam(exam: NewExam, now: Date): Promise<string> {
  return String((await Exam.create({ ...exam, createdAt: now }))._id);
}

/** Publishes a draft with the versions its papers are drawn from; false when it was published already. */
export async function publish(id: string, bank: readonly string[]): Promise<boolean> {
  const done = await Exam.updateOne({ _id: id, state: "draft" }, { $set: { state: "published", bank: [...bank] } });
  return done.modifiedCount === 1;
}

/** False when it was published in between. */
export async function deleteDraft(id: string): Promise<boolean> {
  return (await Exam.deleteOne({ _id: id, state: "draft" })).deletedCount === 1;
}

/** Lets the results of an exam be seen; false when they could be already. */
export async function markReleased(id: string, at: Date): Promise<boolean> {
  const done = await Exam.updateOne({ _id: id, state: "published", releasedAt: null }, { $set: { releasedAt: at } });
  return done.modifiedCount === 1;
}

export async function saveExtraMinutes(id: string, personId: string, minutes: number): Promise<void> {
  await Exam.updateOne({ _id: id }, { $set: { [`extraMinutes.${personId}`]: minutes } });
}

function toFacts<Facts>(row: { _id: unknown }): Facts {
  const { _id, createdAt: _createdAt, ...rest } = row as Record<string, unknown>;
  return { ...rest, id: String(_id) } as Facts;
}
