import { complete, open } from "../../server/learning/store.ts";
import { lessonsOf } from "../../server/catalog/store.ts";
import { addCohort, addMember } from "../../server/cohorts/store.ts";
import { coursesAsked, decideOn, evaluateFor } from "../../server/qualifications/actions.ts";
import { newBase, newMember, type Member } from "./cast.ts";

export const qualification = "OM-1";

/** Completes every lesson that the qualification asks for. */
export async function completeLessons(personId: string): Promise<void> {
  const { rule } = await evaluateFor(personId, qualification);
  for (const courseId of coursesAsked(rule))
    for (const { id } of lessonsOf(courseId)) {
      await open(personId, courseId, id, new Date());
      await complete(personId, id, new Date());
    }
}

/** Makes a person eligible: lessons complete, and the decision made on a theory score (points of 30). */
export async function makeEligible(personId: string, points = 26): Promise<void> {
  await completeLessons(personId);
  const { rule, inputs } = await evaluateFor(personId, qualification);
  const scores = [{ exam: "om1-theory", marks: points * 60, max: 30 * 60 }];
  await decideOn(personId, rule, { ...inputs, scores }, new Date());
}

export interface Class {
  baseId: string;
  cohortId: string;
  people: Member[];
}

/** A cohort of a base of its own; the first `eligible` of its people have met the rule. */
export async function newClass(names: readonly string[], eligible = names.length): Promise<Class> {
  const baseId = await newBase();
  const cohortId = await addCohort(
    {
      baseId,
      name: `操作维护 ${baseId.slice(-4)} 班`,
      courses: ["GN1", "OM1"],
      opensOn: "2026-10-08",
      closesOn: "2027-01-31",
      code: `T${baseId.slice(-9)}`,
      codeUntil: new Date("2027-01-31T00:00:00Z"),
      codeMax: 100,
    },
    new Date(),
  );
  const people: Member[] = [];
  for (const [at, name] of names.entries()) {
    const person = await newMember("trainee", baseId, name);
    await addMember(cohortId, person.id, new Date(Date.now() + at));
    if (at < eligible) await makeEligible(person.id);
    people.push(person);
  }
  return { baseId, cohortId, people };
}
