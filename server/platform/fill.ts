import type { z } from "zod";
import { isWordKey, type Translate } from "./words/index.ts";

/** A form as it is shown again: what was typed, what is wrong, and the data once nothing is. */
export interface Form<T> {
  values: Record<string, string>;
  errors: Record<string, string>;
  data: T | null;
}

/** An untouched form, perhaps filled in. */
export function blank(values: Record<string, string> = {}): Form<never> {
  return { values, errors: {}, data: null };
}

/**
 * Reads a form that a person filled in; nothing is thrown. Schemas name the word of a message
 * (`z.string().min(1, "form.required")`); the facts of the rule (minimum, maximum) go into the sentence.
 */
export function fill<S extends z.ZodType>(schema: S, body: unknown, t: Translate): Form<z.output<S>> {
  const typed = (body ?? {}) as Record<string, unknown>;
  const values = Object.fromEntries(
    Object.entries(typed).map(([name, value]) => [name, typeof value === "string" ? value : ""]),
  );
  delete values["password"];
  const parsed = schema.safeParse({ ...typed });
  if (parsed.success) return { values, errors: {}, data: parsed.data };
  const errors: Record<string, string> = {};
  for (const issue of parsed.error.issues) errors[issue.path.join(".") || "form"] ??= sayIssue(issue, t);
  return { values, errors, data: null };
}

/** The same form with one more message, for what only the action could find out. */
export function withError<T>(form: Form<T>, field: string, message: string): Form<T> {
  return { ...form, data: null, errors: { ...form.errors, [field]: message } };
}

function sayIssue(issue: z.core.$ZodIssue, t: Translate): string {
  const facts = {
    ...("minimum" in issue && { n: Number(issue.minimum) }),
    ...("maximum" in issue && { n: Number(issue.maximum) }),
  };
  // A number's "not in the right form" stands for its range, too; the range says more.
  const ranged = issue.code === "too_small" || issue.code === "too_big";
  if (isWordKey(issue.message) && !(ranged && issue.message === "form.invalid")) return t(issue.message, facts);
  if (issue.code === "too_small") return t(issue.origin === "string" ? "form.too-short" : "form.too-small", facts);
  if (issue.code === "too_big") return t(issue.origin === "string" ? "form.too-long" : "form.too-big", facts);
  if (issue.code === "unrecognized_keys") return t("form.unknown-field", { fields: issue.keys.join(", ") });
  return t("form.invalid");
}
