import { kindOf } from "../../courses/questions/kinds/index.ts";
import { lessonsOf } from "../../server/catalog/store.ts";
import { bankOf, type Question } from "../../server/questions/store.ts";
import type { Answer, Browser } from "./actor.ts";

export type FormFields = Record<string, string | string[]>;

/** The form fields in which a browser without JavaScript sends this answer (courses/questions/typed.ts). */
export function fieldsOf(itemId: string, kind: string, answer: unknown): FormFields {
  const under = (pairs: [string | number, string][]) =>
    Object.fromEntries(pairs.map(([part, value]) => [`${itemId}.${part}`, value]));
  switch (kindOf(kind).control) {
    case "order":
      return under((answer as string[]).map((id, place) => [id, String(place + 1)]));
    case "pairs":
      return under(Object.entries(answer as Record<string, string>));
    case "blanks":
      return under((answer as string[]).map((text, place) => [place, text]));
    case "true-false":
      return typeof answer === "object" && answer
        ? {
            [itemId]: String((answer as { verdict: boolean }).verdict),
            ...under([["reason", (answer as { reason: string }).reason]]),
          }
        : { [itemId]: String(answer) };
    default:
      return { [itemId]: Array.isArray(answer) ? (answer as string[]) : String(answer) };
  }
}

export const keyOf = ({ kind, setup }: Question): unknown => kindOf(kind).key(setup);

export function practiceOf(lessonId: string): Promise<Question[]> {
  return bankOf({ lesson: lessonId, use: "practice" });
}

export const lessonPath = (lessonId: string) =>
  `/courses/${lessonId.slice(0, lessonId.indexOf("L"))}/lessons/${lessonId}`;

/** Answers one practice question through its form. */
export function answer(browser: Browser, question: Question, given: unknown): Promise<Answer> {
  const path = lessonPath(question.lesson);
  return browser.post(`${path}/practice`, fieldsOf(question.question, question.kind, given), path);
}

/** Reads a lesson and answers all of its practice rightly. */
export async function study(browser: Browser, lessonId: string): Promise<void> {
  for (const question of await practiceOf(lessonId)) await answer(browser, question, keyOf(question));
}

export async function studyCourse(browser: Browser, courseId: string): Promise<void> {
  for (const { id } of lessonsOf(courseId)) await study(browser, id);
}
