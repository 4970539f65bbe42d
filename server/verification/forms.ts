import { z } from "zod";

/** As people type it: anything short. */
export const VerifyQuery = z.object({ number: z.string().trim().max(100).optional() });
export const NumberPath = z.object({ number: z.string().max(100) });
export const PaperForm = z.strictObject({ text: z.string().trim().min(1).max(2000) });
export const NameForm = z.strictObject({
  number: z.string().max(100),
  name: z.string().trim().min(1, "form.required").max(60),
});
