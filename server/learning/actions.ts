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
import { bankOf } from "../questions/store.ts";
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

/** The courses of which a person has completed every lesson. */
export function completedCourses(completed: readonly string[]): string[] {
  return allCourses()
    .filter((course) => isComplete(course.lessons, completed))
    .map((course) => course.id);
}

/**
 * Where a person goes on: the lesson she was at last, the one after it, or the first that is open.
 * @returns null when nothing is left to study, and for those who do not study.
 */
export async function continueAt(
  actor: Actor,
): Promise<{ course: Course; lesson: ShippedLesson; progress: Progress } | null> {
  if (!actor.capabilities.has("lesson.study")) return null;
  const rows = await progressOf(actor.id);
  const completed = rows.filter(({ completedAt }) => completedAt).map(({ lessonId }) => lessonId);
  const lastCourses = rows.flatMap(({ courseId }) => allCourses().filter(({ id }) => id === courseId));
  const left = rows.find(({ completedAt }) => !completedAt)?.lessonId;
  for (const course of [...lastCourses, ...allCourses()]) {
    const lessonId = course.lessons.find((id) => id === left) ?? nextLesson(course.lessons, completed);
    if (!lessonId || !mayStudy(course, lessonId, completed, completedCourses(completed)).allowed) continue;
    return { course, lesson: lessonOf(course.id, lessonId), progress: courseProgress(course.lessons, completed) };
  }
  return null;
}

/** Opens a lesson, if the course's prerequisites and the lesson before it allow; null for those who only read. @throws Refused, NotFound */
export async function openLesson(
  actor: Actor,
  courseId: string,
  lessonId: string,
  now: Date,
): Promise<LessonProgress | null> {
  const course = courseOf(courseId);
  const lesson = lessonOf(courseId, lessonId);
  if (!actor.capabilities.has("lesson.study")) return null;
  const completed = await completedLessons(actor.id);
  ensure(mayStudy(course, lesson.id, completed, completedCourses(completed)));
  await open(actor.id, courseId, lessonId, now);
  return settle(actor, lesson, now);
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
  if (!progress.completedAt) await settle(actor, lesson, now);
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
  body: Record<string, string | string[]>,
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
  await settle(actor, lesson, now);
  return practised[0] ?? { question: "", answer: null, kept: false };
}

/** What the completion rule asks about; only questions that the lesson has now count. */
export async function completionFacts(
  progress: Pick<LessonProgress, "practice" | "seconds">,
  lessonId: string,
): Promise<CompletionFacts> {
  const questions = await bankOf({ lesson: lessonId, use: "practice" });
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
async function settle(actor: Actor, lesson: ShippedLesson, now: Date): Promise<LessonProgress> {
  const progress = await opened(actor, lesson.id);
  if (progress.completedAt) return progress;
  const { complete: met } = completionOf(lesson.completion, await completionFacts(progress, lesson.id));
  if (!met) return progress;
  if (await complete(actor.id, lesson.id, now)) await record(actor, "lesson.completed", { object: lesson.id });
  return { ...progress, completedAt: now };
}

async function opened(actor: Actor, lessonId: string): Promise<LessonProgress> {
  const progress = await findProgress(actor.id, lessonId);
  if (!progress) throw new NotFound();
  return progress;
}
