import type { Bilingual, Language } from "../../courses/language.ts";
import type { Asked, Shuffle } from "../../courses/questions/kind.ts";
import { kindOf } from "../../courses/questions/kinds/index.ts";

/** What views/questions/answer.ejs shows. */
export interface Item {
  itemId: string;
  asked: Asked;
  answer: unknown;
  disabled: boolean;
}

interface Askable {
  kind: string;
  stem: Bilingual;
  setup: unknown;
}

/** A question as a control on a page; the key is never part of it. Without a shuffle the parts stand as they were written. */
export function itemOf(
  question: Askable,
  language: Language,
  item: { itemId: string; shuffle?: Shuffle; answer?: unknown; disabled?: boolean },
): Item {
  const asked = kindOf(question.kind).ask(question.setup, question.stem, item.shuffle ?? { order: [] }, language);
  return { itemId: item.itemId, asked, answer: item.answer ?? null, disabled: item.disabled ?? false };
}

/** An answer in words, "" for none. */
export function sayAnswer(question: Askable, answer: unknown, language: Language): string {
  return kindOf(question.kind).say(question.setup, answer, language);
}

/** The right answer in words. */
export function sayKey(question: Askable, language: Language): string {
  const { key, say } = kindOf(question.kind);
  return say(question.setup, key(question.setup, language), language);
}

/** How much of the question an answer gets right. */
export function markOf(question: Askable, answer: unknown): "right" | "partly" | "wrong" {
  const { got, of } = kindOf(question.kind).mark(question.setup, answer);
  return got === of ? "right" : got > 0 ? "partly" : "wrong";
}
