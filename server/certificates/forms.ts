import { z } from "zod";
import { revocationReasons, suspensionReasons } from "../../certificates/life.ts";
import { listQuery } from "../platform/lists.ts";
import { certificateOrders } from "./store.ts";

export const NumberPath = z.object({ number: z.string().max(60) });
export const DeedPath = NumberPath.extend({ deed: z.enum(["suspension", "lift", "revocation"]) });

export const CertificatesQuery = z.object({
  ...listQuery(certificateOrders),
  state: z.enum(["", "valid", "expired", "suspended", "revoked"]).default(""),
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
