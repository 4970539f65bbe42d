import { marksOf, sixtiethsPerPoint, type Sixtieths } from "../points.ts";
import { kindOf } from "../questions/kinds/index.ts";

/** A place on a paper together with what marks it. */
export interface MarkedQuestion {
  itemId: string;
  kind: string;
  competency: string;
  /** Whole points. */
  points: number;
  setup: unknown;
}

export interface Marked {
  marks: Sixtieths;
  max: Sixtieths;
}

export interface MarkedPaper {
  items: (Marked & { itemId: string })[];
  total: Sixtieths;
  max: Sixtieths;
  /** In the order in which competencies appear on the paper. */
  byCompetency: (Marked & { competency: string })[];
}

/**
 * Marks a whole paper. What is not answered, not understood or not asked earns nothing.
 * @param answers by itemId, in the shapes of INTERFACE.md; null is no answer
 */
export function markPaper(paper: readonly MarkedQuestion[], answers: Readonly<Record<string, unknown>>): MarkedPaper {
  const items = paper.map((item) => ({
    itemId: item.itemId,
    competency: item.competency,
    ...markItem(item, given(answers, item.itemId)),
  }));
  return {
    items: items.map(({ itemId, marks, max }) => ({ itemId, marks, max })),
    total: sum(items).marks,
    max: sum(items).max,
    byCompetency: [...new Set(items.map(({ competency }) => competency))].map((competency) => ({
      competency,
      ...sum(items.filter((item) => item.competency === competency)),
    })),
  };
}

function given(answers: Readonly<Record<string, unknown>>, itemId: string): unknown {
  return Object.hasOwn(answers, itemId) ? answers[itemId] : null;
}

function markItem({ kind, points, setup }: MarkedQuestion, answer: unknown): Marked {
  const share = answer === null || answer === undefined ? { got: 0, of: 1 } : kindOf(kind).mark(setup, answer);
  return { marks: marksOf(points, share), max: points * sixtiethsPerPoint };
}

function sum(items: readonly Marked[]): Marked {
  return { marks: items.reduce((all, { marks }) => all + marks, 0), max: items.reduce((all, { max }) => all + max, 0) };
}
