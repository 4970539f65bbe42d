import type { Random } from "../../courses/random.ts";
import { shuffled } from "../../courses/random.ts";
import { kindOf } from "../../courses/questions/kinds/index.ts";
import type { Question } from "../questions/store.ts";

/** What somebody answers who knows so much (0–1): the right thing, something plausible, or now and then nothing. */
export function answerBy(skill: number, question: Question, random: Random): unknown {
  const key = kindOf(question.kind).key(question.setup);
  if (random() < skill) return key;
  if (random() < 0.06) return null;
  return slipOf(key, question, random);
}

/** A slip of the kind that people make: a neighbour of the right answer in the same shape. */
function slipOf(key: unknown, question: Question, random: Random): unknown {
  const list = Array.isArray(key) ? (key as string[]) : [];
  const { options } = kindOf(question.kind).ask(question.setup, question.stem, { order: [] }, "zh-CN");
  if (typeof key === "boolean") return !key;
  if (question.kind === "numeric") return String(Math.round(Number(key) * (random() < 0.5 ? 10 : 1.25) * 100) / 100);
  if (typeof key === "string")
    return (
      shuffled(
        options.map(({ id }) => id).filter((id) => id !== key),
        random,
      )[0] ?? key
    );
  if (question.kind === "multiple-response")
    return list.length > 1 ? list.slice(1) : [...list, options.find(({ id }) => !list.includes(id))?.id];
  if (question.kind === "fill-in") return list.map((text, place) => (place ? text : "不清楚"));
  if (list.length) return [...list.slice(1), list[0]];
  const pairs = Object.entries(key as Record<string, string>);
  return Object.fromEntries(pairs.map(([left], place) => [left, pairs[(place + 1) % pairs.length]?.[1] ?? ""]));
}

/** An answer as the fields of the form that a browser without scripts sends. */
export function fieldsOf(question: Question, answer: unknown): Record<string, string | string[]> {
  const name = question.question;
  if (answer === null || answer === undefined) return {};
  if (typeof answer === "string" || typeof answer === "boolean") return { [name]: String(answer) };
  if (question.kind === "multiple-response") return { [name]: answer as string[] };
  if (question.kind === "ordering")
    return Object.fromEntries((answer as string[]).map((id, place) => [`${name}.${id}`, String(place + 1)]));
  return Object.fromEntries(
    Object.entries(answer as Record<string, string>).map(([part, text]) => [`${name}.${part}`, text]),
  );
}
