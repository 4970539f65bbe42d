import { z } from "zod";
import { partId } from "../../courses/questions/parts.ts";
import { isId } from "../people/store.ts";

const id = z.string().refine(isId);
const itemId = z.string().regex(/^q\d{1,3}$/);
const text = z.string().max(2000);

/** An answer in one of the shapes of INTERFACE; whether it fits its question is marking's matter. */
export const AnswerShape = z.union([
  z.null(),
  z.boolean(),
  text,
  z.array(z.string().max(200)).max(20),
  z.strictObject({ verdict: z.boolean(), reason: text }),
  z.record(partId, partId).refine((pairs) => Object.keys(pairs).length <= 20),
]);

export const ExamPath = z.object({ examId: id });
export const AttemptPath = z.object({ attemptId: id });
export const SaveBody = z.strictObject({
  attemptId: id,
  itemId,
  revision: z.int().min(0).max(1_000_000),
  answer: AnswerShape,
});
export const FlagBody = z.strictObject({ attemptId: id, itemId, flagged: z.boolean() });
export const ExtraTimeForm = z.strictObject({
  examId: id,
  personId: id,
  minutes: z.coerce.number().int().min(0).max(600),
});
