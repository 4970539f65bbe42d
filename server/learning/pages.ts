import type { Request } from "express";
import type { Course } from "../../courses/catalog/course.ts";
import type { Reason } from "../../courses/decision.ts";
import { completionOf, type CompletionFacts } from "../../courses/learning/completion.ts";
import { mayEnterCourse } from "../../courses/catalog/prerequisites.ts";
import { courseProgress, isComplete } from "../../courses/learning/progress.ts";
import { readDecimal } from "../../courses/questions/decimal.ts";
import { kindOf } from "../../courses/questions/kinds/index.ts";
import { randomFrom } from "../../courses/random.ts";
import type { ShippedLesson } from "../catalog/content.ts";
import { allCourses, allLessons, courseOf, lessonOf, lessonReview, lessonsOf } from "../catalog/store.ts";
import { actorOf } from "../people/allow.ts";
import { csrfToken } from "../platform/csrf.ts";
import { showDate } from "../platform/dates.ts";
import { page } from "../platform/page.ts";
import { itemOf, markOf, sayAnswer, sayKey } from "../questions/rules.ts";
import { bankOf, type Question } from "../questions/store.ts";
import { completionFacts, type Opened, type Practice, type Standing } from "./actions.ts";
import { lessonStates } from "./rules.ts";
import { coursesCrumb, lessonHref, sayClosed } from "./standing.ts";
import type { LessonProgress } from "./store.ts";

export const showLesson = page<Awaited<ReturnType<typeof lessonModel>>>("learning/lesson");
export const showClosed = page<ReturnType<typeof closedModel>>("learning/closed");

/** Why a lesson is closed, and the way to what opens it. */
export function closedModel(req: Request, courseId: string, lessonId: string, reason: Reason) {
  const course = courseOf(courseId);
  const before = allLessons().find(({ id }) => id === reason.facts["lesson"]);
  const [needed] = allCourses().filter(({ id }) =>
    String(reason.facts["courses"] ?? "")
      .split(", ")
      .includes(id),
  );
  const first = before
    ? { href: lessonHref(before), title: before.title[req.language] }
    : { href: `/courses/${needed?.id ?? course.id}`, title: (needed ?? course).title[req.language] };
  const breadcrumb = [coursesCrumb(req), { href: `/courses/${course.id}`, label: course.title[req.language] }];
  return { title: lessonOf(courseId, lessonId).title[req.language], breadcrumb, reason: sayClosed(req, reason), first };
}

export async function lessonModel(
  req: Request,
  courseId: string,
  lessonId: string,
  opened: Opened | null,
  answered: Practice | null,
) {
  const { language } = req;
  const { progress, standing } = opened ?? { progress: null, standing: null };
  const course = courseOf(courseId);
  const lesson = lessonOf(courseId, lessonId);
  const questions = await bankOf({ lesson: lessonId, use: "practice" });
  const practice = questions.map((question, place) => practiceModel(req, question, place + 1, progress, answered));
  return {
    title: lesson.title[language],
    breadcrumb: [coursesCrumb(req), { href: `/courses/${courseId}`, label: course.title[language] }],
    ...(await reviewModel(req, lesson)),
    ...neighbours(req, course, lesson, standing),
    minutes: req.t("catalog.minutes", { n: lesson.minutes }),
    outcomes: lesson.outcomes[language],
    // Laws are cited by their Chinese names, which a screen reader should say in Chinese.
    standards: lesson.standards.map((name) => ({ name, chinese: /\p{Script=Han}/u.test(name) })),
    html: lesson.html[language],
    address: lessonHref(lesson),
    position: progress ? progress.position : null,
    practice,
    progress: standing && { ...courseProgress(course.lessons, standing.completed), label: course.title[language] },
    completion: progress
      ? completionModel(req, lesson, completionFacts(progress, questions), Boolean(progress.completedAt), practice)
      : null,
    scripts: progress ? ["lesson.js", "practice.js"] : [],
    ...(progress && { csrfMeta: csrfToken(req) }),
  };
}

/** Who looked at this version; for reviewers the way to say so. */
async function reviewModel(req: Request, lesson: ShippedLesson) {
  const review = await lessonReview(lesson.id);
  if (review) {
    const text = req.t("learning.reviewed-by", { name: review.byName, at: showDate(review.at, req.language) });
    return { badge: { kind: "ok", icon: "eye", text }, review: null };
  }
  const mayReview = actorOf(req).capabilities.has("lesson.review");
  const badge = { kind: "warn", icon: "eye-slash", text: req.t("learning.unreviewed") };
  return { badge, review: mayReview ? { ref: `${lesson.id}@${lesson.version}`, next: lessonHref(lesson) } : null };
}

