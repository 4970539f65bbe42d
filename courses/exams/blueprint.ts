import { z } from "zod";
import { readContentFile } from "../catalog/content-file.ts";
import { bilingual } from "../questions/parts.ts";
import { kindIds, type KindId } from "../questions/kinds/index.ts";

const percent = z.number().min(0).max(100);

/** So many questions of a kind from a unit. */
const cell = z.strictObject({ unit: z.string().min(1), kind: z.enum(kindIds), count: z.int().min(1).max(200) });
export type Cell = z.infer<typeof cell>;

/** Shares of the paper's points in percent; a drawn paper may miss each by `tolerance` percentage points. */
function shares<Key extends z.ZodType<string, string>>(key: Key) {
  return z.strictObject({ percent: z.record(key, percent), tolerance: percent });
}

export const Blueprint = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]{2,40}$/, "an id is small letters, digits and hyphens"),
    version: z.int().min(1),
    title: bilingual,
    minutes: z.int().min(1).max(600),
    /** Percent of the points that pass. */
    pass: z.int().min(1).max(100),
    cells: z.array(cell).min(1),
    /** Whole points of a question by its kind. */
    pointsByKind: z.partialRecord(z.enum(kindIds), z.int().min(1).max(100)),
    /** Percent that a unit has to reach by itself, besides the total; nothing offsets it. */
    minimums: z.array(z.strictObject({ unit: z.string().min(1), percent: percent.min(1) })).default([]),
    competencies: z.array(z.string().min(1)).default([]),
    /** Each of `competencies` has at least so many questions in every paper. */
    perCompetency: z.int().min(0).default(2),
    /** Keys are the difficulties 1 easy, 2 middling, 3 hard. */
    difficulty: shares(z.enum(["1", "2", "3"])).default({ percent: { "1": 50, "2": 40, "3": 10 }, tolerance: 5 }),
    /** By competency. */
    weights: shares(z.string()).optional(),
  })
  .refine(({ cells }) => new Set(cells.map(nameOf)).size === cells.length, {
    path: ["cells"],
    error: "two cells have the same unit and kind",
  })
  .refine(({ cells, pointsByKind }) => cells.every(({ kind }) => pointsByKind[kind]), {
    path: ["pointsByKind"],
    error: "a kind in the cells has no points",
  });
export type Blueprint = z.infer<typeof Blueprint>;

/** @throws ContentError naming file, line and field. */
export function parseBlueprint(text: string, file: string): Blueprint {
  return readContentFile(Blueprint, text, file);
}

/** What a draw has to know about a question of the bank; `setup` in its stored form. */
export interface BankRow {
  question: string;
  version: string;
  kind: KindId;
  unit: string;
  competency: string;
  difficulty: 1 | 2 | 3;
  setup: unknown;
}

/** A cell in a word, for messages and as a key: "OM-1 numeric". */
export function nameOf({ unit, kind }: Pick<Cell, "unit" | "kind">): string {
  return `${unit} ${kind}`;
}

export function pointsOf({ pointsByKind }: Blueprint, kind: KindId): number {
  return pointsByKind[kind] ?? 0;
}

/** Points and questions of every paper that is drawn from this blueprint. */
export function sizeOf(blueprint: Blueprint): { questions: number; points: number } {
  const questions = blueprint.cells.reduce((sum, { count }) => sum + count, 0);
  return {
    questions,
    points: blueprint.cells.reduce((sum, { kind, count }) => sum + count * pointsOf(blueprint, kind), 0),
  };
}
