import { z } from "zod";
import { cohortOrders } from "../cohorts/store.ts";
import { isId } from "../people/store.ts";
import { listQuery } from "../platform/lists.ts";
import { rowOrders } from "./store.ts";

const id = z.string().refine(isId);
const qualification = z.string().regex(/^[A-Z]{2}[A-Z0-9-]{0,18}$/);
/** What a form with ticks brings: nobody, one or many; more fit into no address, and there is "all" for them. */
const people = z.union([id.transform((one) => [one]), z.array(id).max(300)]).default([]);

export const BatchPath = z.object({ batchId: id, ...listQuery(rowOrders, { usual: 100 }) });

export const IssueQuery = z.object({
  qualification: z.union([z.literal(""), qualification]).default(""),
  cohort: z.union([z.literal(""), id]).default(""),
  ...listQuery(cohortOrders),
  /** Ticks that came along from other pages. */
  people,
});

export const IssueForm = z.strictObject({
  qualification,
  cohort: id,
  scope: z.enum(["chosen", "all"]).default("chosen"),
  people,
});
