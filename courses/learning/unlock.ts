import { allowed, refused, type Decision } from "../decision.ts";

/**
 * Whether a lesson may be opened: the first one always, every other once the one before it is complete. What is
 * complete stays open even when a lesson is put in before it later.
 * @throws RangeError when the course has no such lesson.
 */
export function mayOpenLesson(
  course: { lessons: readonly string[] },
  lessonId: string,
  completedLessonIds: readonly string[],
): Decision {
  const place = course.lessons.indexOf(lessonId);
  if (place < 0) throw new RangeError(`the course has no lesson ${lessonId}`);
  const before = course.lessons[place - 1];
  if (before === undefined || completedLessonIds.includes(before) || completedLessonIds.includes(lessonId))
    return allowed;
  return refused("lesson.previous-incomplete", { lesson: before });
}
