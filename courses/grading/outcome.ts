import { percentShown, reaches, type Sixtieths } from "../points.ts";
import type { Facts } from "../decision.ts";

/** A part that has to reach a percentage of its own: theory or practical, a unit, a competency. */
export interface PartMinimum {
  part: string;
  marks: Sixtieths;
  max: Sixtieths;
  percent: number;
}

export interface OutcomeReason {
  code: "total-below" | "part-below";
  /** `got` and `needed` in percent; `part` where one is meant. `got` is rounded down, for people. */
  facts: Facts;
}

export interface Outcome {
  passed: boolean;
  /** Every minimum that was missed; empty when passed. */
  reasons: OutcomeReason[];
}

/** Passed when the total and every part reach their percentage, compared exactly: 59.96 does not pass 60, 60 does. */
export function outcome(
  total: Sixtieths,
  max: Sixtieths,
  passPercent: number,
  minimums: readonly PartMinimum[] = [],
): Outcome {
  const missed = minimums.filter((one) => !reaches(one.marks, one.max, one.percent));
  const reasons: OutcomeReason[] = missed.map((one) => ({
    code: "part-below",
    facts: { part: one.part, got: percentShown(one.marks, one.max), needed: one.percent },
  }));
  if (!reaches(total, max, passPercent))
    reasons.unshift({ code: "total-below", facts: { got: percentShown(total, max), needed: passPercent } });
  return { passed: reasons.length === 0, reasons };
}
