import { trusted } from "mongoose";
import { isDuplicate } from "../platform/database.ts";
import { Progress } from "./model.ts";

export interface Practised {
  answer: unknown;
  right: boolean;
  at: Date;
}

/** Where a person stands in a lesson. */
export interface LessonProgress {
  personId: string;
  courseId: string;
  lessonId: string;
  openedAt: Date;
  lastAt: Date;
  seconds: number;
  position: number;
  practice: Record<string, Practised>;
  completedAt: Date | null;
}

export async function findProgress(personId: string, lessonId: string): Promise<LessonProgress | null> {
  return (await Progress.findOne({ personId, lessonId }, { _id: 0 }).lean()) as LessonProgress | null;
}

/** Every lesson that a person has opened; answers left out. */
export async function progressOf(personId: string): Promise<Omit<LessonProgress, "practice">[]> {
  return (await Progress.find({ personId }, { _id: 0, practice: 0 })
    .sort({ lastAt: -1 })
    .limit(500)
    .lean()) as unknown as Omit<LessonProgress, "practice">[];
}

/** The lessons that each of these people has completed, and when each was last at work. */
export async function standingOf(
  personIds: readonly string[],
): Promise<Map<string, { completed: string[]; lastAt: Date }>> {
  const rows = await Progress.find(
    { personId: trusted({ $in: [...personIds] }) },
    { personId: 1, lessonId: 1, completedAt: 1, lastAt: 1 },
  )
    .limit(500 * personIds.length || 1)
    .lean();
  const standing = new Map<string, { completed: string[]; lastAt: Date }>();
  for (const row of rows) {
    const one = standing.get(row.personId) ?? { completed: [], lastAt: row.lastAt };
    if (row.completedAt) one.completed.push(row.lessonId);
    if (row.lastAt > one.lastAt) one.lastAt = row.lastAt;
    standing.set(row.personId, one);
  }
  return standing;
}

export async function completedLessons(personId: string): Promise<string[]> {
  const rows = await Progress.find({ personId, completedAt: trusted({ $ne: null }) }, { lessonId: 1 })
    .limit(500)
    .lean();
  return rows.map((row) => row.lessonId);
}

/** First opening and last completion among the lessons of some courses: the days of a training. */
export async function trainingDays(
  personId: string,
  courses: readonly string[],
): Promise<{ from: Date; to: Date } | null> {
  const rows = (await progressOf(personId)).filter(({ courseId }) => courses.includes(courseId));
  const ends = rows.flatMap((row) => (row.completedAt ? [row.completedAt] : []));
  if (!ends.length) return null;
  return {
    from: new Date(Math.min(...rows.map((row) => row.openedAt.getTime()))),
    to: new Date(Math.max(...ends.map((end) => end.getTime()))),
  };
}

/** Opens a lesson for a person; the first time makes its document, twice at once makes one. */
export async function open(personId: string, courseId: string, lessonId: string, now: Date): Promise<LessonProgress> {
  const first = {
    personId,
    courseId,
    lessonId,
    openedAt: now,
    seconds: 0,
    position: 0,
    practice: {},
    completedAt: null,
  };
  try {
    const row = await Progress.findOneAndUpdate(
      { personId, lessonId },
      { $set: { lastAt: now }, $setOnInsert: first },
      { upsert: true, returnDocument: "after", projection: { _id: 0 } },
    ).lean();
    return row as LessonProgress;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return (await findProgress(personId, lessonId)) ?? { ...first, lastAt: now };
  }
}

/** Keeps the place in the page and adds active seconds. */
export async function keepPlace(
  personId: string,
  lessonId: string,
  position: number,
  seconds: number,
  now: Date,
): Promise<void> {
  await Progress.updateOne({ personId, lessonId }, { $set: { position, lastAt: now }, $inc: { seconds } });
}

export async function keepPractice(
  personId: string,
  lessonId: string,
  question: string,
  practised: Practised,
): Promise<void> {
  await Progress.updateOne(
    { personId, lessonId },
    { $set: { [`practice.${question}`]: practised, lastAt: practised.at } },
  );
}

/** Completes a lesson once; false when it was complete. */
export async function complete(personId: string, lessonId: string, now: Date): Promise<boolean> {
  const done = await Progress.updateOne({ personId, lessonId, completedAt: null }, { $set: { completedAt: now } });
  return done.modifiedCount === 1;
}
