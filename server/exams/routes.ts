import { Router } from "express";
import { actorOf, allow, confirmed } from "../people/allow.ts";
import type { Actor } from "../platform/actor.ts";
import { blank, fill, withError } from "../platform/fill.ts";
import { redirectDone } from "../platform/locals.ts";
import { read } from "../platform/read.ts";
import { createExam, dropDraft, isCandidate, mayOffer, publishExam, releaseExam } from "./actions.ts";
import { ExamPath, ExamsQuery, NewExamForm, NewExamQuery } from "./forms.ts";
import { examPage, examsPage, newExamPage, sayShort, showExam, showExams, showNewExam, usualExam } from "./pages.ts";
import { examSeenBy } from "./store.ts";

/** Exams as staff see them. Candidates get their own pages at the same addresses, in attempts/. */
export const routes = Router();

const isStaff = ({ capabilities }: Actor) => capabilities.has("exam.manage") || capabilities.has("result.read");

routes.get("/exams", allow("exam.read"), async (req, res, next) => {
  if (!isStaff(actorOf(req))) return next("route");
  await showExams(res, await examsPage(req, read(req, ExamsQuery)));
});

routes.get("/exams/new", allow("exam.manage"), async (req, res) => {
  const { cohort } = read(req, NewExamQuery);
  await showNewExam(res, await newExamPage(req, blank(usualExam(cohort, new Date()))));
});

routes.post("/exams", allow("exam.manage"), async (req, res) => {
  const form = fill(NewExamForm, req.body, req.t);
  if (!form.data) return showNewExam(res, await newExamPage(req, form), 422);
  const offer = await mayOffer(form.data);
  if (!offer.allowed)
    return showNewExam(res, await newExamPage(req, withError(form, "blueprint", sayShort(req, offer.reason))), 422);
  redirectDone(res, `/exams/${await createExam(actorOf(req), form.data, new Date())}`, "done.exam-created");
});

routes.get("/exams/:examId", allow("exam.read"), async (req, res, next) => {
  const { examId } = read(req, ExamPath);
  const actor = actorOf(req);
  if (!isStaff(actor) || (await isCandidate(actor, examId))) return next("route");
  await showExam(res, await examPage(req, await examSeenBy(actor, examId)));
});

routes.post("/exams/:examId/publication", allow("exam.manage"), async (req, res) => {
  const { examId } = read(req, ExamPath);
  await publishExam(actorOf(req), examId);
  redirectDone(res, `/exams/${examId}`, "done.exam-published");
});

routes.post("/exams/:examId/deletion", allow("exam.manage"), async (req, res) => {
  const { examId } = read(req, ExamPath);
  await dropDraft(actorOf(req), examId);
  redirectDone(res, "/exams", "done.draft-deleted");
});

routes.post("/exams/:examId/release", allow("exam.manage"), confirmed, async (req, res) => {
  const { examId } = read(req, ExamPath);
  await releaseExam(actorOf(req), examId, new Date());
  redirectDone(res, `/exams/${examId}`, "done.results-released");
});
