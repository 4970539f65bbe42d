import type { Facts } from "../decision.ts";
import { percentShown, reaches } from "../points.ts";
import type { QualificationRule, Requirement } from "./rule.ts";

/**
 * All that a decision looks at, as plain JSON. It is stored with the certificate together with the rule, so that the
 * decision can be made again at any time with the same result.
 */
export interface QualificationInputs {
  /** The lessons of each course at the time of the decision. */
  lessonsOfCourse: Readonly<Record<string, readonly string[]>>;
  lessonsCompleted: readonly string[];
  /** The score that counts by the exam's policy, in sixtieths; no entry where nothing was taken or released. */
  scores: readonly { exam: string; marks: number; max: number; partBelow?: true }[];
  /** Training hours credited. */
  hours?: number;
  /** Sessions attended of sessions held. */
  attendance?: { got: number; of: number };
}

/** One requirement, whether it is met, and why in a code with its facts. */
export interface Finding {
  requirement: Requirement;
  met: boolean;
  code: "met" | "lessons-missing" | "not-taken" | "below-minimum" | "part-below";
  /** `lessons` still open (ids), or `got` and `needed`; percentages are rounded down for people, the decision is exact. */
  facts: Facts;
}

export interface Evaluation {
  met: boolean;
  findings: Finding[];
}

/** Whether a person has met a qualification's rule: every requirement on its own, nothing offsets anything. Pure. */
export function evaluate(rule: Pick<QualificationRule, "requirements">, inputs: QualificationInputs): Evaluation {
  const findings = rule.requirements.map((requirement) => findingOf(requirement, inputs));
  return { met: findings.every(({ met }) => met), findings };
}

function findingOf(requirement: Requirement, inputs: QualificationInputs): Finding {
  switch (requirement.type) {
    case "lessons-complete":
      return lessons(requirement, inputs);
    case "hours":
      return finding(requirement, (inputs.hours ?? 0) >= requirement.minimum, String(inputs.hours ?? 0));
    case "attendance":
      return share(requirement, inputs.attendance && { marks: inputs.attendance.got, max: inputs.attendance.of });
    default:
      return share(
        requirement,
        inputs.scores.find(({ exam }) => exam === requirement.exam),
      );
  }
}

/** A course that is not known, or has no lessons, cannot be complete. */
function lessons(requirement: Requirement & { type: "lessons-complete" }, inputs: QualificationInputs): Finding {
  const open = requirement.courses.flatMap((course) => {
    const own = inputs.lessonsOfCourse[course] ?? [];
    return own.length ? own.filter((lesson) => !inputs.lessonsCompleted.includes(lesson)) : [course];
  });
  if (!open.length) return { requirement, met: true, code: "met", facts: {} };
  return { requirement, met: false, code: "lessons-missing", facts: { lessons: open.join(", "), n: open.length } };
}

type Measured = Exclude<Requirement, { type: "lessons-complete" }>;

function share(requirement: Measured, score: { marks: number; max: number; partBelow?: true } | undefined): Finding {
  if (!score) return { requirement, met: false, code: "not-taken", facts: { needed: requirement.minimum } };
  if (score.partBelow) return { requirement, met: false, code: "part-below", facts: {} };
  return finding(
    requirement,
    reaches(score.marks, score.max, requirement.minimum),
    percentShown(score.marks, score.max),
  );
}

function finding(requirement: Measured, met: boolean, got: string): Finding {
  return { requirement, met, code: met ? "met" : "below-minimum", facts: { got, needed: requirement.minimum } };
}
