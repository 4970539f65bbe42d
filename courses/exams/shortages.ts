import { allowed, refused, type Decision } from "../decision.ts";
import { randomFrom } from "../random.ts";
import type { BankRow, Blueprint } from "./blueprint.ts";
import { nameOf } from "./blueprint.ts";
import { limitsOf, type Limit } from "./limits.ts";
import { select } from "./search.ts";

/** What the bank has too little (or, for difficulty and weight, too much) of. */
export interface Shortage {
  what: "cell" | Limit["what"];
  /** "OM-1 numeric" for a cell, the competency, or the difficulty 1–3. */
  name: string;
  /** Questions for a cell or a competency, points of the paper for difficulty and weight. */
  needed: number;
  available: number;
}

/** Whether an exam of this blueprint may be published on this bank; the refusal names the short cells. */
export function mayDraw(blueprint: Blueprint, bank: readonly BankRow[]): Decision {
  const short = shortages(blueprint, bank);
  if (!short.length) return allowed;
  const cells = short.map(({ name, available, needed }) => `${name} ${available}/${needed}`).join(", ");
  return refused("exam.bank-short", { cells });
}

/**
 * Why no paper can be drawn, empty when papers can: cells with too few questions first; then single demands that no
 * choice can meet; then those that could be met one by one but not together, found by trial draws.
 */
export function shortages(blueprint: Blueprint, bank: readonly BankRow[]): Shortage[] {
  const cells = shortCells(blueprint, bank);
  if (cells.length) return cells;
  const single = limitsOf(blueprint).flatMap((limit) => outOfReach(limit, blueprint, bank));
  return single.length ? single : failedTrials(blueprint, bank);
}

function shortCells({ cells }: Blueprint, bank: readonly BankRow[]): Shortage[] {
  return cells.flatMap((cell): Shortage[] => {
    const available = bank.filter(({ unit, kind }) => unit === cell.unit && kind === cell.kind).length;
    return available < cell.count ? [{ what: "cell", name: nameOf(cell), needed: cell.count, available }] : [];
  });
}

/** The largest and the smallest sum that any choice reaches, against the limit. */
function outOfReach(limit: Limit, { cells }: Blueprint, bank: readonly BankRow[]): Shortage[] {
  const { what, name, low, high } = limit;
  const reach = { least: 0, most: 0 };
  for (const cell of cells) {
    const rows = bank.filter(({ unit, kind }) => unit === cell.unit && kind === cell.kind);
    const amounts = rows.map((row) => limit.amountOf(row)).sort((a, b) => a - b);
    reach.least += total(amounts.slice(0, cell.count));
    reach.most += total(amounts.slice(amounts.length - cell.count));
  }
  if (reach.most < low) return [{ what, name, needed: low, available: reach.most }];
  return reach.least > high ? [{ what, name, needed: high, available: reach.least }] : [];
}

const trials = 20;

function failedTrials(blueprint: Blueprint, bank: readonly BankRow[]): Shortage[] {
  for (let trial = 0; trial < trials; trial += 1) {
    const { missed } = select(blueprint, bank, randomFrom(`${blueprint.id} trial ${trial}`));
    if (missed.length)
      return missed.map(({ limit, sum }) => ({
        what: limit.what,
        name: limit.name,
        needed: sum < limit.low ? limit.low : limit.high,
        available: sum,
      }));
  }
  return [];
}

function total(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}
