/** How far somebody is; `percent` is whole and rounded down, so that 100 means all. */
export interface Progress {
  done: number;
  total: number;
  percent: number;
}

/** Progress over the lessons that a course has now; completed lessons of elsewhere do not count. */
export function courseProgress(lessonIds: readonly string[], completed: readonly string[]): Progress {
  const done = lessonIds.filter((id) => completed.includes(id)).length;
  const total = lessonIds.length;
  return { done, total, percent: total ? Math.floor((done * 100) / total) : 0 };
}

/** All lessons complete; a course without lessons never is. */
export function isComplete(lessonIds: readonly string[], completed: readonly string[]): boolean {
  return lessonIds.length > 0 && lessonIds.every((id) => completed.includes(id));
}

/** The first lesson that is not complete, null when all are. */
export function nextLesson(lessonIds: readonly string[], completed: readonly string[]): string | null {
  return lessonIds.find((id) => !completed.includes(id)) ?? null;
}
