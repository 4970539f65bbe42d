import { z } from "zod";
import { auditOrders } from "../audit/store.ts";
import { listQuery } from "../platform/lists.ts";
import { isId } from "../people/store.ts";

export const AuditQuery = z.object({
  person: z.union([z.literal(""), z.string().refine(isId)]).default(""),
  ...listQuery(auditOrders, { usual: 50 }),
  check: z.literal("1").optional(),
});

export const JobPath = z.object({ jobId: z.string().refine(isId) });
