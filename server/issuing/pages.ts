import type { Request } from "express";
import type { Finding } from "../../courses/qualification/evaluate.ts";
import { allLessons } from "../catalog/store.ts";
import { cohortOrders, cohortSeenBy, cohortsSeenBy, memberIdsOf, membersLike } from "../cohorts/store.ts";
import { actorOf } from "../people/allow.ts";
import { peopleByIds } from "../people/store.ts";
import { page, type PageModel } from "../platform/page.ts";
import { cut, pagination, type ListQuery } from "../platform/lists.ts";
import { sayReason } from "../platform/words/reason.ts";
import { allQualifications, qualificationOf } from "../qualifications/store.ts";
import { countRows, rowOrders, rowsOf, type BatchFacts } from "./store.ts";
import type { Candidacy } from "./actions.ts";
import { dryRun } from "./jobs.ts";

export const showChoice = page<Awaited<ReturnType<typeof choicePage>>>("issuing/choose");
export const showDryRun = page<PageModel & Awaited<ReturnType<typeof dryRunPage>>>("issuing/issue");
export const showBatch = page<Awaited<ReturnType<typeof batchPage>>>("issuing/batch");

/** People judged a page: each takes a handful of queries. */
const candidatesAPage = 100;

const crumbs = (req: Request) => [{ href: "/certificates", label: req.t("certificate.title") }];

/** First step: which qualification, which cohort. */
export async function choicePage(req: Request, query: ListQuery & { qualification: string }) {
  const { language, t } = req;
  const { cohorts, total } = await cohortsSeenBy(actorOf(req), query);
  const rules = allQualifications();
  const chosen = rules.find(({ id }) => id === query.qualification)?.id ?? rules[0]?.id ?? "";
  return {
    title: t("issue.title"),
    breadcrumb: crumbs(req),
    qualifications: rules.map(({ id, title }) => ({
      value: id,
      label: `${id} ${title[language]}`,
      chosen: id === chosen,
    })),
    cohorts: cohorts.map(({ id, name, opensOn, closesOn }) => ({
      name,
      days: `${opensOn} – ${closesOn}`,
      href: `/certificates/issue?${new URLSearchParams({ qualification: chosen, cohort: id }).toString()}`,
    })),
    page: pagination(req, query, total, cohortOrders),
  };
}

/** Second step: the dry run. Nothing is written yet. */
export async function dryRunPage(
  req: Request,
  query: { qualification: string; cohort: string; page: number; people: readonly string[] },
  now: Date,
) {
  const { language, t } = req;
  const actor = actorOf(req);
  const rule = qualificationOf(query.qualification);
  const cohort = await cohortSeenBy(actor, query.cohort);
  const members = await memberIdsOf(cohort.id);
  const list = { page: query.page, size: candidatesAPage };
  const here = cut(members, list);
  const found = await dryRun(actor, here, rule.id, now);
  const numberOf = ({ verdict }: Candidacy) =>
    !verdict.allowed && verdict.reason.code === "certificate.already-issued"
      ? String(verdict.reason.facts["number"])
      : "";
  const may = found.filter(({ verdict }) => verdict.allowed);
  const holders = found.filter(numberOf);
  const others = found.filter((one) => !one.verdict.allowed && !numberOf(one));
  // A class on one page comes ticked; where there are more pages, ticks are made by hand and come along.
  const ticked = (id: string) => members.length <= candidatesAPage || query.people.includes(id);
  return {
    title: t("issue.title"),
    breadcrumb: [...crumbs(req), { href: "/certificates/issue", label: t("issue.title") }],
    qualification: { id: rule.id, title: rule.title[language], href: `/qualifications/${rule.id}` },
    cohort: { id: cohort.id, name: cohort.name },
    eligible: may.map(({ person: { id, name, login } }) => ({ id, name, login, ticked: ticked(id) })),
    elsewhere: query.people.filter((id) => members.includes(id) && !here.includes(id)),
    holders: holders.map((one) => ({ name: one.person.name, login: one.person.login, number: numberOf(one) })),
    others: others.map((one) => ({ name: one.person.name, login: one.person.login, reasons: reasonsOf(req, one) })),
    total: members.length,
    page: pagination(req, list, members.length),
  };
}

function reasonsOf(req: Request, { verdict, findings }: Candidacy): string[] {
  if (verdict.allowed) return [];
  if (verdict.reason.code !== "certificate.not-eligible") return [sayReason(verdict.reason, req.t)];
  return findings.filter(({ met }) => !met).map((finding) => findingInWords(req, finding));
}

/** Why a requirement is not met, in a sentence (FEATURES G11). */
function findingInWords({ t, language }: Request, { requirement, code, facts }: Finding): string {
  const what = t(`qualification.part-${requirement.type}`);
  const needed = facts["needed"] ?? "";
  if (code === "not-taken") return t("qualification.not-taken", { what, needed });
  if (code === "part-below") return t("qualification.part-below", { what });
  if (code !== "lessons-missing") return t("qualification.below-minimum", { what, got: facts["got"] ?? "", needed });
  const ids = String(facts["lessons"]).split(", ");
  const titles = ids.slice(0, 3).map((id) => allLessons().find((lesson) => lesson.id === id)?.title[language] ?? id);
  const lessons = titles.join(t("qualification.and")) + (ids.length > 3 ? "…" : "");
  return t("qualification.lessons-missing", { n: ids.length, lessons });
}

/** What became of each; while the work goes on the page comes again by itself. */
export async function batchPage(req: Request, batch: BatchFacts, query: ListQuery) {
  const { t } = req;
  const { q } = query;
  const named = q ? await membersLike(await memberIdsOf(batch.cohortId), { q }) : undefined;
  const [counts, { rows, total }] = await Promise.all([
    countRows(batch.id),
    rowsOf(batch.id, { ...query, people: named }),
  ]);
  const people = await peopleByIds(rows.map(({ personId }) => personId));
  const done = counts.issued + counts.refused;
  return {
    title: t("issue.batch-title", { cohort: batch.cohortName }),
    breadcrumb: crumbs(req),
    running: batch.doneAt === null,
    summary: t(batch.doneAt ? "issue.summary" : "issue.running", {
      n: counts.issued,
      refused: counts.refused,
      waiting: counts.waiting,
    }),
    progress: { done, total: batch.total, percent: batch.total ? Math.floor((done * 100) / batch.total) : 100 },
    again: `/certificates/issue?${new URLSearchParams({ qualification: batch.qualificationId, cohort: batch.cohortId }).toString()}`,
    rows: rows.map(({ personId, state, number, reason }) => ({
      name: people.get(personId)?.name ?? "",
      badge: { ...rowSigns[state], text: t(`issue.${state}`) },
      number,
      reason: reason ? sayReason(reason, t) : "",
    })),
    page: pagination(req, query, total, rowOrders),
  };
}

const rowSigns = {
  waiting: { kind: "neutral", icon: "hourglass-split" },
  issued: { kind: "ok", icon: "check-circle" },
  refused: { kind: "warn", icon: "exclamation-triangle" },
} as const;
