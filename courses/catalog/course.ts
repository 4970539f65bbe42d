import { z } from "zod";
import { bilingual } from "../questions/parts.ts";
import { readContentFile } from "./content-file.ts";
import { courseId, lessonId, unitId } from "./ids.ts";
import { tierIds } from "./tier.ts";

/** courses/content/<course>/course.yaml */
const Course = z.strictObject({
  id: courseId,
  tier: z.enum(tierIds),
  /** Place among all courses. */
  order: z.int().min(1),
  unit: unitId,
  title: bilingual,
  summary: bilingual,
  audience: bilingual,
  /** Courses to complete first. */
  prerequisites: z.array(courseId),
  /** In the order of learning. */
  lessons: z.array(lessonId).min(1),
});
export type Course = z.infer<typeof Course>;

/** @throws ContentError naming file, line and field. */
export function parseCourse(text: string, file: string): Course {
  return readContentFile(Course, text, file);
}
