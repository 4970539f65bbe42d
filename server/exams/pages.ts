import type { Request } from "express";
import { scorePolicies } from "../../courses/exams/attempt.ts";
import type { Reason } from "../../courses/decision.ts";
import { sizeOf } from "../../courses/exams/blueprint.ts";
import type { Language } from "../../courses/language.ts";
import { isKindId, kindOf } from "../../courses/questions/kinds/index.ts";
import { cohortsByIds, cohortsSeenBy, memberIdsOf } from "../cohorts/store.ts";
import { actorOf } from "../people/allow.ts";
import { peopleByIds, type PersonFacts } from "../people/store.ts";
import { localOf, showInstant, zoneName } from "../platform/dates.ts";
import { blank, type Form } from "../platform/fill.ts";
import { page } from "../platform/page.ts";
import { pagination, type ListQuery } from "../platform/lists.ts";
import { sayReason } from "../platform/words/reason.ts";
import { allBlueprints, bankFor, resultsAreOut } from "./actions.ts";
import { purposes, releaseRules } from "./model.ts";
import { latestEnd, mayPublish, mayRelease } from "./rules.ts";
import { examOrders, examsSeenBy, type ExamFacts, type ListedExam } from "./store.ts";

export const showExams = page<Awaited<ReturnType<typeof examsPage>>>("exams/exams");
export const showExam = page<Awaited<ReturnType<typeof examPage>>>("exams/exam");
export const showNewExam = page<Awaited<ReturnType<typeof newExamPage>>>("exams/new-exam");

const crumbs = (req: Request) => [{ href: "/exams", label: req.t("exams.title") }];

export async function examsPage(req: Request, query: ListQuery) {
  const { exams, total } = await examsSeenBy(actorOf(req), query);
  const cohorts = new Map(
    (await cohortsByIds(exams.flatMap(({ cohortIds }) => cohortIds))).map((one) => [one.id, one.name]),
  );
  return {
    title: req.t("exams.title"),
    mayOffer: actorOf(req).capabilities.has("exam.manage"),
    rows: await Promise.all(
      exams.map(async (exam) => ({
        href: `/exams/${exam.id}`,
        title: exam.title[req.language],
        cohort: exam.cohortIds.map((id) => cohorts.get(id) ?? "").join(" · "),
        opens: showInstant(exam.opensAt, req.language),
        closes: showInstant(exam.closesAt, req.language),
        state: await stateOf(req, exam),
      })),
    ),
    zone: zoneName(req.language),
    page: pagination(req, query, total, examOrders),
  };
}

/** For staff: what is offered to whom, and what stands between a draft and its publishing. */
export async function examPage(req: Request, exam: ExamFacts) {
  const { t, language } = req;
  const actor = actorOf(req);
  const draft = exam.state === "draft";
  const decision = draft ? mayPublish(exam, await bankFor(exam)) : null;
  const members = (await Promise.all(exam.cohortIds.map(memberIdsOf))).flat();
  const people = await peopleByIds(members);
  const named = [...people.values()].sort((a, b) => new Intl.Collator("zh-CN").compare(a.name, b.name));
  const extra = (person: { id: string; extraTimeFactor: number }) => ({
    factor: person.extraTimeFactor,
    minutes: exam.extraMinutes[person.id] ?? 0,
  });
  return {
    title: exam.title[language],
    breadcrumb: crumbs(req),
    id: exam.id,
    state: await stateOf(req, exam),
    facts: await factsOf(req, exam),
    draft,
    refusal: decision && !decision.allowed ? sayShort(req, decision.reason) : "",
    mayManage: actor.capabilities.has("exam.manage"),
    release: !draft && exam.release === "by-hand" && !exam.releasedAt ? releaseOf(req, exam, named) : null,
    results: draft || !actor.capabilities.has("result.read") ? "" : `/exams/${exam.id}/results`,
    people: named.map(({ id, name, login }) => ({ value: id, label: `${name} · ${login}` })),
    granted: named
      .filter((person) => extra(person).factor > 1 || extra(person).minutes > 0)
      .map((person) => ({ name: person.name, text: t("exams.extra-of", extra(person)) })),
    form: blank({ minutes: "15" }),
  };
}

