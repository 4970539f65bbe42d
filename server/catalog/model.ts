import mongoose, { Schema } from "mongoose";

const bilingual = { "zh-CN": { type: String, required: true }, en: { type: String, required: true } };
const review = new Schema({ by: String, byName: String, at: Date }, { _id: false });

const courseSchema = new Schema(
  { _id: String, version: { type: String, required: true }, content: { type: Schema.Types.Mixed, required: true } },
  { strict: "throw", versionKey: false },
);
export const CourseDocument = mongoose.model("Course", courseSchema, "courses");

const lessonSchema = new Schema(
  {
    _id: String,
    courseId: { type: String, required: true, index: true },
    version: { type: String, required: true },
    title: bilingual,
    content: { type: Schema.Types.Mixed, required: true },
    html: bilingual,
    /** Who looked at this version; content that changes has to be looked at again. */
    review: { type: review, default: null },
  },
  { strict: "throw", versionKey: false },
);
export const LessonDocument = mongoose.model("Lesson", lessonSchema, "lessons");
