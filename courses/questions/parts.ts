import { z } from "zod";
import { languages, type Language } from "../language.ts";
import { shuffled, type Random } from "../random.ts";
import type { AskedOption } from "./kind.ts";

/** Ids inside a question: letters, digits and hyphens, so that they are safe as keys of a stored document. */
export const partId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/, "an id is letters, digits and hyphens");

const words = z.string().trim().min(1, "the text is missing").max(2000);
/** A text in every language, none empty. */
export const bilingual = z.strictObject({ "zh-CN": words, en: words });

/** Something to choose, order or pair. `pinned` ("all of the above") stays last when the others are shuffled. */
export const part = z.strictObject({ id: partId, text: bilingual, pinned: z.boolean().optional() });
export type Part = z.infer<typeof part>;

/** Two to `most` parts with different ids and, in each language, different texts. */
export function parts(most: number) {
  return z
    .array(part)
    .min(2)
    .max(most)
    .refine((list) => allDifferent(list.map(({ id }) => id)), "two have the same id")
    .refine(
      (list) => languages.every((language) => allDifferent(list.map(({ text }) => text[language]))),
      "two have the same text",
    );
}

export function allDifferent(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

/** Whether two lists hold the same ids, in any order. */
export function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && allDifferent(one) && one.every((id) => other.includes(id));
}

/** Ids in random order, pinned ones last in their own order. */
export function shuffledIds(list: readonly Part[], random: Random): string[] {
  const loose = list.filter(({ pinned }) => !pinned);
  return [...shuffled(loose, random), ...list.filter(({ pinned }) => pinned)].map(({ id }) => id);
}

/** The parts in a stored order; what an order does not name comes after it, so nothing can get lost. */
export function inOrder(list: readonly Part[], order: readonly string[], language: Language): AskedOption[] {
  const place = ({ id }: Part) => (order.includes(id) ? order.indexOf(id) : order.length);
  return [...list].sort((a, b) => place(a) - place(b)).map(({ id, text }) => ({ id, text: text[language] }));
}

/** The text of one id, "" when there is no such part. */
export function textOf(list: readonly Part[], id: string, language: Language): string {
  return list.find((one) => one.id === id)?.text[language] ?? "";
}

/** A list in words, with the language's own separator. */
export function listed(texts: readonly string[], language: Language): string {
  return texts.filter(Boolean).join(language === "zh-CN" ? "；" : "; ");
}
