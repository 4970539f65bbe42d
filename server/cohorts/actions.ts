import { randomBytes } from "node:crypto";
import { allowed, ensure, refused } from "../../courses/decision.ts";
import { record } from "../audit/actions.ts";
import { courseOf } from "../catalog/store.ts";
import { hashPassword } from "../people/passwords.ts";
import { addPerson } from "../people/store.ts";
import { baseOf } from "../people/bases.ts";
import type { Actor } from "../platform/actor.ts";
import { dayOf, instantOf } from "../platform/dates.ts";
import { Forbidden, Invalid } from "../platform/errors.ts";
import { codeFrom, mayJoin, plainCode } from "./rules.ts";
import {
  addCohort,
  addMember,
  cohortByCode,
  cohortSeenBy,
  giveBackCode,
  renewCode,
  useCode,
  type CohortFacts,
} from "./store.ts";

export interface CohortWish {
  name: string;
  /** Asked only of those who work for all bases. */
  baseId: string;
  courses: string[];
  opensOn: string;
  closesOn: string;
  codeUntil: string;
  codeMax: number;
}

/** Opens a cohort in the actor's base. @returns its id */
export async function openCohort(actor: Actor, { codeUntil, baseId, ...wish }: CohortWish, now: Date): Promise<string> {
  wish.courses.forEach(courseOf);
  const base = await baseOf(actor.baseId ?? baseId);
  const id = await addCohort(
    { ...wish, baseId: base.id, code: codeFrom(randomBytes(8)), codeUntil: endOf(codeUntil) },
    now,
  );
  await record(actor, "cohort.opened", { object: id, baseId: base.id, facts: { name: wish.name } });
  return id;
}

/** A new code for who lost control of the old one, which ends at once. */
export async function changeCode(actor: Actor, cohortId: string, codeUntil: string, codeMax: number): Promise<void> {
  const cohort = await cohortSeenBy(actor, cohortId);
  await renewCode(cohort.id, codeFrom(randomBytes(8)), endOf(codeUntil), codeMax);
  await record(actor, "cohort.code-renewed", { object: cohort.id, baseId: cohort.baseId });
}

/** The cohort of a code that may be used now. @throws Refused with why not */
export async function cohortToJoin(typed: string, now: Date): Promise<CohortFacts> {
  const cohort = await cohortByCode(plainCode(typed));
  ensure(mayJoin(cohort, now, dayOf(now)));
  if (!cohort) throw new Invalid({ code: "unknown" });
  return cohort;
}

/**
 * Somebody without an account joins: a trainee of the cohort's base. Her place is taken before the account is made, so that
 * nobody is left with an account and without a cohort. @returns her id, or null when the login is taken @throws Refused
 */
export async function joinAsNewPerson(
  cohort: CohortFacts,
  wish: { name: string; login: string; password: string; language: "zh-CN" | "en" },
  now: Date,
): Promise<string | null> {
  const { password, ...facts } = wish;
  const person = {
    ...facts,
    passwordHash: await hashPassword(password),
    roles: ["trainee" as const],
    baseId: cohort.baseId,
  };
  await takePlace(cohort, now);
  const id = await addPerson(person, now);
  if (id) await enter(cohort, { id, name: wish.name, baseId: cohort.baseId }, now);
  else await giveBackCode(cohort.code);
  return id;
}

/** A trainee who is signed in joins one more cohort of her base; twice is once, and uses the code once. @throws Refused, Forbidden */
export async function join(actor: Actor, cohort: CohortFacts, now: Date): Promise<void> {
  if (!actor.capabilities.has("lesson.study")) throw new Forbidden();
  ensure(actor.baseId === cohort.baseId ? allowed : refused("cohort.other-base"));
  await takePlace(cohort, now);
  await enter(cohort, actor, now);
}

/** Counts the use of the code in the same step that checks it, so that no more get in than it allows. */
async function takePlace(cohort: CohortFacts, now: Date): Promise<void> {
  if (!(await useCode(cohort.code, cohort.codeMax, now)))
    ensure(mayJoin({ ...cohort, codeUsed: cohort.codeMax }, now, dayOf(now)));
}

async function enter(cohort: CohortFacts, person: Pick<Actor, "id" | "name" | "baseId">, now: Date): Promise<void> {
  if (!(await addMember(cohort.id, person.id, now))) return giveBackCode(cohort.code);
  await record(person, "person.joined", { object: cohort.id, baseId: cohort.baseId });
}

/** Midnight after the last day on which a code works. */
function endOf(day: string): Date {
  return new Date(instantOf(`${day}T00:00`).getTime() + 86_400_000);
}
