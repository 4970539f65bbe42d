import { allowed, refused, type Decision } from "../decision.ts";

/** Whether a course opens: every course that it asks for is complete. The refusal names those that are not, by id. */
export function mayEnterCourse(
  course: { prerequisites: readonly string[] },
  completedCourseIds: readonly string[],
): Decision {
  const missing = course.prerequisites.filter((id) => !completedCourseIds.includes(id));
  return missing.length ? refused("course.prerequisite-missing", { courses: missing.join(", ") }) : allowed;
}
