import { z } from "zod";
import { personName } from "../people/identity.ts";
import { isId } from "../people/store.ts";
import { isDay } from "../platform/dates.ts";
import { listQuery } from "../platform/lists.ts";
import { cohortOrders, memberOrders } from "./store.ts";

const id = z.string().refine(isId);
const day = z.string().refine(isDay, "form.date");
const codeMax = z.coerce.number("form.invalid").int().min(1).max(5000);
const courseIds = z
  .union([z.string(), z.array(z.string()).max(50)], "form.choose-one")
  .transform((given) => [given].flat());

export const CohortPath = z.object({ cohortId: id });
export const CohortsQuery = z.object(listQuery(cohortOrders));
export const CohortQuery = z.object({ cohortId: id, ...listQuery(memberOrders, { usual: 50 }) });
export const NewCohortForm = z
  .strictObject({
    name: z.string().trim().min(1, "form.required").max(60),
    baseId: z.union([z.literal(""), id]).default(""),
    courses: courseIds,
    opensOn: day,
    closesOn: day,
    codeUntil: day,
    codeMax,
  })
  .refine(({ opensOn, closesOn }) => closesOn >= opensOn, { path: ["closesOn"], error: "form.end-before-start" });
export const CodeForm = z.strictObject({ cohortId: id, codeUntil: day, codeMax });

export const JoinQuery = z.object({ code: z.string().max(40).default("") });
export const JoinPath = z.object({ code: z.string().max(40) });
export const JoinForm = z.strictObject({
  name: personName,
  login: z.string().trim().min(1, "form.required").max(100),
  password: z.string().min(1, "form.required").max(200),
});
