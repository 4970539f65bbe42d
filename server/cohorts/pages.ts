import type { Request } from "express";
import { courseProgress, isComplete } from "../../courses/learning/progress.ts";
import { allCourses, courseOf, lessonsOf } from "../catalog/store.ts";
import { standingOf } from "../learning/store.ts";
import { actorOf } from "../people/allow.ts";
import { allBases, baseOf } from "../people/bases.ts";
import { peopleByIds } from "../people/store.ts";
import { settings } from "../platform/config.ts";
import { dayOf, dayShown, showDate, showMoment, zoneName } from "../platform/dates.ts";
import type { Form } from "../platform/fill.ts";
import { page, type PageModel } from "../platform/page.ts";
import { cut, pagination, type ListQuery } from "../platform/lists.ts";
import { toSvg } from "../platform/qr.ts";
import { sayReason } from "../platform/words/reason.ts";
import { codeShown, mayJoin } from "./rules.ts";
import {
  cohortOrders,
  cohortsSeenBy,
  countMembers,
  memberIdsOf,
  memberOrders,
  membersLike,
  type CohortFacts,
} from "./store.ts";

export const showCohorts = page<Awaited<ReturnType<typeof cohortsPage>>>("cohorts/cohorts");
export const showCohort = page<Awaited<ReturnType<typeof cohortPage>>>("cohorts/cohort");
export const showNewCohort = page<Awaited<ReturnType<typeof newCohortPage>>>("cohorts/new-cohort");
export const showCode = page<ReturnType<typeof codePage>>("cohorts/code");
export const showJoin = page<PageModel & { code: string; reason: string }>("cohorts/join");
export const showJoinForm = page<Awaited<ReturnType<typeof joinPage>>>("cohorts/join-form");

const crumbs = (req: Request) => [{ href: "/cohorts", label: req.t("cohorts.title") }];
const joinLink = (code: string) => `${settings().baseUrl}/join/${code}`;

export async function cohortsPage(req: Request, query: ListQuery) {
  const actor = actorOf(req);
  const { cohorts, total } = await cohortsSeenBy(actor, query);
  const members = await countMembers(cohorts.map(({ id }) => id));
  const bases = new Map((await allBases()).map((base) => [base.id, base.name[req.language]]));
  return {
    title: req.t("cohorts.title"),
    mayOpen: actor.capabilities.has("cohort.manage"),
    rows: cohorts.map((cohort) => ({
      href: `/cohorts/${cohort.id}`,
      name: cohort.name,
      base: bases.get(cohort.baseId) ?? "",
      dates: datesOf(cohort, req),
      members: members.get(cohort.id) ?? 0,
    })),
    page: pagination(req, query, total, cohortOrders),
  };
}

