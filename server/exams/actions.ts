import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { allowed, ensure, refused, type Decision } from "../../courses/decision.ts";
import { parseBlueprint, type Blueprint } from "../../courses/exams/blueprint.ts";
import { mayDraw } from "../../courses/exams/shortages.ts";
import { record } from "../audit/actions.ts";
import { readContent } from "../catalog/content.ts";
import { cohortSeenBy, cohortsOfPerson, memberIdsOf } from "../cohorts/store.ts";
import { peopleByIds, personSeenBy } from "../people/store.ts";
import type { Actor } from "../platform/actor.ts";
import { settings } from "../platform/config.ts";
import { instantOf } from "../platform/dates.ts";
import { Invalid, NotFound } from "../platform/errors.ts";
import { bankOf } from "../questions/store.ts";
import type { NewExamForm } from "./forms.ts";
import { isReleased, latestEnd, mayPublish, mayRelease, utmostEnd, type OfferedRow } from "./rules.ts";
import {
  addExam,
  deleteDraft,
  examOf,
  examSeenBy,
  examsOfCohorts,
  markReleased,
  publish,
  saveExtraMinutes,
} from "./store.ts";
import type { ExamFacts, ListedExam } from "./store.ts";

let blueprints: Blueprint[] = [];

/** Reads courses/content/blueprints. @throws ContentError naming file, line and field */
export function loadBlueprints(): void {
  const folder = join(settings().projectFolder, "courses/content/blueprints");
  const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
  blueprints = files.map((file) =>
    parseBlueprint(readContent(join("blueprints", file)), `courses/content/blueprints/${file}`),
  );
}

export function allBlueprints(): readonly Blueprint[] {
  return blueprints;
}

/** Whether papers can be drawn at all for this purpose: asked before a draft is made that could never be published. */
export async function mayOffer({ blueprint: id, purpose }: z.output<typeof NewExamForm>): Promise<Decision> {
  const blueprint = blueprints.find((one) => one.id === id);
  return blueprint ? mayDraw(blueprint, await bankFor({ purpose, blueprint })) : allowed;
}

/** Takes a draft away that nobody has seen. @throws Refused once it is published */
export async function dropDraft(actor: Actor, examId: string): Promise<void> {
  const exam = await examSeenBy(actor, examId);
  ensure((await deleteDraft(exam.id)) ? allowed : refused("exam.published"));
  await record(actor, "exam.deleted", { object: exam.id, baseId: exam.baseId, facts: { blueprint: exam.blueprintId } });
}

/** Makes a draft for one cohort; nobody sees it before it is published. @returns its id */
export async function createExam(actor: Actor, wish: z.output<typeof NewExamForm>, now: Date): Promise<string> {
  const cohort = await cohortSeenBy(actor, wish.cohortId);
  const blueprint = blueprints.find(({ id }) => id === wish.blueprint);
  if (!blueprint) throw new Invalid({ blueprint: "unknown" });
  const { purpose, scorePolicy, release, gapMinutes, maxAttempts } = wish;
  const exam = {
    ...{ purpose, scorePolicy, release, gapMinutes, blueprint },
    baseId: cohort.baseId,
    cohortIds: [cohort.id],
    title: blueprint.title,
    blueprintId: blueprint.id,
    pass: blueprint.pass,
    courses: wish.coursesFirst ? cohort.courses : [],
    opensAt: instantOf(wish.opensAt),
    closesAt: instantOf(wish.closesAt),
    durationMinutes: blueprint.minutes,
    maxAttempts: maxAttempts || null,
    showAnswers: wish.showAnswers === "on",
  };
  const id = await addExam(exam, now);
  await record(actor, "exam.created", { object: id, baseId: cohort.baseId, facts: { blueprint: blueprint.id } });
  return id;
}

/** What papers of this exam would be drawn from today: practice questions for a mock, the others for one that certifies. */
export async function bankFor({
  purpose,
  blueprint,
}: Pick<ExamFacts, "purpose" | "blueprint">): Promise<(OfferedRow & { id: string })[]> {
  const units = [...new Set(blueprint.cells.map(({ unit }) => unit))];
  const rows = await bankOf({ use: purpose === "mock" ? "practice" : "exam", units });
  return rows.map((row) => ({ ...row, reviewed: row.review !== null }));
}

/** @throws Refused with the short cell, or with how many questions nobody has reviewed */
export async function publishExam(actor: Actor, examId: string): Promise<void> {
  const exam = await examSeenBy(actor, examId);
  const bank = await bankFor(exam);
  ensure(mayPublish(exam, bank));
  if (
    !(await publish(
      exam.id,
      bank.map(({ id }) => id),
    ))
  )
    return;
  await record(actor, "exam.published", { object: exam.id, baseId: exam.baseId, facts: { questions: bank.length } });
}

/** When the last candidate of an exam has stopped writing, whoever has extra time included. */
export async function lastEndOf(exam: ListedExam): Promise<Date> {
  const members = await Promise.all(exam.cohortIds.map(memberIdsOf));
  return latestEnd(exam, [...(await peopleByIds(members.flat())).values()]);
}

/** Whether candidates may see results now. Who has extra time is only asked for while it can matter. */
export async function resultsAreOut(exam: ListedExam, now: Date): Promise<boolean> {
  const utmost = utmostEnd(exam);
  const matters = exam.release === "after-close" && now >= exam.closesAt && now < utmost;
  return isReleased(exam, matters ? await lastEndOf(exam) : utmost, now);
}

/** A named person lets the results be seen. @throws Refused while somebody may still be writing */
export async function releaseExam(actor: Actor, examId: string, now: Date): Promise<void> {
  const exam = await examSeenBy(actor, examId);
  ensure(mayRelease(await lastEndOf(exam), now));
  if (await markReleased(exam.id, now)) await record(actor, "exam.released", { object: exam.id, baseId: exam.baseId });
}

/** Minutes for one person in one exam, instead of those granted before; they move duration and window alike. */
export async function grantExtraMinutes(
  actor: Actor,
  examId: string,
  personId: string,
  minutes: number,
): Promise<void> {
  const exam = await examSeenBy(actor, examId);
  const person = await personSeenBy(actor, personId);
  await saveExtraMinutes(exam.id, person.id, minutes);
  const facts = { person: person.id, before: exam.extraMinutes[person.id] ?? 0, after: minutes };
  await record(actor, "exam.extended", { object: exam.id, baseId: exam.baseId, facts });
}

/** A published exam of one of the candidate's cohorts. @throws NotFound for every other one */
export async function examForCandidate(actor: Actor, examId: string): Promise<ExamFacts> {
  const exam = await examOf(examId);
  if (!(await takes(actor, exam))) throw new NotFound();
  return exam;
}

/** Whether an exam is offered to this person; staff may be candidates of another's exam. @throws NotFound */
export async function isCandidate(actor: Actor, examId: string): Promise<boolean> {
  return actor.capabilities.has("exam.take") && takes(actor, await examOf(examId));
}

async function takes(actor: Actor, { state, cohortIds }: ExamFacts): Promise<boolean> {
  if (state !== "published") return false;
  return (await cohortsOfPerson(actor.id)).some(({ id }) => cohortIds.includes(id));
}

/** The exams that a candidate's cohorts are offered, those that close first on top. */
export async function examsForCandidate(actor: Actor): Promise<ListedExam[]> {
  return examsOfCohorts((await cohortsOfPerson(actor.id)).map(({ id }) => id));
}
