import type { Facts } from "../../../courses/decision.ts";
import type { Language } from "../../../courses/language.ts";
import { catalog } from "./catalog.ts";
import { certificates } from "./certificates.ts";
import { cohorts } from "./cohorts.ts";
import { events } from "./events.ts";
import { exams } from "./exams.ts";
import { form } from "./form.ts";
import { help } from "./help.ts";
import { home } from "./home.ts";
import { learning } from "./learning.ts";
import { people } from "./people.ts";
import { questions } from "./questions.ts";
import { refusals } from "./refusals.ts";
import { results } from "./results.ts";
import { room } from "./room.ts";
import { site } from "./site.ts";
import { system } from "./system.ts";
import { verification } from "./verification.ts";
import type { Phrase } from "./table.ts";

/** Every word of the product. */
export const words = {
  ...site,
  ...form,
  ...refusals,
  ...people,
  ...catalog,
  ...questions,
  ...cohorts,
  ...learning,
  ...exams,
  ...room,
  ...results,
  ...certificates,
  ...verification,
  ...home,
  ...system,
  ...events,
  ...help,
};
export type WordKey = keyof typeof words;

/** Says a word in the reader's language; `facts` fill the braces. */
export type Translate = (key: WordKey, facts?: Facts) => string;

export function isWordKey(key: string): key is WordKey {
  return Object.hasOwn(words, key);
}

const plurals = new Intl.PluralRules("en");

export function translator(language: Language): Translate {
  return (key, facts = {}) => {
    const phrase: Phrase = words[key][language];
    const sentence =
      typeof phrase === "string" ? phrase : phrase[plurals.select(Number(facts["n"])) === "one" ? "one" : "other"];
    if (!sentence.includes("{")) return sentence;
    return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ""));
  };
}
