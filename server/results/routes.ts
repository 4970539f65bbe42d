import { Router } from "express";
import { stringify } from "csv-stringify/sync";
import { percentShown, pointsShown } from "../../courses/points.ts";
import { settle } from "../attempts/actions.ts";
import { attemptsOfExam } from "../attempts/store.ts";
import { examOf, examSeenBy } from "../exams/store.ts";
import { actorOf, allow } from "../people/allow.ts";
import { peopleByIds } from "../people/store.ts";
import { instantNow } from "../platform/clock.ts";
import { dayOf } from "../platform/dates.ts";
import { Invalid } from "../platform/errors.ts";
import { fill } from "../platform/fill.ts";
import { redirectDone } from "../platform/locals.ts";
import { read } from "../platform/read.ts";
import { attemptSeenBy, judgeLate } from "./actions.ts";
import { AttemptPath, ExamPath, JudgementForm, ResultsQuery } from "./forms.ts";
import { resultPage, resultsPage, showResult, showResults } from "./pages.ts";

export const routes = Router();

/** The candidate's own as far as the release rule allows; staff see those of their base. */
routes.get("/attempts/:attemptId/result", allow("exam.read"), async (req, res) => {
  const { attemptId } = read(req, AttemptPath);
  await attemptSeenBy(actorOf(req), attemptId);
  await settle(attemptId, instantNow());
  const attempt = await attemptSeenBy(actorOf(req), attemptId);
  await showResult(res, await resultPage(req, attempt, await examOf(attempt.examId)));
});

routes.post("/attempts/:attemptId/late/:place", allow("attempt.judge"), async (req, res) => {
  const form = fill(JudgementForm, { ...req.body, ...req.params }, req.t);
  if (!form.data) throw new Invalid(form.errors);
  const { attemptId, place, verdict, reason } = form.data;
  await judgeLate(actorOf(req), attemptId, place, verdict === "accept", reason);
  redirectDone(res, `/attempts/${attemptId}/result`, "done.late-judged");
});

routes.get("/exams/:examId/results", allow("result.read"), async (req, res) => {
  const { examId, ...query } = read(req, ResultsQuery);
  const exam = await examSeenBy(actorOf(req), examId);
  await showResults(res, await resultsPage(req, exam, query));
});

/** The same as a table for a spreadsheet: at most 5,000 rows, cells that begin like a formula are made harmless. */
routes.get("/exams/:examId/results.csv", allow("result.read"), async (req, res) => {
  const { examId } = read(req, ExamPath);
  const exam = await examSeenBy(actorOf(req), examId);
  const { attempts } = await attemptsOfExam(exam.id, { page: 1, size: 5000 });
  const people = await peopleByIds(attempts.map(({ personId }) => personId));
  const rows = attempts.map((attempt) => ({
    name: people.get(attempt.personId)?.name ?? "",
    login: people.get(attempt.personId)?.login ?? "",
    attempt: attempt.number,
    started_at: attempt.startedAt.toISOString(),
    handed_in_at: attempt.handedInAt?.toISOString() ?? "",
    handed_in_by: attempt.handedInBy ?? "",
    points: attempt.result ? pointsShown(attempt.result.total) : "",
    percent: attempt.result ? percentShown(attempt.result.total, attempt.result.max) : "",
    passed: attempt.result ? String(attempt.result.passed) : "",
  }));
  const columns = [
    "name",
    "login",
    "attempt",
    "started_at",
    "handed_in_at",
    "handed_in_by",
    "points",
    "percent",
    "passed",
  ];
  res.attachment(`results-${exam.blueprintId}-${dayOf(new Date())}.csv`).type("text/csv; charset=utf-8");
  res.send(stringify(rows, { header: true, bom: true, escape_formulas: true, columns }));
});
