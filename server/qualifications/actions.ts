import { createHash } from "node:crypto";
import { canonicalize } from "json-canonicalize";
import { forbiddenWords, type IssuerKind } from "../../certificates/forbidden.ts";
import { ContentError } from "../../courses/catalog/content-error.ts";
import { evaluate, type Evaluation, type QualificationInputs } from "../../courses/qualification/evaluate.ts";
import { parseQualifications, type QualificationRule } from "../../courses/qualification/rule.ts";
import { readContent } from "../catalog/content.ts";
import { allCompetencies, allCourses } from "../catalog/store.ts";
import { completedLessons } from "../learning/store.ts";
import { scoresOf } from "../results/actions.ts";
import {
  findDecision,
  keepDecision,
  latestDecision,
  qualificationOf,
  storeQualifications,
  type DecisionRecord,
} from "./store.ts";

/** The awarding body is registered as a training body: no skill levels, nothing of the state (curriculum 1.4). */
const issuerKind: IssuerKind = "training_body";
const file = "qualifications.yaml";

/**
 * Reads the shipped rules and stores them by version; part of the start.
 * @throws ContentError for a wrong field, a changed version, or a title with a word that this body may not use.
 */
export async function loadQualifications(): Promise<void> {
  const shipped = parseQualifications(readContent(file), `courses/content/${file}`);
  for (const rule of shipped) refuseForbidden(rule);
  await storeQualifications(shipped, new Date());
}

function refuseForbidden({ id, title, levelName }: QualificationRule): void {
  const text = [title["zh-CN"], title.en, levelName["zh-CN"], levelName.en].join(" ");
  const [found] = forbiddenWords(text, issuerKind);
  if (found) throw new ContentError(`courses/content/${file}: ${id}: title: ${found.word}: ${found.reason.en}`);
}

/** How a person stands by the rule in force, with all that was looked at. @throws NotFound */
export async function evaluateFor(
  personId: string,
  qualificationId: string,
): Promise<{ rule: QualificationRule; inputs: QualificationInputs; evaluation: Evaluation }> {
  const rule = qualificationOf(qualificationId);
  const [lessonsCompleted, scores] = await Promise.all([completedLessons(personId), scoresOf(personId)]);
  const asked = coursesAsked(rule);
  const courses = allCourses().filter(({ id }) => asked.includes(id));
  const lessons = courses.flatMap((course) => course.lessons);
  const exams = rule.requirements.flatMap((requirement) => ("exam" in requirement ? [requirement.exam] : []));
  // Sorted and cut to what the rule asks for: the same facts are the same decision.
  const inputs: QualificationInputs = {
    lessonsOfCourse: Object.fromEntries(courses.map((course) => [course.id, [...course.lessons]])),
    lessonsCompleted: lessonsCompleted.filter((lesson) => lessons.includes(lesson)).sort(),
    scores: scores.filter(({ exam }) => exams.includes(exam)).map(({ minimum: _, ...score }) => score),
  };
  return { rule, inputs, evaluation: evaluate(rule, inputs) };
}

/** The courses whose lessons a rule asks for. */
export function coursesAsked(rule: Pick<QualificationRule, "requirements">): string[] {
  return rule.requirements.flatMap((requirement) =>
    requirement.type === "lessons-complete" ? requirement.courses : [],
  );
}

/** What the certificate lists as reached. */
export function competenciesOf({ units }: Pick<QualificationRule, "units">) {
  return allCompetencies().filter(({ unit }) => units.includes(unit));
}

/** Decides on given facts and keeps rule, facts and result together; the same facts are the same decision. */
export function decideOn(
  personId: string,
  rule: QualificationRule,
  inputs: QualificationInputs,
  now: Date,
): Promise<DecisionRecord> {
  const { id: qualificationId, version } = rule;
  const result = evaluate(rule, inputs);
  return keepDecision({ personId, qualificationId, version, rule, inputs, ...result, at: now }, hashOf(rule, inputs));
}

function hashOf(rule: QualificationRule, inputs: QualificationInputs): string {
  return createHash("sha256").update(canonicalize({ rule, inputs })).digest("hex");
}

/** How a person stands: the decision that is kept, or one that could be made now. */
export interface Judgement extends Evaluation {
  rule: QualificationRule;
  inputs: QualificationInputs;
  kept: DecisionRecord | null;
}

/**
 * Judges without writing anything. Met once stays met when lessons are added later; a score that is now below its
 * minimum is judged anew.
 */
export async function judge(personId: string, qualificationId: string): Promise<Judgement> {
  const { rule, inputs, evaluation } = await evaluateFor(personId, qualificationId);
  if (evaluation.met) {
    const kept = await findDecision(personId, rule.id, hashOf(rule, inputs));
    return { ...evaluation, rule, inputs, kept };
  }
  const before = await latestDecision(personId, rule.id, rule.version);
  const scoreFell = evaluation.findings.some(({ code }) => code === "below-minimum" || code === "part-below");
  return before?.met && !scoreFell ? { ...before, kept: before } : { ...evaluation, rule, inputs, kept: null };
}

/** The stored decision made again from its stored rule and facts (FEATURES G07). */
export function decideAgain({ rule, inputs }: Pick<DecisionRecord, "rule" | "inputs">): Evaluation {
  return evaluate(rule, inputs);
}
