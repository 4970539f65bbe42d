import type { Request } from "express";
import type { z } from "zod";
import { languages, type Language } from "../../courses/language.ts";
import { kindOf, kinds } from "../../courses/questions/kinds/index.ts";
import { allCourses, allLessons, findCompetency, lessonReviews, lessonsOf, type Review } from "../catalog/store.ts";
import { actorOf } from "../people/allow.ts";
import { showDate } from "../platform/dates.ts";
import { page } from "../platform/page.ts";
import { pagination } from "../platform/lists.ts";
import type { Translate, WordKey } from "../platform/words/index.ts";
import { wishOf, type BankQueryForm } from "./forms.ts";
import { itemOf, sayKey } from "./rules.ts";
import { bankOrders, bankPage, bankStanding, versionLines, type Question } from "./store.ts";

export const showBank = page<Awaited<ReturnType<typeof bankModel>>>("questions/bank");
export const showQuestion = page<Awaited<ReturnType<typeof questionModel>>>("questions/question");
export const showContent = page<Awaited<ReturnType<typeof contentModel>>>("questions/content");

const may = (req: Request, capability: string) => actorOf(req).capabilities.has(capability);
const bankCrumb = (req: Request) => ({ href: "/questions", label: req.t("questions.title") });

/** The badge of a review: by whom and when, or not yet. */
export function reviewBadge(req: Request, review: Review | null): { kind: "ok" | "warn"; icon: string; text: string } {
  if (!review) return { kind: "warn", icon: "eye-slash", text: req.t("questions.unreviewed") };
  return {
    kind: "ok",
    icon: "eye",
    text: req.t("questions.reviewed-by", { name: review.byName, at: showDate(review.at, req.language) }),
  };
}

export async function bankModel(req: Request, query: z.output<typeof BankQueryForm>) {
  const { q, lesson, kind, use, reviewed, page, size, sort } = query;
  const { questions, total } = await bankPage({ ...wishOf(query), page, size, sort });
  const mayReview = may(req, "question.review");
  const ticked = query.ids.map(({ id, version }) => `${id}@${version}`);
  const elsewhere = ticked.filter((id) => !questions.some((question) => question.id === id));
  return {
    title: req.t("questions.title"),
    wish: Object.entries({ q, lesson, kind, use, reviewed, size, sort }),
    elsewhere,
    filters: filtersOf(req, query),
    rows: questions.map((question) => rowOf(req, question, mayReview, ticked)),
    mayTick: mayReview && (elsewhere.length > 0 || questions.some(({ review }) => !review)),
    mayReviewAll: reviewed !== "yes",
    mayReviewContent: may(req, "lesson.review"),
    page: pagination(req, query, total, bankOrders),
  };
}

function filtersOf({ t, language }: Request, query: z.output<typeof BankQueryForm>) {
  type Name = "lesson" | "kind" | "use" | "reviewed";
  const filter = (name: Name, label: WordKey, all: WordKey, options: { value: string; label: string }[]) => ({
    name,
    value: query[name],
    label: t(label),
    all: t(all),
    options,
  });
  const uses = (["exam", "practice"] as const).map((value) => ({ value, label: t(`questions.use-${value}`) }));
  const states = [
    { value: "no", label: t("questions.unreviewed") },
    { value: "yes", label: t("questions.reviewed") },
  ];
  return [
    filter(
      "lesson",
      "questions.lesson",
      "questions.all-lessons",
      allLessons().map(({ id, title }) => ({ value: id, label: `${id} ${title[language]}` })),
    ),
    filter(
      "kind",
      "questions.kind",
      "questions.all-kinds",
      kinds.map(({ id, label }) => ({ value: id, label: label[language] })),
    ),
    filter("use", "questions.use", "questions.all-uses", uses),
    filter("reviewed", "questions.review", "questions.all-states", states),
  ];
}

function rowOf(
  { t, language }: Request,
  { id, question, stem, kind, use, difficulty, review }: Question,
  mayReview: boolean,
  ticked: readonly string[],
) {
  return {
    id: question,
    href: `/questions/${question}`,
    stem: stem[language],
    kind: kindOf(kind).label[language],
    use: t(`questions.use-${use}`),
    difficulty: t(`questions.difficulty-${difficulty}`),
    tick: mayReview && !review ? id : "",
    ticked: ticked.includes(id),
    badge: {
      kind: review ? "ok" : "warn",
      icon: review ? "eye" : "eye-slash",
      text: t(review ? "questions.reviewed" : "questions.unreviewed"),
    },
  };
}

