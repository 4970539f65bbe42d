import mongoose, { Schema } from "mongoose";

const progressSchema = new Schema(
  {
    personId: { type: String, required: true },
    courseId: { type: String, required: true },
    lessonId: { type: String, required: true },
    openedAt: { type: Date, required: true },
    lastAt: { type: Date, required: true },
    /** Seconds with the page in front, as far as the clock allows. */
    seconds: { type: Number, default: 0 },
    /** How far down the page, 0–1. */
    position: { type: Number, default: 0 },
    /** question → { answer, right, at }; once right stays right. */
    practice: { type: Schema.Types.Mixed, default: {} },
    completedAt: { type: Date, default: null },
  },
  { strict: "throw", versionKey: false, minimize: false },
);
progressSchema.index({ personId: 1, lessonId: 1 }, { unique: true });
progressSchema.index({ personId: 1, lastAt: -1 });

export const Progress = mongoose.model("Progress", progressSchema, "progress");
