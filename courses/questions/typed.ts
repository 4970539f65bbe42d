import type { Control } from "./kind.ts";

/** What a submitted HTML form brings, by field name. */
export type FormBody = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One question's fields, read. */
export interface TypedAnswer {
  /** In the shape of INTERFACE.md; null when nothing was chosen or typed. */
  answer: unknown;
  /** The revision that the page was made from (`revision.q1`), null without that field. */
  revision: number | null;
  /** `flag.q1`. */
  flagged: boolean;
}

/**
 * Answers out of the form that works without JavaScript, by itemId. Field names: `q1` for radio, checkbox (repeated),
 * number and true-false (with `q1.reason`), `q1.<itemId>` = place for order, `q1.<leftId>` = right id for pairs,
 * `q1.0`, `q1.1` … for blanks. Nothing is checked against the question: marking does that.
 */
export function answersTyped(
  items: readonly { itemId: string; control: Control }[],
  body: FormBody,
): Map<string, TypedAnswer> {
  return new Map(
    items.map(({ itemId, control }) => {
      const revision = one(body, `revision.${itemId}`);
      const typed = {
        answer: readers[control](body, itemId),
        revision: /^\d{1,9}$/.test(revision) ? Number(revision) : null,
      };
      return [itemId, { ...typed, flagged: one(body, `flag.${itemId}`) !== "" }];
    }),
  );
}

const readers: Record<Control, (body: FormBody, name: string) => unknown> = {
  radio: (body, name) => one(body, name) || null,
  checkbox: (body, name) => filled(all(body, name)),
  "true-false": verdict,
  number: (body, name) => one(body, name) || null,
  order: (body, name) =>
    filled(
      under(body, name)
        .filter(([, place]) => /^\d{1,3}$/.test(place))
        .sort(([, a], [, b]) => Number(a) - Number(b))
        .map(([id]) => id),
    ),
  pairs: (body, name) => {
    const paired = under(body, name).filter(([, right]) => right !== "");
    return paired.length ? Object.fromEntries(paired) : null;
  },
  blanks,
};

function verdict(body: FormBody, name: string): unknown {
  const chosen = one(body, name);
  if (chosen !== "true" && chosen !== "false") return null;
  const reason = one(body, `${name}.reason`);
  return reason ? { verdict: chosen === "true", reason } : chosen === "true";
}

function blanks(body: FormBody, name: string): string[] | null {
  const typed: string[] = [];
  for (let place = 0; body[`${name}.${place}`] !== undefined && place < 20; place += 1)
    typed.push(one(body, `${name}.${place}`));
  return typed.some(Boolean) ? typed : null;
}

/** The fields `name.part`, as part and value. */
function under(body: FormBody, name: string): [string, string][] {
  const fields = Object.keys(body).filter((field) => field.startsWith(`${name}.`));
  return fields.map((field) => [field.slice(name.length + 1), one(body, field)]);
}

function one(body: FormBody, name: string): string {
  return (all(body, name)[0] ?? "").trim();
}

function all(body: FormBody, name: string): string[] {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  return typeof value === "string" ? [value] : [...(value ?? [])];
}

function filled(values: string[]): string[] | null {
  const given = values.filter((value) => value !== "");
  return given.length ? given : null;
}
