import { z } from "zod";

/** Ids of the catalogue, as in curriculum 2.0: course OM1, lesson OM1L2, unit OM-1 (or GN), competency OM-1.2, question OM1L2-01. */
export const courseId = z.string().regex(/^[A-Z]{2}\d{1,2}$/, 'a course id looks like "OM1"');
export const lessonId = z.string().regex(/^[A-Z]{2}\d{1,2}L\d{1,2}$/, 'a lesson id looks like "OM1L2"');
export const unitId = z.string().regex(/^[A-Z]{2}(-\d{1,2})?$/, 'a unit id looks like "OM-1"');
export const competencyId = z.string().regex(/^[A-Z]{2}-\d{1,2}\.\d{1,2}$/, 'a competency id looks like "OM-1.2"');
export const questionId = z
  .string()
  .regex(/^[A-Z]{2}\d{1,2}L\d{1,2}-p?\d{1,3}$/, 'a question id looks like "OM1L2-01" or "OM1L2-p1"');
