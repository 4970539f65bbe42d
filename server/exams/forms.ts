import { z } from "zod";
import { scorePolicies } from "../../courses/exams/attempt.ts";
import { isId } from "../people/store.ts";
import { isMinute } from "../platform/dates.ts";
import { listQuery } from "../platform/lists.ts";
import { purposes, releaseRules } from "./model.ts";
import { examOrders } from "./store.ts";

const id = z.string().refine(isId);
const moment = z.string().refine(isMinute, "form.time");

export const ExamPath = z.object({ examId: id });
export const ExamsQuery = z.object(listQuery(examOrders));
export const NewExamQuery = z.object({ cohort: z.union([z.literal(""), id]).default("") });
export const NewExamForm = z
  .strictObject({
    cohortId: z.string().refine(isId, "form.required"),
    blueprint: z.string().regex(/^[a-z0-9-]{2,40}$/, "form.required"),
    purpose: z.enum(purposes),
    opensAt: moment,
    closesAt: moment,
    /** 0: as often as one likes. */
    maxAttempts: z.coerce.number("form.invalid").int().min(0).max(100),
    gapMinutes: z.coerce.number("form.invalid").int().min(0).max(100_000),
    scorePolicy: z.enum(scorePolicies),
    release: z.enum(releaseRules),
    showAnswers: z.literal("on").optional(),
    coursesFirst: z.literal("on").optional(),
  })
  .refine(({ opensAt, closesAt }) => closesAt > opensAt, { path: ["closesAt"], error: "form.end-before-start" });
