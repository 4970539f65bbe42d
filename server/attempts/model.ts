import mongoose, { Schema } from "mongoose";
import { attemptStates } from "../../courses/exams/attempt.ts";

const attemptSchema = new Schema(
  {
    examId: { type: String, required: true },
    personId: { type: String, required: true },
    baseId: { type: String, required: true },
    /** 1 for the first try of this person at this exam. */
    number: { type: Number, required: true },
    state: { type: String, enum: attemptStates, required: true },
    startedAt: { type: Date, required: true },
    endsAt: { type: Date, required: true },
    seed: { type: String, required: true },
    /** The paper as drawn: courses/exams/draw.ts. */
    paper: { type: [Schema.Types.Mixed], required: true },
    /** itemId → { answer, revision, savedAt }; every item of the paper has its place from the start. */
    answers: { type: Schema.Types.Mixed, required: true },
    /** itemId → true */
    flags: { type: Schema.Types.Mixed, default: {} },
    handedInAt: { type: Date, default: null },
    handedInBy: { type: String, enum: ["candidate", "house", null] as const, default: null },
    /** Marks in sixtieths of a point, made once after handing in. */
    result: { type: Schema.Types.Mixed, default: null },
    /** True from closing until the marks are stored; the sweep looks for it. */
    unmarked: { type: Boolean },
    /** How many of `late` were judged: a judgement builds on those before it. */
    judged: { type: Number, default: 0 },
    /** What arrived after the end: kept as evidence, counts only if a named person accepts it. */
    late: { type: [Schema.Types.Mixed], default: [] },
  },
  { strict: "throw", versionKey: false, minimize: false },
);
attemptSchema.index({ examId: 1, personId: 1, number: 1 }, { unique: true });
attemptSchema.index({ personId: 1, startedAt: -1 });
attemptSchema.index({ state: 1, endsAt: 1 });
attemptSchema.index({ unmarked: 1 }, { sparse: true });
attemptSchema.index({ examId: 1, startedAt: 1, _id: 1 });
attemptSchema.index({ examId: 1, "result.total": -1, _id: 1 });

export const Attempt = mongoose.model("Attempt", attemptSchema, "attempts");
