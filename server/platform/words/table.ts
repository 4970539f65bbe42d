import type { Language } from "../../../courses/language.ts";

/** A sentence with `{facts}`; where English counts, by its plural form of the fact `n`. */
export type Phrase = string | { one: string; other: string };

/** One feature's words, every language side by side: a missing one does not compile. */
export type WordTable = Record<string, Record<Language, Phrase>>;
