import mongoose, { Schema } from "mongoose";
import { kindIds } from "../../courses/questions/kinds/index.ts";

const bilingual = { "zh-CN": { type: String, required: true }, en: { type: String, required: true } };

/** One document a version; an attempt names the version it was drawn from, so results never change by an edit. */
const questionSchema = new Schema(
  {
    /** question@version */
    _id: String,
    question: { type: String, required: true },
    version: { type: String, required: true },
    current: { type: Boolean, required: true },
    lesson: { type: String, required: true },
    competency: { type: String, required: true },
    unit: { type: String, required: true },
    kind: { type: String, enum: kindIds, required: true },
    use: { type: String, enum: ["practice", "exam"] as const, required: true },
    difficulty: { type: Number, enum: [1, 2, 3], required: true },
    stem: bilingual,
    explanation: bilingual,
    setup: { type: Schema.Types.Mixed, required: true },
    review: { type: new Schema({ by: String, byName: String, at: Date }, { _id: false }), default: null },
    loadedAt: { type: Date, required: true },
  },
  { strict: "throw", versionKey: false },
);
for (const order of [
  { lesson: 1, question: 1 },
  { difficulty: 1, lesson: 1, question: 1 },
] as const) {
  questionSchema.index({ current: 1, ...order });
  questionSchema.index({ current: 1, use: 1, ...order });
}
questionSchema.index({ current: 1, lesson: 1, difficulty: 1, question: 1 });
questionSchema.index({ current: 1, use: 1, unit: 1 });
questionSchema.index({ question: 1, loadedAt: -1 });

export const QuestionVersion = mongoose.model("QuestionVersion", questionSchema, "questions");
