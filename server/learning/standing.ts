import type { Request } from "express";
import type { Reason } from "../../courses/decision.ts";
import { allCourses, allLessons } from "../catalog/store.ts";
import { sayReason } from "../platform/words/reason.ts";
import { standingFrom, type Standing } from "./actions.ts";
import { completedLessons } from "./store.ts";

export const coursesCrumb = (req: Request) => ({ href: "/courses", label: req.t("catalog.courses") });
export const lessonHref = ({ courseId, id }: { courseId: string; id: string }) => `/courses/${courseId}/lessons/${id}`;

/** A refusal in words, with the titles of lessons and courses in place of their ids. */
export function sayClosed({ t, language }: Request, { code, facts }: Reason): string {
  const courses = allCourses().filter(({ id }) =>
    String(facts["courses"] ?? "")
      .split(", ")
      .includes(id),
  );
  const lesson = allLessons().find(({ id }) => id === facts["lesson"]);
  const quoted = courses
    .map(({ title }) => t("catalog.quoted", { title: title[language] }))
    .join(language === "en" ? ", " : "");
  return sayReason({ code, facts: { ...facts, courses: quoted, lesson: lesson?.title[language] ?? "" } }, t, language);
}

/** What somebody who studies has done; null for strangers and for staff, who see everything open. */
export async function ownStanding(req: Request): Promise<Standing | null> {
  if (!req.user?.capabilities.has("lesson.study")) return null;
  return standingFrom(await completedLessons(req.user.id));
}