/** Why nothing can be published; cells of the blueprint by the names of their kinds. */
export function sayShort({ t, language }: Request, reason: Reason): string {
  const cells = String(reason.facts["cells"] ?? "").split(", ");
  const named = cells.map((cell) =>
    cell
      .split(" ")
      .map((word) => labelOf(word, language))
      .join(" "),
  );
  return sayReason({ ...reason, facts: { ...reason.facts, cells: named.join(language === "en" ? ", " : "、") } }, t);
}

function labelOf(id: string, language: Language): string {
  return isKindId(id) ? kindOf(id).label[language] : id;
}

/** The button that lets results be seen, or why it cannot be pressed yet. */
function releaseOf({ t }: Request, exam: ExamFacts, people: readonly PersonFacts[]) {
  const decision = mayRelease(latestEnd(exam, people), new Date());
  return { refusal: decision.allowed ? "" : sayReason(decision.reason, t) };
}

async function factsOf(req: Request, exam: ExamFacts) {
  const { t, language } = req;
  const { questions, points } = sizeOf(exam.blueprint);
  const cohorts = await cohortsByIds(exam.cohortIds);
  const facts = [
    ["exams.cohort", cohorts.map(({ name }) => name).join(" · ")],
    ["exams.purpose", t(`exams.purpose-${exam.purpose}`)],
    [
      "exams.window",
      t("site.in-zone", {
        at: `${showInstant(exam.opensAt, language)} – ${showInstant(exam.closesAt, language)}`,
        zone: zoneName(language),
      }),
    ],
    ["exams.length", t("exams.length-of", { n: exam.durationMinutes, questions, points, pass: exam.blueprint.pass })],
    ["exams.attempts", exam.maxAttempts ? t("exams.attempts-of", { n: exam.maxAttempts }) : t("exams.attempts-any")],
    ["exams.policy", t(`exams.policy-${exam.scorePolicy}`)],
    ["exams.release", t(`exams.release-${exam.release}`)],
    ["exams.courses-first", exam.courses.length ? exam.courses.join(" · ") : t("exams.no-courses-first")],
  ] as const;
  return facts.map(([key, text]) => ({ label: t(key), text }));
}

export async function newExamPage(req: Request, form: Form<unknown>) {
  const { t, language } = req;
  const { cohorts } = await cohortsSeenBy(actorOf(req), { page: 1, size: 100 });
  return {
    title: t("exams.new"),
    breadcrumb: crumbs(req),
    form,
    zone: zoneName(language),
    cohorts: cohorts.map(({ id, name }) => ({ value: id, label: name })),
    blueprints: allBlueprints().map((blueprint) => ({
      value: blueprint.id,
      label: t("exams.blueprint-of", {
        title: blueprint.title[language],
        n: sizeOf(blueprint).questions,
        minutes: blueprint.minutes,
      }),
    })),
    purposes: purposes.map((value) => ({ value, label: t(`exams.purpose-${value}`) })),
    policies: scorePolicies.map((value) => ({ value, label: t(`exams.policy-${value}`) })),
    releases: releaseRules.map((value) => ({ value, label: t(`exams.release-${value}`) })),
  };
}

/** A form that is right for most: opens now, two weeks, two attempts, the best one counts. */
export function usualExam(cohortId: string, now: Date): Record<string, string> {
  const closes = new Date(now.getTime() + 14 * 86_400_000);
  return {
    ...{
      cohortId,
      purpose: "certifying",
      scorePolicy: "best",
      release: "at-once",
      showAnswers: "",
      coursesFirst: "on",
    },
    ...{ maxAttempts: "2", gapMinutes: "0", opensAt: localOf(now), closesAt: localOf(closes) },
  };
}

async function stateOf(
  { t }: Request,
  exam: ListedExam,
): Promise<{ kind: "ok" | "warn" | "neutral" | "info"; text: string }> {
  const now = new Date();
  if (exam.state === "draft") return { kind: "neutral", text: t("exams.state-draft") };
  if (now < exam.opensAt) return { kind: "info", text: t("exams.state-soon") };
  if (now < exam.closesAt) return { kind: "ok", text: t("exams.state-open") };
  return (await resultsAreOut(exam, now))
    ? { kind: "neutral", text: t("exams.state-closed") }
    : { kind: "warn", text: t("exams.state-unreleased") };
}
