import type { Competency } from "../../courses/catalog/competency.ts";
import type { Course } from "../../courses/catalog/course.ts";
import type { Actor } from "../platform/actor.ts";
import { NotFound } from "../platform/errors.ts";
import type { Shipped, ShippedLesson } from "./content.ts";
import { CourseDocument, LessonDocument } from "./model.ts";

export interface Review {
  by: string;
  byName: string;
  at: Date;
}

/** What ships does not change while the program runs; only reviews do, and those are read from the store. */
let shipped: Shipped = { competencies: [], courses: [], lessons: [], questions: [] };

/** Puts shipped content into the store where its version differs; a new version is unreviewed. */
export async function storeShipped(content: Shipped): Promise<void> {
  const storedLessons = new Map(
    (await LessonDocument.find({}, { version: 1 }).limit(2000).lean()).map((row) => [row._id, row.version]),
  );
  for (const { version, ...course } of content.courses)
    await CourseDocument.updateOne({ _id: course.id }, { $set: { version, content: course } }, { upsert: true });
  for (const { version, html, courseId, title, ...facts } of content.lessons) {
    if (storedLessons.get(facts.id) === version) continue;
    await LessonDocument.updateOne(
      { _id: facts.id },
      { $set: { courseId, version, html, title, content: facts, review: null } },
      { upsert: true },
    );
  }
  shipped = content;
}

export function allCourses(): readonly Course[] {
  return shipped.courses;
}

/** @throws NotFound */
export function courseOf(id: string): Course {
  const course = shipped.courses.find((one) => one.id === id);
  if (!course) throw new NotFound();
  return course;
}

export function lessonsOf(courseId: string): ShippedLesson[] {
  return shipped.lessons.filter((lesson) => lesson.courseId === courseId).sort((a, b) => a.order - b.order);
}

/** @throws NotFound when there is no such lesson in this course. */
export function lessonOf(courseId: string, lessonId: string): ShippedLesson {
  const lesson = shipped.lessons.find((one) => one.id === lessonId && one.courseId === courseId);
  if (!lesson) throw new NotFound();
  return lesson;
}

export function allLessons(): readonly ShippedLesson[] {
  return shipped.lessons;
}

export function allCompetencies(): readonly Competency[] {
  return shipped.competencies;
}

export function findCompetency(id: string): Competency | undefined {
  return shipped.competencies.find((one) => one.id === id);
}

/** Every question that ships; the bank keeps them with their versions. */
export function shippedQuestions(): Shipped["questions"] {
  return shipped.questions;
}

/** Who reviewed the present version of one lesson, or null. */
export async function lessonReview(lessonId: string): Promise<Review | null> {
  const row = await LessonDocument.findOne({ _id: lessonId }, { review: 1 }).lean();
  return (row?.review as Review | null | undefined) ?? null;
}

/** Who reviewed each lesson's present version. */
export async function lessonReviews(): Promise<Map<string, Review | null>> {
  const rows = await LessonDocument.find({}, { review: 1 }).limit(2000).lean();
  return new Map(rows.map((row) => [String(row._id), (row.review as Review | null) ?? null]));
}

/** Marks a version of a lesson as looked at by a named person; false when it is another version or was reviewed. */
export async function saveLessonReview(actor: Actor, lessonId: string, version: string, at: Date): Promise<boolean> {
  const done = await LessonDocument.updateOne(
    { _id: lessonId, version, review: null },
    { $set: { review: { by: actor.id, byName: actor.name, at } } },
  );
  return done.modifiedCount === 1;
}
