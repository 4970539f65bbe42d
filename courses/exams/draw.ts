import { randomFrom, shuffled } from "../random.ts";
import type { KindId } from "../questions/kinds/index.ts";
import { kindOf } from "../questions/kinds/index.ts";
import type { Shuffle } from "../questions/kind.ts";
import type { BankRow, Blueprint } from "./blueprint.ts";
import { pointsOf } from "./blueprint.ts";
import { select } from "./search.ts";
import { shortages, type Shortage } from "./shortages.ts";

/** One place on one candidate's paper; stored as it is, so that every later view is the same. */
export interface PaperItem {
  /** "q1" is the first question that the candidate sees. */
  itemId: string;
  question: string;
  version: string;
  kind: KindId;
  competency: string;
  unit: string;
  /** Whole points. */
  points: number;
  shuffle: Shuffle;
}

export type Paper = PaperItem[];

/** The bank cannot give a paper; publishing with `mayDraw` prevents it. */
export class BankShort extends Error {
  readonly shortages: Shortage[];

  constructor(blueprint: Blueprint, found: Shortage[]) {
    super(
      `${blueprint.id}: ${found.map(({ name, available, needed }) => `${name} ${available}/${needed}`).join(", ")}`,
    );
    this.name = "BankShort";
    this.shortages = found;
  }
}

/**
 * Draws one candidate's paper: the same seed and bank give the same paper, and every paper meets every demand of the
 * blueprint. Questions and options are in random order.
 * @throws BankShort when no paper was found.
 */
export function drawPaper(blueprint: Blueprint, bank: readonly BankRow[], seed: string): Paper {
  const random = randomFrom(seed);
  const rows = rowsOf(blueprint, bank, random);
  return shuffled(rows, random).map((row, place) => ({
    itemId: `q${place + 1}`,
    question: row.question,
    version: row.version,
    kind: row.kind,
    competency: row.competency,
    unit: row.unit,
    points: pointsOf(blueprint, row.kind),
    shuffle: kindOf(row.kind).shuffle(row.setup, random),
  }));
}

function rowsOf(blueprint: Blueprint, bank: readonly BankRow[], random: () => number): BankRow[] {
  try {
    const { rows, missed } = select(blueprint, bank, random);
    if (!missed.length) return rows;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new BankShort(blueprint, shortages(blueprint, bank));
}
