import type { Asked } from "./kind.ts";

/** Whether every part of a question has an answer, right or wrong: each blank, each pair, each step. Pure. */
export function isWhole(
  { control, options, blanks }: Pick<Asked, "control" | "options" | "blanks">,
  answer: unknown,
): boolean {
  if (answer === null || answer === undefined) return false;
  if (control === "order") return Array.isArray(answer) && answer.length === options.length;
  if (control === "pairs") return Object.keys(answer).length === options.length;
  if (control === "blanks")
    return Array.isArray(answer) && Array.from({ length: blanks }, (_, at) => answer[at] as unknown).every(isTyped);
  return true;
}

function isTyped(text: unknown): boolean {
  return typeof text === "string" && text.trim() !== "";
}
