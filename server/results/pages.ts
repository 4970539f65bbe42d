import type { Request } from "express";
import { percentShown, pointsShown, reaches } from "../../courses/points.ts";
import { allLessons, findCompetency } from "../catalog/store.ts";
import { itemsOf } from "../attempts/paper.ts";
import { attemptOrders, attemptsOfExam, type AttemptFacts } from "../attempts/store.ts";
import { memberIdsOf, membersLike } from "../cohorts/store.ts";
import { lastEndOf } from "../exams/actions.ts";
import type { ExamFacts } from "../exams/store.ts";
import { actorOf } from "../people/allow.ts";
import { peopleByIds, personOf } from "../people/store.ts";
import { instantNow } from "../platform/clock.ts";
import { showInstant, zoneName } from "../platform/dates.ts";
import { page, type Crumb } from "../platform/page.ts";
import { pagination, type ListQuery } from "../platform/lists.ts";
import { maySeeMarks } from "./actions.ts";

export const showResult = page<Awaited<ReturnType<typeof resultPage>>>("results/result");
export const showResults = page<Awaited<ReturnType<typeof resultsPage>>>("results/results");

/** What an attempt came to: passed or not first, then why, by competency, what to study, and each question where the rule allows. */
export async function resultPage(req: Request, attempt: AttemptFacts, exam: ExamFacts) {
  const { t, language } = req;
  const actor = actorOf(req);
  const own = attempt.personId === actor.id;
  const seen = attempt.result !== null && (await maySeeMarks(actor, attempt, exam, instantNow()));
  const review = seen && (!own || exam.showAnswers);
  return {
    title: exam.title[language],
    breadcrumb: crumbsOf(req, exam, own),
    overline: [
      t("site.in-zone", { at: showInstant(attempt.startedAt, language), zone: zoneName(language) }),
      t("room.attempt-n", { n: attempt.number }),
      own ? "" : (await personOf(attempt.personId)).name,
    ]
      .filter(Boolean)
      .join(" · "),
    id: attempt.id,
    own,
    again: `/exams/${exam.id}`,
    closing: attempt.state === "open",
    handedIn: attempt.handedInAt
      ? t(attempt.handedInBy === "house" ? "results.by-house" : "results.by-candidate", {
          at: showInstant(attempt.handedInAt, language),
        })
      : "",
    waiting: seen || attempt.state === "open" ? "" : await waitingFor(req, exam),
    marks: seen && attempt.result ? marksOf(req, attempt.result, exam) : null,
    review: review ? await itemsOf(req, attempt, { keys: true }) : [],
    late: own ? [] : lateOf(req, attempt),
    mayJudge: actor.capabilities.has("attempt.judge"),
  };
}

/** By whom or when results are shown. */
async function waitingFor({ t, language }: Request, exam: ExamFacts): Promise<string> {
  if (exam.release === "by-hand") return t("results.waiting-by-hand");
  return t("results.waiting-after-close", { at: showInstant(await lastEndOf(exam), language) });
}

function marksOf(
  req: Request,
  { total, max, byCompetency, passed, reasons }: NonNullable<AttemptFacts["result"]>,
  exam: ExamFacts,
) {
  const { t, language } = req;
  const percent = percentShown(total, max);
  const weak = byCompetency.filter((part) => !reaches(part.marks, part.max, exam.pass));
  return {
    passed,
    word: t(passed ? "results.passed" : "results.not-passed", { points: pointsShown(total) }),
    parts: reasons.filter(({ code }) => code === "part-below").map(({ facts }) => t("results.part-below", facts)),
    why: t(
      passed || reasons.every(({ code }) => code === "part-below") ? "results.why-passed" : "results.why-not-passed",
      { percent, points: pointsShown(total), max: pointsShown(max), pass: exam.pass },
    ),
    bars: byCompetency.map(({ competency, marks, max: of }) => ({
      label: findCompetency(competency)?.title[language] ?? competency,
      ...{
        value: Number(pointsShown(marks)),
        max: Number(pointsShown(of)),
        mark: (Number(pointsShown(of)) * exam.pass) / 100,
      },
      text: `${pointsShown(marks)}/${pointsShown(of)}`,
    })),
    pass: exam.pass,
    study: weak.flatMap(({ competency }) => {
      const lesson = allLessons().find(({ id }) => id === findCompetency(competency)?.lesson);
      return lesson
        ? [{ href: `/courses/${lesson.courseId}/lessons/${lesson.id}`, title: lesson.title[language] }]
        : [];
    }),
  };
}

function lateOf(req: Request, attempt: AttemptFacts) {
  return attempt.late.map((late, place) => ({
    place,
    n: late.itemId.slice(1),
    label: req.t("results.late-item", { n: late.itemId.slice(1), at: showInstant(late.at, req.language) }),
    answer: typeof late.answer === "string" ? late.answer : JSON.stringify(late.answer),
    judged: late.judgement ? req.t(`results.late-${late.judgement}`, { by: late.by, reason: late.reason }) : "",
  }));
}

function crumbsOf(req: Request, exam: ExamFacts, own: boolean): Crumb[] {
  const crumbs = [{ href: "/exams", label: req.t("exams.title") }];
  return own ? crumbs : [...crumbs, { href: `/exams/${exam.id}/results`, label: req.t("results.title") }];
}

/** For staff: a page of attempts, of everybody or of those whose name or login contains what was typed. */
export async function resultsPage(req: Request, exam: ExamFacts, query: ListQuery) {
  const { t, language } = req;
  const { q } = query;
  const named = q
    ? await Promise.all(exam.cohortIds.map(async (id) => membersLike(await memberIdsOf(id), { q })))
    : undefined;
  const { attempts, total } = await attemptsOfExam(exam.id, { ...query, people: named?.flat() });
  const people = await peopleByIds(attempts.map(({ personId }) => personId));
  return {
    title: t("results.of", { exam: exam.title[language] }),
    breadcrumb: [
      { href: "/exams", label: t("exams.title") },
      { href: `/exams/${exam.id}`, label: exam.title[language] },
    ],
    wide: true,
    csv: `/exams/${exam.id}/results.csv`,
    zone: zoneName(language),
    rows: attempts.map((attempt) => ({
      href: `/attempts/${attempt.id}/result`,
      name: people.get(attempt.personId)?.name ?? "",
      login: people.get(attempt.personId)?.login ?? "",
      number: attempt.number,
      started: showInstant(attempt.startedAt, language),
      handedIn: attempt.handedInAt ? showInstant(attempt.handedInAt, language) : "",
      score: attempt.result ? `${percentShown(attempt.result.total, attempt.result.max)}%` : "",
      state: attempt.result ? (attempt.result.passed ? "passed" : "not-passed") : "running",
    })),
    page: { ...pagination(req, query, total, attemptOrders), sizes: [20, 50, 100, 500] },
  };
}
