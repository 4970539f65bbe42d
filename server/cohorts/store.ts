import { trusted } from "mongoose";
import type { Actor } from "../platform/actor.ts";
import { containing, isDuplicate } from "../platform/database.ts";
import { NotFound } from "../platform/errors.ts";
import { pageOf, type ListQuery } from "../platform/lists.ts";
import { idsByName, isId } from "../people/store.ts";
import { Cohort, Membership } from "./model.ts";

export interface CohortFacts {
  id: string;
  baseId: string;
  name: string;
  courses: string[];
  /** Calendar days, YYYY-MM-DD, both included. */
  opensOn: string;
  closesOn: string;
  code: string;
  codeUntil: Date;
  codeMax: number;
  codeUsed: number;
}

export type NewCohort = Omit<CohortFacts, "id" | "codeUsed">;

/** A cohort that the actor may see: of her own base, or any for those who work for all. @throws NotFound */
export async function cohortSeenBy(actor: Actor, id: string): Promise<CohortFacts> {
  const row = isId(id) ? await Cohort.findOne({ _id: id, ...wall(actor) }).lean() : null;
  if (!row) throw new NotFound();
  return toFacts(row);
}

export const cohortOrders = { opens: { opensOn: -1, _id: -1 }, name: { name: 1, _id: 1 } } as const;

/** The cohorts that the actor may see, the newest first unless she wants another order; `q` is a part of a name. */
export async function cohortsSeenBy(
  actor: Actor,
  query: ListQuery,
): Promise<{ cohorts: CohortFacts[]; total: number }> {
  const filter = { ...wall(actor), ...(query.q && { name: containing(query.q) }) };
  const { rows, total } = await pageOf(Cohort.find(filter).lean(), cohortOrders, query);
  return { cohorts: rows.map(toFacts), total };
}

/** The cohorts with such a part in their names that the actor may see: the newest five thousand. */
export async function cohortIdsLike(actor: Actor, q: string): Promise<string[]> {
  const found = Cohort.find({ ...wall(actor), name: containing(q) }, { _id: 1 }).sort(cohortOrders.opens);
  return (await found.limit(5000).maxTimeMS(5000).lean()).map(({ _id }) => String(_id));
}

export async function cohortByCode(code: string): Promise<CohortFacts | null> {
  const row = await Cohort.findOne({ code }).lean();
  return row && toFacts(row);
}

export async function cohortsByIds(ids: readonly string[]): Promise<CohortFacts[]> {
  return (await Cohort.find({ _id: trusted({ $in: [...ids] }) }).lean()).map(toFacts);
}

export async function cohortsOfPerson(personId: string): Promise<CohortFacts[]> {
  const rows = await Membership.find({ personId }, { cohortId: 1 }).limit(100).lean();
  return cohortsByIds(rows.map((row) => row.cohortId));
}

export async function isMember(cohortId: string, personId: string): Promise<boolean> {
  return (await Membership.countDocuments({ cohortId, personId })) > 0;
}

/** Everybody in a cohort, in the order of joining. */
export async function memberIdsOf(cohortId: string): Promise<string[]> {
  const rows = await Membership.find({ cohortId }, { personId: 1 }).sort({ joinedAt: 1 }).limit(5000).lean();
  return rows.map((row) => row.personId);
}

/** The orders of a cohort's people; by progress the ones who are behind come first. */
export const memberOrders = { joined: { joinedAt: 1 }, name: { name: 1 }, progress: { progress: 1 } } as const;

/** Of a cohort's people, as they joined, those whose name or login contains `q`: by name or in the order of joining. */
export async function membersLike(
  joined: readonly string[],
  { q, sort = "" }: Pick<ListQuery, "q" | "sort">,
): Promise<string[]> {
  const byName = sort.endsWith("name");
  const named = q || byName ? await idsByName(joined, q) : joined;
  const found = new Set(named);
  const ids = byName ? named : joined.filter((id) => found.has(id));
  return sort.startsWith("-") ? [...ids].reverse() : [...ids];
}

export async function countMembers(cohortIds: readonly string[]): Promise<Map<string, number>> {
  const counts = await Promise.all(cohortIds.map((cohortId) => Membership.countDocuments({ cohortId })));
  return new Map(cohortIds.map((id, place) => [id, counts[place] ?? 0]));
}

export async function addCohort(cohort: NewCohort, now: Date): Promise<string> {
  return String((await Cohort.create({ ...cohort, createdAt: now }))._id);
}

/** A new code; the one before it ends at once. */
export async function renewCode(id: string, code: string, codeUntil: Date, codeMax: number): Promise<void> {
  await Cohort.updateOne({ _id: id }, { $set: { code, codeUntil, codeMax, codeUsed: 0 } });
}

/** Uses the code once; false when it is used up, over or renewed: checked and counted in one step. */
export async function useCode(code: string, max: number, now: Date): Promise<boolean> {
  const done = await Cohort.updateOne(
    { code, codeUntil: trusted({ $gt: now }), codeUsed: trusted({ $lt: max }) },
    { $inc: { codeUsed: 1 } },
  );
  return done.modifiedCount === 1;
}

/** Takes back a use that came to nothing. */
export async function giveBackCode(code: string): Promise<void> {
  await Cohort.updateOne({ code, codeUsed: trusted({ $gt: 0 }) }, { $inc: { codeUsed: -1 } });
}

/** Puts a person into a cohort; false when she is in it already. */
export async function addMember(cohortId: string, personId: string, joinedAt: Date): Promise<boolean> {
  try {
    await Membership.create({ cohortId, personId, joinedAt });
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

function wall(actor: Actor): { baseId?: string } {
  return actor.baseId ? { baseId: actor.baseId } : {};
}

function toFacts(row: { _id: unknown } & Omit<CohortFacts, "id">): CohortFacts {
  const { baseId, name, courses, opensOn, closesOn, code, codeUntil, codeMax, codeUsed } = row;
  return { id: String(row._id), baseId, name, courses, opensOn, closesOn, code, codeUntil, codeMax, codeUsed };
}
