import type { BankRow, Blueprint } from "./blueprint.ts";
import { pointsOf, sizeOf } from "./blueprint.ts";

/** One demand that every paper meets: the amounts of its questions add up to between low and high (both included). */
export interface Limit {
  what: "competency" | "difficulty" | "weight";
  /** The competency, or the difficulty 1–3. */
  name: string;
  low: number;
  high: number;
  amountOf(row: BankRow): number;
}

/**
 * All demands of a blueprint beyond its cells. Counts of questions for competencies, points for difficulty and weight;
 * since the cells fix the points of a paper, percentages become points here.
 */
export function limitsOf(blueprint: Blueprint): Limit[] {
  const { competencies, perCompetency, difficulty, weights } = blueprint;
  const counted = perCompetency > 0 ? competencies : [];
  return [
    ...counted.map((name): Limit => ({
      what: "competency",
      name,
      low: perCompetency,
      high: Infinity,
      amountOf: (row) => (row.competency === name ? 1 : 0),
    })),
    ...shared(blueprint, "difficulty", difficulty, (row) => String(row.difficulty)),
    ...(weights ? shared(blueprint, "weight", weights, (row) => row.competency) : []),
  ];
}

function shared(
  blueprint: Blueprint,
  what: Limit["what"],
  { percent, tolerance }: { percent: Record<string, number>; tolerance: number },
  nameOfRow: (row: BankRow) => string,
): Limit[] {
  const onePercent = sizeOf(blueprint).points / 100;
  return Object.entries(percent).map(([name, share]) => ({
    what,
    name,
    low: Math.ceil((share - tolerance) * onePercent - rounding),
    high: Math.floor((share + tolerance) * onePercent + rounding),
    amountOf: (row) => (nameOfRow(row) === name ? pointsOf(blueprint, row.kind) : 0),
  }));
}

/** Points are whole, so a border may be moved inwards to the next whole point; this undoes the error of the division. */
const rounding = 1e-9;

/** How far a sum is outside its limit, 0 inside. */
export function missBy({ low, high }: Limit, sum: number): number {
  return Math.max(0, low - sum, sum - high);
}
