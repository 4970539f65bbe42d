import { z } from "zod";
import { isId } from "../people/store.ts";

const id = z.string().refine(isId);

export const AttemptPath = z.object({ attemptId: id });
export const ResultsQuery = z.object({
  examId: id,
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(20).max(500).default(50),
  sort: z.enum(["started", "score"]).default("started"),
});
export const ExamPath = z.object({ examId: id });
export const JudgementForm = z.strictObject({
  attemptId: id,
  place: z.coerce.number().int().min(0).max(500),
  verdict: z.enum(["accept", "reject"]),
  reason: z.string().trim().min(1, "form.required").max(500),
});
