import { z } from "zod";
import { revocationReasons, suspensionReasons } from "../../certificates/life.ts";
import { isId } from "../people/store.ts";

const id = z.string().refine(isId);
const qualification = z.string().regex(/^[A-Z]{2}[A-Z0-9-]{0,18}$/);
const page = z.coerce.number().int().min(1).max(10_000).default(1);

export const NumberPath = z.object({ number: z.string().max(60) });
export const DeedPath = NumberPath.extend({ deed: z.enum(["suspension", "lift", "revocation"]) });
export const BatchPath = z.object({ batchId: id, page });

export const CertificatesQuery = z.object({
  q: z.string().trim().max(60).default(""),
  state: z.enum(["", "valid", "expired", "suspended", "revoked"]).default(""),
  page,
  size: z.coerce.number().int().min(1).max(100).default(25),
});

export const IssueQuery = z.object({
  qualification: z.union([z.literal(""), qualification]).default(""),
  cohort: z.union([z.literal(""), id]).default(""),
  q: z.string().trim().max(60).default(""),
  page,
});

export const IssueForm = z.strictObject({
  qualification,
  cohort: id,
  scope: z.enum(["chosen", "all"]),
  people: z.union([id.transform((one) => [one]), z.array(id).max(200)]).default([]),
});

const words = z.string().trim().min(1, "form.required").max(500);
const reason = (classes: readonly { id: string }[]) =>
  z.string("form.required").refine((given) => classes.some((one) => one.id === given), "form.required");

/** What each deed asks for: a class from its list and words; a lift needs words only. */
export const deedForms = {
  suspension: z.strictObject({ reason: reason(suspensionReasons), words }),
  lift: z.strictObject({ words }).transform((given) => ({ ...given, reason: null })),
  revocation: z.strictObject({ reason: reason(revocationReasons), words }),
} as const;
