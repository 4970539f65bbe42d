import { shuffled, type Random } from "../random.ts";
import type { BankRow, Blueprint, Cell } from "./blueprint.ts";
import { nameOf } from "./blueprint.ts";
import { limitsOf, missBy, type Limit } from "./limits.ts";

/** A row with what it adds to each limit. */
interface Weighed {
  row: BankRow;
  amounts: readonly number[];
}

/** The rows of one cell, the chosen ones first. */
interface Pool {
  rows: Weighed[];
  count: number;
}

export interface Selection {
  rows: BankRow[];
  /** Limits that the selection misses, with what it has; none when it is a paper. */
  missed: { limit: Limit; sum: number }[];
}

const restarts = 40;
const exchanges = 3000;
/** In points: a change for the worse by so much is accepted once in e times. Tried from 0.4 to 1.5: 0.5 finds most. */
const temperature = 0.5;

/**
 * Chooses the questions of a paper: a random one for each place, then random exchanges inside a cell that lower the sum
 * of misses, now and then one that raises it (simulated annealing: Kirkpatrick, Gelatt, Vecchi 1983), and a new
 * beginning when that leads nowhere. A selection without misses meets every limit; else it is the best that was found.
 * @throws RangeError when a cell has fewer rows than its count; `shortages` tells which.
 */
export function select(blueprint: Blueprint, bank: readonly BankRow[], random: Random): Selection {
  const limits = limitsOf(blueprint);
  const cells = blueprint.cells.map((cell) => ({ rows: rowsOf(cell, bank, limits), count: cell.count }));
  let best = { pools: [] as Pool[], sums: [] as number[], cost: Infinity };
  for (let round = 0; round < restarts && best.cost > 0; round += 1) {
    const pools = cells.map(({ rows, count }) => ({ rows: shuffled(rows, random), count }));
    const sums = limits.map((_limit, at) =>
      pools.flatMap(chosen).reduce((sum, { amounts }) => sum + (amounts[at] ?? 0), 0),
    );
    const cost = improve(pools, limits, sums, random);
    if (cost < best.cost) best = { pools, sums, cost };
  }
  const missed = limits.map((limit, at) => ({ limit, sum: best.sums[at] ?? 0 }));
  return {
    rows: best.pools.flatMap(chosen).map(({ row }) => row),
    missed: missed.filter(({ limit, sum }) => missBy(limit, sum) > 0),
  };
}

function rowsOf(cell: Cell, bank: readonly BankRow[], limits: readonly Limit[]): Weighed[] {
  const rows = bank.filter(({ unit, kind }) => unit === cell.unit && kind === cell.kind);
  if (rows.length < cell.count) throw new RangeError(`${nameOf(cell)}: ${rows.length} of ${cell.count}`);
  return rows.map((row) => ({ row, amounts: limits.map(({ amountOf }) => amountOf(row)) }));
}

/** Exchanges rows in place, keeps `sums` true, and returns the cost that is left. */
function improve(pools: readonly Pool[], limits: readonly Limit[], sums: number[], random: Random): number {
  const movable = pools.filter(({ rows, count }) => rows.length > count);
  let cost = costOf(limits, sums);
  for (let step = 0; cost > 0 && movable.length > 0 && step < exchanges; step += 1) {
    const { rows, count } = movable[below(movable.length, random)] as Pool;
    const out = below(count, random);
    const into = count + below(rows.length - count, random);
    const [leaving, coming] = [rows[out] as Weighed, rows[into] as Weighed];
    const changed = sums.map((sum, at) => sum + (coming.amounts[at] ?? 0) - (leaving.amounts[at] ?? 0));
    const after = costOf(limits, changed);
    if (after > cost && random() >= Math.exp((cost - after) / temperature)) continue;
    [rows[out], rows[into]] = [coming, leaving];
    changed.forEach((sum, at) => (sums[at] = sum));
    cost = after;
  }
  return cost;
}

function costOf(limits: readonly Limit[], sums: readonly number[]): number {
  return limits.reduce((cost, limit, at) => cost + missBy(limit, sums[at] ?? 0), 0);
}

function chosen({ rows, count }: Pool): Weighed[] {
  return rows.slice(0, count);
}

function below(end: number, random: Random): number {
  return Math.floor(random() * end);
}