/** The lessons of the course around this one. */
function neighbours(req: Request, course: Course, lesson: ShippedLesson, standing: Standing | null) {
  const { t, language } = req;
  const states = standing ? lessonStates(course, standing.completed, standing.courses) : [];
  const lessons = lessonsOf(course.id).map((one) => ({
    number: one.order,
    href: lessonHref(one),
    title: one.title[language],
    current: one === lesson,
    closed: states.find(({ id }) => id === one.id)?.state === "closed",
  }));
  const at = lessons.findIndex(({ current }) => current);
  return {
    lessons,
    overline: t("learning.place", { course: course.id, at: at + 1, of: lessons.length }),
    previous: lessons[at - 1],
    next: lessons[at + 1],
    nextCourse: standing && !lessons[at + 1] ? nextCourse(req, standing) : null,
    course: { href: `/courses/${course.id}` },
  };
}

/** The first course that may be entered and is not complete; after the last one, the exams. */
function nextCourse({ t, language }: Request, { completed, courses }: Standing) {
  const course = allCourses().find(
    (one) => mayEnterCourse(one, courses).allowed && !isComplete(one.lessons, completed),
  );
  if (!course) return { href: "/exams", label: t("home.after-exam-go") };
  return { href: `/courses/${course.id}`, label: t("learning.next-course", { course: course.title[language] }) };
}

function completionModel(
  { t }: Request,
  { completion: rule }: ShippedLesson,
  facts: CompletionFacts,
  done: boolean,
  practice: { id: string; right: boolean }[],
) {
  const { missing } = completionOf(rule, facts);
  const total = facts.practiceTotal;
  const share = "share" in rule ? rule.share : 0;
  const n = "minutes" in rule ? rule.minutes : Math.ceil((total * share) / 100);
  return {
    done,
    rule: t(`learning.rule-${rule.rule}`, { n, total, share }),
    missing: missing.map(({ code, facts: gap }) =>
      t(`learning.gap-${code}`, { ...gap, n: Number(gap["needed"] ?? 0) - Number(gap["got"] ?? 0) }),
    ),
    right: facts.practiceRight,
    total,
    todo: practice.find(({ right }) => !right)?.id ?? "",
  };
}

/** One practice question: in an order of the person's own that stays, and what she is told after she has answered. */
function practiceModel(
  req: Request,
  question: Question,
  number: number,
  progress: LessonProgress | null,
  answered: Practice | null,
) {
  const { language, t } = req;
  const { label, marking, shuffle } = kindOf(question.kind);
  const kept = progress?.practice[question.question];
  const now = answered?.question === question.question ? answered : null;
  const empty = now?.kept === false;
  return {
    id: question.question,
    stem: question.stem[language],
    head: t("learning.question-head", { number, kind: label[language], marking: marking[language] }),
    item: itemOf(question, language, {
      itemId: question.question,
      shuffle: shuffle(question.setup, randomFrom(`${req.user?.id ?? ""} ${question.id}`)),
      answer: empty ? now.answer : kept?.answer,
      disabled: !progress,
    }),
    right: kept?.right ?? false,
    fresh: now !== null,
    fault: empty ? t("learning.no-answer") : "",
    answered: Boolean(kept),
    feedback: kept && !empty ? feedbackOf(req, question, kept.answer) : null,
    source: !progress && actorOf(req).capabilities.has("question.read") ? `/questions/${question.question}` : "",
  };
}

const signs = {
  right: { kind: "ok", icon: "check-circle" },
  partly: { kind: "warn", icon: "exclamation-triangle" },
  wrong: { kind: "danger", icon: "x-circle" },
};

function feedbackOf({ t, language }: Request, question: Question, answer: unknown) {
  const verdict = markOf(question, answer);
  const wordy = kindOf(question.kind).control === "number" && !readDecimal(String(answer));
  return {
    ...signs[verdict],
    text: t(wordy ? "learning.not-a-number" : `learning.${verdict}`),
    yours: sayAnswer(question, answer, language),
    key: sayKey(question, language),
    explanation: question.explanation[language],
  };
}
