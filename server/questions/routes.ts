import { Router } from "express";
import { actorOf, allow } from "../people/allow.ts";
import { ownPath, redirectDone } from "../platform/locals.ts";
import { read } from "../platform/read.ts";
import { reviewQuestions, unreviewedOf } from "./actions.ts";
import { BankQueryForm, QuestionPath, ReviewForm, wishOf } from "./forms.ts";
import { bankModel, contentModel, questionModel, showBank, showContent, showQuestion } from "./pages.ts";
import { questionOf } from "./store.ts";

export const routes = Router();

routes.get("/questions", allow("question.read"), async (req, res) =>
  showBank(res, await bankModel(req, read(req, BankQueryForm))),
);

routes.get("/questions/:questionId", allow("question.read"), async (req, res) => {
  const { questionId } = read(req, QuestionPath);
  await showQuestion(res, await questionModel(req, await questionOf(questionId)));
});

routes.post("/questions/review", allow("question.review"), async (req, res) => {
  const { scope, next, ids, ...query } = read(req, ReviewForm);
  const looked = scope === "all" ? await unreviewedOf(wishOf(query)) : ids;
  await reviewQuestions(actorOf(req), looked, new Date());
  const { page: _page, ...list } = query;
  const back = ownPath(next) ?? `/questions?${new URLSearchParams({ ...list, size: String(list.size) }).toString()}`;
  redirectDone(res, back, looked.length ? "done.reviewed" : "done.none-ticked");
});

/** What ships and how far it has been reviewed. */
routes.get("/content", allow("lesson.review"), async (req, res) => showContent(res, await contentModel(req)));
