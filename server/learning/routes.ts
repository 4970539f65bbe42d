import { Router } from "express";
import { Refused } from "../../courses/decision.ts";
import { courseOf } from "../catalog/store.ts";
import { actorOf, allow, everyone } from "../people/allow.ts";
import { read } from "../platform/read.ts";
import { keepLessonPlace, openLesson, practise } from "./actions.ts";
import { courseModel, coursesModel, showCourse, showCourses } from "./course-pages.ts";
import { CoursePath, LessonQuery, Place, PracticeForm } from "./forms.ts";
import { closedModel, lessonModel, showClosed, showLesson } from "./pages.ts";

export const routes = Router();

routes.get("/courses", everyone, async (req, res) => showCourses(res, await coursesModel(req)));

routes.get("/courses/:courseId", everyone, async (req, res) => {
  const { courseId } = read(req, CoursePath);
  await showCourse(res, await courseModel(req, courseOf(courseId)));
});

routes.get("/courses/:courseId/lessons/:lessonId", allow("lesson.read"), async (req, res) => {
  const { courseId, lessonId, answered } = read(req, LessonQuery);
  try {
    const opened = await openLesson(actorOf(req), courseId, lessonId, new Date());
    await showLesson(
      res,
      await lessonModel(
        req,
        courseId,
        lessonId,
        opened,
        answered ? { question: answered, kept: true, answer: null } : null,
      ),
    );
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    await showClosed(res, closedModel(req, courseId, lessonId, error.reason), 403);
  }
});

routes.post("/courses/:courseId/lessons/:lessonId/practice", allow("lesson.study"), async (req, res) => {
  const { courseId, lessonId, question, ...answers } = read(req, PracticeForm);
  const sent = { question: question ?? "", fields: answers as Record<string, string | string[]> };
  const done = await practise(actorOf(req), courseId, lessonId, sent, new Date());
  if (done.kept) {
    res.redirect(303, `/courses/${courseId}/lessons/${lessonId}?answered=${done.question}#feedback-${done.question}`);
    return;
  }
  const opened = await openLesson(actorOf(req), courseId, lessonId, new Date());
  await showLesson(res, await lessonModel(req, courseId, lessonId, opened, done), 422);
});

/** Asked by the page every few seconds and on leaving. */
routes.put("/courses/:courseId/lessons/:lessonId/place", allow("lesson.study"), async (req, res) => {
  const { courseId, lessonId, ...place } = read(req, Place);
  await keepLessonPlace(actorOf(req), courseId, lessonId, place, new Date());
  res.status(204).end();
});
