import { record } from "../audit/actions.ts";
import type { VersionRef } from "../catalog/actions.ts";
import { shippedQuestions } from "../catalog/store.ts";
import type { Actor } from "../platform/actor.ts";
import { bankPage, saveReview, storeQuestions, type BankQuery } from "./store.ts";

/** Puts the questions that ship into the bank: at every start, after the catalogue. */
export async function loadBank(): Promise<void> {
  await storeQuestions(shippedQuestions(), new Date());
}

/** The first so many of what a filter finds are reviewed by one press; the rest by the next. */
const mostAtOnce = 500;

/** What a filter of the bank finds and nobody has reviewed. */
export async function unreviewedOf(filter: Omit<BankQuery, "page" | "size">): Promise<VersionRef[]> {
  const { questions } = await bankPage({ ...filter, reviewed: false, page: 1, size: mostAtOnce });
  return questions.map(({ question, version }) => ({ id: question, version }));
}

/** A named person has looked at these versions of questions. @returns how many were not reviewed before */
export async function reviewQuestions(actor: Actor, questions: readonly VersionRef[], now: Date): Promise<number> {
  let reviewed = 0;
  for (const { id, version } of questions) {
    if (!(await saveReview(actor, `${id}@${version}`, now))) continue;
    await record(actor, "question.reviewed", { object: id, facts: { version } });
    reviewed += 1;
  }
  return reviewed;
}
