import { z } from "zod";
import { attemptOrders } from "../attempts/store.ts";
import { isId } from "../people/store.ts";
import { listQuery } from "../platform/lists.ts";

const id = z.string().refine(isId);

export const AttemptPath = z.object({ attemptId: id });
export const ResultsQuery = z.object({
  examId: id,
  ...listQuery(attemptOrders, { usual: 50, most: 500 }),
});
export const ExamPath = z.object({ examId: id });
export const JudgementForm = z.strictObject({
  attemptId: id,
  place: z.coerce.number().int().min(0).max(500),
  verdict: z.enum(["accept", "reject"]),
  reason: z.string().trim().min(1, "form.required").max(500),
});
