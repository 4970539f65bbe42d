import type { QuestionKind } from "../kind.ts";
import { fillIn } from "./fill-in.ts";
import { matching } from "./matching.ts";
import { multipleResponse } from "./multiple-response.ts";
import { numeric } from "./numeric.ts";
import { ordering } from "./ordering.ts";
import { singleChoice } from "./single-choice.ts";
import { trueFalse } from "./true-false.ts";

/** Every kind of question, in the order of a paper's head. A new kind is a file here and one line. */
export const kinds = [singleChoice, multipleResponse, trueFalse, numeric, ordering, matching, fillIn] as const;

export type KindId = (typeof kinds)[number]["id"];
export const kindIds: KindId[] = kinds.map(({ id }) => id);

export function isKindId(id: string): id is KindId {
  return kindIds.some((known) => known === id);
}

/** @throws Error for an id that no kind has. */
export function kindOf(id: string): QuestionKind {
  const found = kinds.find((kind) => kind.id === id);
  if (!found) throw new Error(`there is no question kind ${id}`);
  return found;
}
