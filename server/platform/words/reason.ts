import type { Reason } from "../../../courses/decision.ts";
import { showInstant } from "../dates.ts";
import type { Translate } from "./index.ts";
import type { Language } from "../../../courses/language.ts";

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** A refusal in words; instants among its facts are said in the house's zone. */
export function sayReason(reason: Reason, t: Translate, language: Language = languageOf(t)): string {
  const facts = Object.fromEntries(
    Object.entries(reason.facts).map(([name, value]) => [
      name,
      typeof value === "string" && instant.test(value) ? showInstant(new Date(value), language) : value,
    ]),
  );
  return t(`refusal.${reason.code}`, facts);
}

function languageOf(t: Translate): Language {
  return t("site.language") === "en" ? "en" : "zh-CN";
}