export async function questionModel(req: Request, question: Question) {
  const { t, language } = req;
  const kind = kindOf(question.kind);
  const lesson = allLessons().find(({ id }) => id === question.lesson);
  const competency = findCompetency(question.competency);
  const versions = await versionLines(question.question);
  const mayReview = may(req, "question.review") && !question.review;
  return {
    title: question.question,
    breadcrumb: [bankCrumb(req)],
    overline: `${kind.label[language]} · ${t(`questions.use-${question.use}`)} · ${t(`questions.difficulty-${question.difficulty}`)}`,
    badge: reviewBadge(req, question.review),
    faces: languages.map((face) => faceOf(question, face, t)),
    lesson: lesson && {
      href: `/courses/${lesson.courseId}/lessons/${lesson.id}`,
      label: `${lesson.id} ${lesson.title[language]}`,
    },
    competency: `${question.competency} ${competency?.title[language] ?? ""}`,
    versions: versions.map(({ version, current, loadedAt, review }) => ({
      version,
      current,
      loadedAt: showDate(loadedAt, language),
      badge: reviewBadge(req, review),
    })),
    review: mayReview ? { ref: question.id, next: await nextUnreviewed(question.question) } : null,
  };
}

/** One language of a question, the right answer filled in. */
function faceOf(question: Question, face: Language, t: Translate) {
  const { key, marking } = kindOf(question.kind);
  const words = sayKey(question, face);
  const answer = key(question.setup, face);
  return {
    lang: face,
    name: t(`questions.face-${face}`),
    marking: marking[face],
    item: itemOf(question, face, { itemId: `${question.question}-${face}`, answer, disabled: true }),
    key: words,
    explanation: question.explanation[face],
  };
}

/** The page of the unreviewed question after this one, from the start again after the last, or the overview when there is none. */
async function nextUnreviewed(question: string): Promise<string> {
  const bank = await bankStanding();
  const at = bank.findIndex((one) => one.question === question);
  const next = [...bank.slice(at + 1), ...bank.slice(0, Math.max(at, 0))].find(({ review }) => !review);
  return next ? `/questions/${next.question}` : "/questions";
}

export async function contentModel(req: Request) {
  const { t, language } = req;
  const [bank, reviews] = await Promise.all([bankStanding(), lessonReviews()]);
  const waiting = allLessons().filter(({ id }) => !reviews.get(id));
  const open = bank.filter(({ review }) => !review);
  return {
    title: t("questions.content"),
    breadcrumb: [bankCrumb(req)],
    stats: [
      { label: t("questions.lessons-reviewed"), value: share(allLessons(), waiting), href: "#lessons" },
      { label: t("questions.questions-reviewed"), value: share(bank, open), href: "#questions" },
    ],
    courses: allCourses().map(({ id, unit, title }) => {
      const lessons = lessonsOf(id);
      return {
        ...{ href: `/courses/${id}`, unit, title: title[language] },
        lessons: share(
          lessons,
          lessons.filter((lesson) => waiting.includes(lesson)),
        ),
        exam: reviewedOf(bank, "exam", lessons),
        practice: reviewedOf(bank, "practice", lessons),
      };
    }),
    lessons: waiting.map(({ id, version, courseId, title }) => ({
      ref: `${id}@${version}`,
      id,
      href: `/courses/${courseId}/lessons/${id}`,
      title: title[language],
    })),
    questions: allLessons()
      .map(({ id, title }) => ({ id, title: title[language], n: open.filter(({ lesson }) => lesson === id).length }))
      .filter(({ n }) => n > 0)
      .map((part) => ({ ...part, href: `/questions?lesson=${part.id}&reviewed=no&size=100` })),
    each: open[0] && may(req, "question.review") ? { href: `/questions/${open[0].question}`, n: open.length } : null,
  };
}

/** "3/7": how many of all are reviewed. */
function share(all: readonly unknown[], unreviewed: readonly unknown[]): string {
  return `${all.length - unreviewed.length}/${all.length}`;
}

function reviewedOf(
  bank: Awaited<ReturnType<typeof bankStanding>>,
  use: Question["use"],
  lessons: readonly { id: string }[],
): string {
  const mine = bank.filter((one) => one.use === use && lessons.some(({ id }) => id === one.lesson));
  return share(
    mine,
    mine.filter(({ review }) => !review),
  );
}
