import { Router } from "express";
import { Refused } from "../../courses/decision.ts";
import { actorOf, allow, everyone } from "../people/allow.ts";
import { passwordFault } from "../people/passwords.ts";
import { dayOf } from "../platform/dates.ts";
import { blank, fill, withError } from "../platform/fill.ts";
import { countTry } from "../platform/limits.ts";
import { redirectDone } from "../platform/locals.ts";
import { read } from "../platform/read.ts";
import { sayReason } from "../platform/words/reason.ts";
import { startSession } from "../sign-in/actions.ts";
import { changeCode, cohortToJoin, join, joinAsNewPerson, openCohort } from "./actions.ts";
import {
  CodeForm,
  CohortPath,
  CohortQuery,
  CohortsQuery,
  JoinForm,
  JoinPath,
  JoinQuery,
  NewCohortForm,
} from "./forms.ts";
import {
  codePage,
  cohortPage,
  cohortsPage,
  joinPage,
  newCohortPage,
  showCode,
  showCohort,
  showCohorts,
  showJoin,
  showJoinForm,
  showNewCohort,
} from "./pages.ts";
import { cohortSeenBy, isMember } from "./store.ts";
import { plainCode } from "./rules.ts";

export const routes = Router();

routes.get("/cohorts", allow("cohort.read"), async (req, res) =>
  showCohorts(res, await cohortsPage(req, read(req, CohortsQuery))),
);

routes.get("/cohorts/new", allow("cohort.manage"), async (req, res) => {
  const today = dayOf(new Date());
  const inThreeMonths = dayOf(new Date(Date.now() + 90 * 86_400_000));
  const form = blank({ opensOn: today, closesOn: inThreeMonths, codeUntil: inThreeMonths, codeMax: "60" });
  await showNewCohort(res, await newCohortPage(req, form, ["GN1", "OM1"]));
});

routes.post("/cohorts", allow("cohort.manage"), async (req, res) => {
  const form = fill(NewCohortForm, req.body, req.t);
  const chosen = [(req.body as { courses?: string | string[] }).courses ?? []].flat();
  if (!form.data) return showNewCohort(res, await newCohortPage(req, form, chosen), 422);
  const id = await openCohort(actorOf(req), form.data, new Date());
  redirectDone(res, `/cohorts/${id}/code`, "done.cohort-opened");
});

routes.get("/cohorts/:cohortId", allow("cohort.read"), async (req, res) => {
  const { cohortId, ...query } = read(req, CohortQuery);
  await showCohort(res, await cohortPage(req, await cohortSeenBy(actorOf(req), cohortId), query));
});

routes.get("/cohorts/:cohortId/code", allow("cohort.manage"), async (req, res) => {
  const { cohortId } = read(req, CohortPath);
  const cohort = await cohortSeenBy(actorOf(req), cohortId);
  const until = dayOf(new Date(cohort.codeUntil.getTime() - 1));
  await showCode(res, codePage(req, cohort, blank({ codeUntil: until, codeMax: String(cohort.codeMax) })));
});

routes.post("/cohorts/:cohortId/code", allow("cohort.manage"), async (req, res) => {
  const { cohortId } = read(req, CohortPath);
  const form = fill(CodeForm, { ...req.body, cohortId }, req.t);
  const cohort = await cohortSeenBy(actorOf(req), cohortId);
  if (!form.data) return showCode(res, codePage(req, cohort, form), 422);
  await changeCode(actorOf(req), cohortId, form.data.codeUntil, form.data.codeMax);
  redirectDone(res, `/cohorts/${cohortId}/code`, "done.code-renewed");
});

routes.get("/join", everyone, async (req, res) => {
  const { code } = read(req, JoinQuery);
  if (code) return res.redirect(303, `/join/${plainCode(code) || "-"}`);
  await showJoin(res, { title: req.t("join.title"), code: "", reason: "" });
});

routes.get("/join/:code", everyone, async (req, res) => {
  const { code } = read(req, JoinPath);
  await countTry("join-address", req.ip ?? "");
  try {
    await showJoinForm(res, await joinPage(req, await cohortToJoin(code, new Date()), blank()));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    await showJoin(res, { title: req.t("join.title"), code, reason: sayReason(error.reason, req.t) }, 422);
  }
});

/** Who is signed in joins with one press; who is new gives name, login and password on the same page. */
routes.post("/join/:code", everyone, async (req, res) => {
  const { code } = read(req, JoinPath);
  await countTry("join-address", req.ip ?? "");
  const now = new Date();
  const cohort = await cohortToJoin(code, now);
  if (req.user) {
    if (!(await isMember(cohort.id, req.user.id))) await join(req.user, cohort, now);
    return redirectDone(res, "/", "done.joined");
  }
  const form = fill(JoinForm, req.body, req.t);
  if (!form.data) return showJoinForm(res, await joinPage(req, cohort, form), 422);
  const again = async (field: string, message: string) =>
    showJoinForm(res, await joinPage(req, cohort, withError(form, field, message)), 422);
  const fault = passwordFault(form.data.password, [form.data.login, form.data.name]);
  if (fault) return again("password", req.t(fault));
  const id = await joinAsNewPerson(cohort, { ...form.data, language: req.language }, now);
  if (!id) return again("login", req.t("join.login-taken"));
  await startSession(req, id);
  redirectDone(res, "/", "done.joined");
});
