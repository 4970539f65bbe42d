import mongoose, { Schema } from "mongoose";
import { scorePolicies } from "../../courses/exams/attempt.ts";

export const purposes = ["certifying", "mock"] as const;
/** When a candidate sees her result: at once, after the window, or when a named person releases it. */
export const releaseRules = ["at-once", "after-close", "by-hand"] as const;

const bilingual = { "zh-CN": { type: String, required: true }, en: { type: String, required: true } };

const examSchema = new Schema(
  {
    baseId: { type: String, required: true },
    cohortIds: { type: [String], required: true },
    title: bilingual,
    purpose: { type: String, enum: purposes, required: true },
    blueprintId: { type: String, required: true },
    /** The blueprint as it was when the exam was made: a later version does not change a running exam. */
    blueprint: { type: Schema.Types.Mixed, required: true },
    /** Percent of the points that pass. */
    pass: { type: Number, required: true },
    /** Versions of questions (question@version) that papers are drawn from, fixed by publishing. */
    bank: { type: [String], default: [] },
    /** Courses to complete before the start. */
    courses: { type: [String], default: [] },
    opensAt: { type: Date, required: true },
    closesAt: { type: Date, required: true },
    durationMinutes: { type: Number, required: true },
    maxAttempts: { type: Number, default: null },
    gapMinutes: { type: Number, default: 0 },
    scorePolicy: { type: String, enum: scorePolicies, required: true },
    release: { type: String, enum: releaseRules, required: true },
    /** Explanations and right answers with the result. */
    showAnswers: { type: Boolean, required: true },
    /** person → minutes granted for this exam. */
    extraMinutes: { type: Schema.Types.Mixed, default: {} },
    state: { type: String, enum: ["draft", "published"] as const, default: "draft" },
    releasedAt: { type: Date, default: null },
    createdAt: { type: Date, required: true },
  },
  { strict: "throw", versionKey: false, minimize: false },
);
examSchema.index({ baseId: 1, opensAt: -1, _id: -1 });
examSchema.index({ opensAt: -1, _id: -1 });
examSchema.index({ baseId: 1, closesAt: -1, _id: -1 });
examSchema.index({ closesAt: -1, _id: -1 });
examSchema.index({ cohortIds: 1, state: 1, closesAt: 1 });

export const Exam = mongoose.model("Exam", examSchema, "exams");
