import { z } from "zod";
import { isId } from "../people/store.ts";

export const AuditQuery = z.object({
  person: z.union([z.literal(""), z.string().refine(isId)]).default(""),
  object: z.string().trim().max(60).default(""),
  check: z.literal("1").optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(100).default(50),
});

export const JobPath = z.object({ jobId: z.string().refine(isId) });
