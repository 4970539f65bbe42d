import { Router } from "express";
import { actorOf, allow } from "../people/allow.ts";
import { NotFound } from "../platform/errors.ts";
import { ownPath, redirectDone } from "../platform/locals.ts";
import { read } from "../platform/read.ts";
import { reviewLessons } from "./actions.ts";
import { readFigure } from "./content.ts";
import { FigurePath, ReviewForm } from "./forms.ts";
import { lessonOf } from "./store.ts";

export const routes = Router();

routes.get("/courses/:courseId/lessons/:lessonId/figures/:file", allow("lesson.read"), (req, res) => {
  const { courseId, lessonId, file } = read(req, FigurePath);
  const figure = readFigure(lessonOf(courseId, lessonId).id, file);
  if (!figure) throw new NotFound();
  // Opened by itself a drawing could carry scripts; ours never do, and this says so to the browser too.
  res.set({
    "Cache-Control": "private, max-age=3600",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  });
  res.type("image/svg+xml").send(figure);
});

routes.post("/lessons/review", allow("lesson.review"), async (req, res) => {
  const { ids, next } = read(req, ReviewForm);
  await reviewLessons(actorOf(req), ids, new Date());
  redirectDone(res, ownPath(next) ?? "/content", ids.length ? "done.reviewed" : "done.none-ticked");
});
