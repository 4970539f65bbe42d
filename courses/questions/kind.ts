import type { ZodType } from "zod";
import type { Bilingual, Language } from "../language.ts";
import type { Random } from "../random.ts";

/** What share of its points an answer earns, as an exact fraction: 0 ≤ got ≤ of, of ≥ 1. */
export interface Share {
  got: number;
  of: number;
}

/** The order in which one candidate sees what can be shuffled, as ids; stored with the paper. `right` is used by matching only. */
export interface Shuffle {
  order: string[];
  right?: string[];
}

/** One thing to choose, drag or pair, in the reader's language. */
export interface AskedOption {
  id: string;
  text: string;
}

/** What a candidate is shown: everything but the key. `options` in the candidate's own order. */
export interface Asked {
  stem: string;
  control: Control;
  options: AskedOption[];
  /** matching: the right-hand column. */
  choices: AskedOption[];
  /** fill-in: the number of blanks; else 0. */
  blanks: number;
  /** numeric: the unit printed behind the field, "" when none. */
  unit: string;
}

/** The form of the answer's control; one partial each in views/questions/controls/. */
export type Control = "radio" | "checkbox" | "true-false" | "number" | "order" | "pairs" | "blanks";

/** The text fields that every kind's setup has. The Markdown subset is plain text; no HTML. */
export interface QuestionText {
  stem: Bilingual;
  explanation: Bilingual;
}

/**
 * The contract of a kind of question. Outside its file `setup` and `answer` are unknown: nobody else can depend on their
 * shape. `setup` as stored in content files and in the store holds the key; `ask` never does.
 */
export interface QuestionKind {
  id: string;
  /** The curriculum's two- or three-letter code: SC MC TF NUM ORD MAT FIB. */
  code: string;
  label: Bilingual;
  /** How it is marked, in a phrase for the paper's head: "少选得一半，错选 0 分". */
  marking: Bilingual;
  control: Control;
  /** Setup with key; stem and explanation beside it are not part of it. */
  setup: ZodType;
  /** An answer as INTERFACE.md says; null (nothing answered) is dealt with before. */
  answer: ZodType;
  /** Draws the candidate's own order; pinned options stay last. */
  shuffle(setup: unknown, random: Random): Shuffle;
  /** Everything a candidate may see. */
  ask(setup: unknown, stem: Bilingual, shuffle: Shuffle, language: Language): Asked;
  /** @throws never: an answer of a wrong shape earns nothing. */
  mark(setup: unknown, answer: unknown): Share;
  /** The key in the shape of an answer, for review after release; of accepted texts the first in the reader's language. */
  key(setup: unknown, language?: Language): unknown;
  /** An answer in words for the result page, e.g. "A, C" texts; "" for none. */
  say(setup: unknown, answer: unknown, language: Language): string;
}
