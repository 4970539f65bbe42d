import { mayEnterCourse } from "../../courses/catalog/prerequisites.ts";
import type { Decision } from "../../courses/decision.ts";
import { mayOpenLesson } from "../../courses/learning/unlock.ts";

interface CourseOutline {
  prerequisites: readonly string[];
  lessons: readonly string[];
}

/** Whether a lesson may be opened: the course's prerequisites first, then the lesson before it. */
export function mayStudy(
  course: CourseOutline,
  lessonId: string,
  completed: readonly string[],
  completedCourses: readonly string[],
): Decision {
  const entered = mayEnterCourse(course, completedCourses);
  return entered.allowed ? mayOpenLesson(course, lessonId, completed) : entered;
}

export interface LessonState {
  id: string;
  state: "done" | "open" | "closed";
  decision: Decision;
}

/** How each lesson of a course stands for somebody who has completed these lessons and courses. */
export function lessonStates(
  course: CourseOutline,
  completed: readonly string[],
  completedCourses: readonly string[],
): LessonState[] {
  return course.lessons.map((id) => {
    const decision = mayStudy(course, id, completed, completedCourses);
    return { id, decision, state: completed.includes(id) ? "done" : decision.allowed ? "open" : "closed" };
  });
}
