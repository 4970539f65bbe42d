import { z } from "zod";
import { kindIds, type KindId } from "../../courses/questions/kinds/index.ts";
import { versionRefs } from "../catalog/actions.ts";
import { listQuery } from "../platform/lists.ts";
import { bankOrders } from "./store.ts";

const anything = z.literal("");
const lesson = z.string().regex(/^[A-Z]{2}\d{1,2}L\d{1,2}$/);
const kind = z.enum(kindIds as [KindId, ...KindId[]]);

export const QuestionPath = z.object({ questionId: z.string().regex(/^[A-Za-z0-9-]{2,20}$/) });
export const BankQueryForm = z.object({
  ...listQuery(bankOrders),
  lesson: z.union([lesson, anything]).default(""),
  kind: z.union([kind, anything]).default(""),
  use: z.enum(["practice", "exam", ""]).default(""),
  reviewed: z.enum(["yes", "no", ""]).default(""),
  /** Ticks that came along from other pages. */
  ids: versionRefs,
});
/** What a query asks of the bank: fields left open ask nothing. */
export function wishOf({ q, lesson, kind, use, reviewed }: Omit<z.output<typeof BankQueryForm>, "ids">) {
  return {
    ...(q && { q }),
    ...(lesson && { lesson }),
    ...(kind && { kind }),
    ...(use && { use }),
    ...(reviewed && { reviewed: reviewed === "yes" }),
  };
}

/** One or many versions that somebody has looked at, or all that a filter finds, and where she wants to go on. */
export const ReviewForm = z.strictObject({
  ...BankQueryForm.shape,
  scope: z.enum(["ticked", "all"]).default("ticked"),
  next: z.string().max(500).optional(),
});
