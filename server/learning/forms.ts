import { z } from "zod";

const id = z.string().regex(/^[A-Za-z0-9-]{2,20}$/);
const typed = z.string().max(2000);

export const CoursePath = z.object({ courseId: id });
export const LessonQuery = z.object({ courseId: id, lessonId: id, answered: id.optional().catch(undefined) });
export const Place = z.strictObject({
  courseId: id,
  lessonId: id,
  position: z.number().min(0).max(1),
  seconds: z.number().int().min(0).max(60),
});
/**
 * Beside the address: which question was sent, since nothing chosen sends no field, and the fields of practice questions,
 * named as courses/questions/typed.ts reads them.
 */
export const PracticeForm = z
  .object({ courseId: id, lessonId: id, question: id.optional() })
  .catchall(z.union([typed, z.array(typed).max(20)]));
