import type { Course } from "../../courses/catalog/course.ts";
import { ensure } from "../../courses/decision.ts";
import { completionOf, type CompletionFacts } from "../../courses/learning/completion.ts";
import { courseProgress, isComplete, nextLesson, type Progress } from "../../courses/learning/progress.ts";
import { kindOf } from "../../courses/questions/kinds/index.ts";
import { answersTyped } from "../../courses/questions/typed.ts";
import { record } from "../audit/actions.ts";
import type { ShippedLesson } from "../catalog/content.ts";
import { allCourses, courseOf, lessonOf } from "../catalog/store.ts";
import type { Actor } from "../platform/actor.ts";
import { Invalid, NotFound } from "../platform/errors.ts";
import { markOf } from "../questions/rules.ts";
import { bankOf, type Question } from "../questions/store.ts";
import { mayStudy } from "./rules.ts";
import {
  complete,
  completedLessons,
  findProgress,
  keepPlace,
  keepPractice,
  open,
  progressOf,
  type LessonProgress,
} from "./store.ts";

/** The lessons and the courses that a person has completed. */
export interface Standing {
  completed: readonly string[];
  courses: readonly string[];
}

/** Courses count when every lesson of them is completed. */
export function standingFrom(completed: readonly string[]): Standing {
  const courses = allCourses().filter((course) => isComplete(course.lessons, completed));
  return { completed, courses: courses.map(({ id }) => id) };
}

/** How far somebody who studies is, and where she goes on; null for those who do not study. */
export async function studyOf(actor: Actor): Promise<{ standing: Standing; next: NextLesson | null } | null> {
  if (!actor.capabilities.has("lesson.study")) return null;
  const rows = await progressOf(actor.id);
  const standing = standingFrom(rows.filter(({ completedAt }) => completedAt).map(({ lessonId }) => lessonId));
  return { standing, next: nextOf(rows, standing) };
}

export interface NextLesson {
  course: Course;
  lesson: ShippedLesson;
  progress: Progress;
}

/** The lesson she was at last, the one after it, or the first that is open; null when nothing is left to study. */
function nextOf(
  rows: readonly Pick<LessonProgress, "courseId" | "lessonId" | "completedAt">[],
  { completed, courses }: Standing,
): NextLesson | null {
  const lastCourses = rows.flatMap(({ courseId }) => allCourses().filter(({ id }) => id === courseId));
  const left = rows.find(({ completedAt }) => !completedAt)?.lessonId;
  for (const course of [...lastCourses, ...allCourses()]) {
    const lessonId = course.lessons.find((id) => id === left) ?? nextLesson(course.lessons, completed);
    if (!lessonId || !mayStudy(course, lessonId, completed, courses).allowed) continue;
    return { course, lesson: lessonOf(course.id, lessonId), progress: courseProgress(course.lessons, completed) };
  }
  return null;
}

/** Opens a lesson, if the course's prerequisites and the lesson before it allow; null for those who only read. @throws Refused, NotFound */
export async function openLesson(actor: Actor, courseId: string, lessonId: string, now: Date): Promise<Opened | null> {
  const course = courseOf(courseId);
  const lesson = lessonOf(courseId, lessonId);
  if (!actor.capabilities.has("lesson.study")) return null;
  const standing = standingFrom(await completedLessons(actor.id));
  ensure(mayStudy(course, lesson.id, standing.completed, standing.courses));
  const progress = await settle(actor, lesson, await open(actor.id, courseId, lessonId, now), now);
  if (!progress.completedAt || standing.completed.includes(lessonId)) return { progress, standing };
  return { progress, standing: standingFrom([...standing.completed, lessonId]) };
}

/** A lesson that is open before somebody who studies. */
export interface Opened {
  progress: LessonProgress;
  standing: Standing;
}

/** Keeps the place; more seconds than the clock gave since the last time are not credited. @throws NotFound for a lesson never opened */
export async function keepLessonPlace(
  actor: Actor,
  courseId: string,
  lessonId: string,
  place: { position: number; seconds: number },
  now: Date,
): Promise<void> {
  const lesson = lessonOf(courseId, lessonId);
  const progress = await opened(actor, lessonId);
  const possible = Math.max(0, Math.floor((now.getTime() - progress.lastAt.getTime()) / 1000));
  await keepPlace(actor.id, lessonId, place.position, Math.min(place.seconds, possible), now);
  if (!progress.completedAt) await settle(actor, lesson, await opened(actor, lessonId), now);
}

export interface Practice {
  /** The first question that the form was about. */
  question: string;
  answer: unknown;
  /** False when nothing was chosen or typed, or it cannot be an answer; then nothing was kept. */
  kept: boolean;
}

/** Marks the practice answers that a form brings; what was right once stays right. @throws Invalid for fields of no question here */
export async function practise(
  actor: Actor,
  courseId: string,
  lessonId: string,
  { question: asked, fields: body }: { question: string; fields: Record<string, string | string[]> },
  now: Date,
): Promise<Practice> {
  const lesson = lessonOf(courseId, lessonId);
  const progress = await opened(actor, lessonId);
  const questions = await bankOf({ lesson: lessonId, use: "practice" });
  const names = Object.keys(body);
  const of = (question: string) => names.filter((name) => name === question || name.startsWith(`${question}.`));
  const sent = questions.filter(({ question }) => of(question).length);
  const strange = names.filter((name) => !sent.some(({ question }) => of(question).includes(name)));
  if (strange.length) throw new Invalid(Object.fromEntries(strange.map((name) => [name.slice(0, 40), "unknown"])));
  const typed = answersTyped(
    sent.map(({ question, kind }) => ({ itemId: question, control: kindOf(kind).control })),
    body,
  );
  const practised: Practice[] = [];
  for (const question of sent) {
    const answer = typed.get(question.question)?.answer ?? null;
    const kept = kindOf(question.kind).answer.safeParse(answer).success;
    practised.push({ question: question.question, answer, kept });
    if (!kept) continue;
    const right = markOf(question, answer) === "right" || progress.practice[question.question]?.right === true;
    await keepPractice(actor.id, lessonId, question.question, { answer, right, at: now });
  }
  await settle(actor, lesson, await opened(actor, lessonId), now);
  return practised[0] ?? { question: asked, answer: null, kept: false };
}

/** What the completion rule asks about; only questions that the lesson has now count. */
export function completionFacts(
  progress: Pick<LessonProgress, "practice" | "seconds">,
  questions: readonly Pick<Question, "question">[],
): CompletionFacts {
  const answers = questions.flatMap(({ question }) => progress.practice[question] ?? []);
  return {
    opened: true,
    secondsActive: progress.seconds,
    practiceAnswered: answers.length,
    practiceTotal: questions.length,
    practiceRight: answers.filter(({ right }) => right).length,
  };
}

/** Completes the lesson when its rule is met, once. */
async function settle(
  actor: Actor,
  lesson: ShippedLesson,
  progress: LessonProgress,
  now: Date,
): Promise<LessonProgress> {
  if (progress.completedAt) return progress;
  const questions = await bankOf({ lesson: lesson.id, use: "practice" });
  const { complete: met } = completionOf(lesson.completion, completionFacts(progress, questions));
  if (!met) return progress;
  if (await complete(actor.id, lesson.id, now)) await record(actor, "lesson.completed", { object: lesson.id });
  return { ...progress, completedAt: now };
}

async function opened(actor: Actor, lessonId: string): Promise<LessonProgress> {
  const progress = await findProgress(actor.id, lessonId);
  if (!progress) throw new NotFound();
  return progress;
}