export async function cohortPage(req: Request, cohort: CohortFacts, query: ListQuery) {
  const { t, language } = req;
  const now = new Date();
  const lessons = cohort.courses.flatMap((id) => lessonsOf(id));
  const ids = await memberIdsOf(cohort.id);
  const standing = await standingOf(ids);
  const doneBy = (personId: string) => standing.get(personId)?.completed ?? [];
  const lessonIds = lessons.map(({ id }) => id);
  const progressOf = (personId: string) => courseProgress(lessonIds, doneBy(personId));
  const found = await membersLike(ids, query);
  const far = new Map(ids.map((id) => [id, progressOf(id).done]));
  if (query.sort?.endsWith("progress")) found.sort((a, b) => (far.get(a) ?? 0) - (far.get(b) ?? 0));
  if (query.sort === "-progress") found.reverse();
  const shown = cut(found, query);
  const people = await peopleByIds(shown);
  const finished = ids.filter((id) => isComplete(lessonIds, doneBy(id))).length;
  return {
    title: cohort.name,
    breadcrumb: crumbs(req),
    facts: `${(await baseOf(cohort.baseId)).name[language]} · ${datesOf(cohort, req)}`,
    id: cohort.id,
    mayManage: actorOf(req).capabilities.has("cohort.manage"),
    mayOfferExam: actorOf(req).capabilities.has("exam.manage"),
    stats: [
      { label: t("cohorts.members"), value: String(ids.length), href: "#people" },
      { label: t("cohorts.started"), value: String(ids.filter((id) => standing.has(id)).length), href: "#people" },
      { label: t("cohorts.finished"), value: String(finished), href: "#people", kind: "ok" },
    ],
    members: ids.length,
    bars: lessons.map((lesson) => {
      const done = ids.filter((id) => doneBy(id).includes(lesson.id)).length;
      return { label: lesson.title[language], value: done, max: ids.length, text: String(done) };
    }),
    rows: shown.map((id) => {
      const progress = progressOf(id);
      const lastAt = standing.get(id)?.lastAt;
      return {
        name: people.get(id)?.name ?? "",
        login: people.get(id)?.login ?? "",
        progress: t("site.progress", { ...progress }),
        lastAt: lastAt ? showMoment(lastAt, now, language) : t("cohorts.never"),
        state:
          progress.percent === 100
            ? { kind: "ok", icon: "check", text: t("cohorts.complete") }
            : lastAt
              ? { kind: "neutral", icon: "clock", text: t("cohorts.learning") }
              : { kind: "warn", icon: "hourglass-split", text: t("cohorts.not-started") },
      };
    }),
    zone: zoneName(language),
    page: pagination(req, query, found.length, memberOrders),
  };
}

/** The sheet that a base prints or sends: code, link, QR. */
export function codePage(req: Request, cohort: CohortFacts, form: Form<unknown>) {
  const link = joinLink(cohort.code);
  return {
    title: req.t("cohorts.code-title"),
    breadcrumb: [...crumbs(req), { href: `/cohorts/${cohort.id}`, label: cohort.name }],
    cohort: { id: cohort.id, name: cohort.name },
    code: codeShown(cohort.code),
    link,
    qr: toSvg(link),
    // The last day on which it works; it ends with that day.
    until: showDate(new Date(cohort.codeUntil.getTime() - 1), req.language),
    over: saidOver(req, cohort),
    used: req.t("cohorts.code-used", { used: cohort.codeUsed, max: cohort.codeMax }),
    form,
  };
}

/** Why nobody can join by the code any more; empty while it works. */
function saidOver(req: Request, cohort: CohortFacts): string {
  const now = new Date();
  const decision = mayJoin(cohort, now, dayOf(now));
  return decision.allowed ? "" : sayReason(decision.reason, req.t);
}

export async function newCohortPage(req: Request, form: Form<unknown>, chosen: readonly string[]) {
  const bases = actorOf(req).baseId ? [] : await allBases();
  return {
    title: req.t("cohorts.new"),
    breadcrumb: crumbs(req),
    form,
    bases: bases.map(({ id, name }) => ({ value: id, label: name[req.language] })),
    courses: allCourses().map(({ id, title }) => ({
      value: id,
      label: `${id} ${title[req.language]}`,
      chosen: chosen.includes(id),
    })),
  };
}

export async function joinPage(req: Request, cohort: CohortFacts, form: Form<unknown>) {
  const { language } = req;
  return {
    title: req.t("join.title"),
    form,
    code: cohort.code,
    cohort: cohort.name,
    base: (await baseOf(cohort.baseId)).name[language],
    dates: datesOf(cohort, req),
    courses: cohort.courses.map((id) => courseOf(id).title[language]),
    person: req.user ? req.user.name : "",
    labels: { name: req.t("account.name"), login: req.t("login.login"), password: req.t("login.password") },
  };
}

function datesOf({ opensOn, closesOn }: CohortFacts, { language }: Request): string {
  return `${dayShown(opensOn, language)} – ${dayShown(closesOn, language)}`;
}
