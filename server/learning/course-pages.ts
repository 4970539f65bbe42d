import type { Request } from "express";
import type { Course } from "../../courses/catalog/course.ts";
import { tierOf, tiers, type Tier } from "../../courses/catalog/tier.ts";
import { courseProgress } from "../../courses/learning/progress.ts";
import type { ShippedLesson } from "../catalog/content.ts";
import { allCompetencies, allCourses, courseOf, lessonsOf } from "../catalog/store.ts";
import { page } from "../platform/page.ts";
import { studyOf, type Standing } from "./actions.ts";
import { lessonStates } from "./rules.ts";
import { coursesCrumb, lessonHref, ownStanding, sayClosed } from "./standing.ts";

export const showCourses = page<Awaited<ReturnType<typeof coursesModel>>>("learning/courses");
export const showCourse = page<Awaited<ReturnType<typeof courseModel>>>("learning/course");

const hoursOf = (course: Course) =>
  lessonsOf(course.id).reduce((sum, { hours }) => sum + hours.theory + hours.practice, 0);

function courseCard(req: Request, course: Course, standing: Standing | null) {
  const { t, language } = req;
  const [first] = standing ? lessonStates(course, standing.completed, standing.courses) : [];
  const closed =
    first && first.state === "closed" && !first.decision.allowed ? sayClosed(req, first.decision.reason) : "";
  return {
    id: course.id,
    tier: course.tier,
    href: `/courses/${course.id}`,
    title: course.title[language],
    summary: course.summary[language],
    size: t("catalog.size", { n: course.lessons.length, hours: hoursOf(course) }),
    closed,
    progress:
      standing && !closed
        ? { ...courseProgress(course.lessons, standing.completed), label: course.title[language] }
        : null,
  };
}

/** The line, one station a tier; a trainee sees where she stands, what is done and why something is closed. */
function station(req: Request, tier: Tier, standing: Standing | null, here: string | undefined) {
  const { t, language } = req;
  const courses = allCourses().filter((course) => course.tier === tier.id);
  const cards = courses.map((course) => courseCard(req, course, standing));
  const { done, total, percent } = courseProgress(
    courses.flatMap(({ lessons }) => lessons),
    standing?.completed ?? [],
  );
  const open = cards.some(({ closed }) => !closed);
  const state = !standing ? "open" : here === tier.id ? "here" : open ? "open" : "closed";
  const text = !standing
    ? tier.phrase[language]
    : open
      ? t("catalog.tier-progress", { done, total, percent })
      : (cards[0]?.closed ?? tier.prerequisites[language]);
  return {
    tier: tier.id,
    name: tier.name[language],
    nameEn: tier.name.en,
    text,
    state,
    ...(courses.length && { href: `#tier-${tier.id}` }),
  };
}

export async function coursesModel(req: Request) {
  const { t, language } = req;
  const { standing, next } = (req.user && (await studyOf(req.user))) ?? { standing: null, next: null };
  const general = tierOf("GN");
  const sections = [general, ...tiers.filter((tier) => tier !== general)].map((tier) => ({
    id: tier.id,
    name: tier.name[language],
    phrase: tier.phrase[language],
    courses: allCourses()
      .filter((course) => course.tier === tier.id)
      .map((course) => courseCard(req, course, standing)),
  }));
  const coming = sections.filter(({ courses }) => !courses.length).map(({ name }) => name);
  return {
    title: t("catalog.courses"),
    intro: t(standing ? "catalog.intro-trainee" : "catalog.intro"),
    stations: tiers.filter((tier) => tier !== general).map((tier) => station(req, tier, standing, next?.course.tier)),
    general: { name: general.name[language], phrase: general.phrase[language] },
    sections: sections.filter(({ courses }) => courses.length),
    coming: coming.length ? t("catalog.coming", { tiers: coming.join(language === "en" ? ", " : "、") }) : "",
    next: next && {
      href: lessonHref(next.lesson),
      title: next.lesson.title[language],
      course: next.course.title[language],
      progress: { ...next.progress, label: next.course.title[language] },
    },
    mayReview: req.user?.capabilities.has("lesson.review") ?? false,
  };
}

export async function courseModel(req: Request, course: Course) {
  const { t, language } = req;
  const standing = await ownStanding(req);
  const mayRead = req.user?.capabilities.has("lesson.read") ?? false;
  const states = lessonStates(course, standing?.completed ?? [], standing?.courses ?? []);
  const card = courseCard(req, course, standing);
  const next = states.find(({ state }) => state === "open");
  const lessons = lessonsOf(course.id).map((lesson) => {
    const found = states.find(({ id }) => id === lesson.id);
    const state = standing ? (found?.state ?? "closed") : "open";
    const reason =
      standing && !card.closed && found && !found.decision.allowed ? sayClosed(req, found.decision.reason) : "";
    return { ...outline(req, lesson), state, reason, href: mayRead && state !== "closed" ? lessonHref(lesson) : "" };
  });
  const prerequisites = course.prerequisites.map(courseOf).map(({ id, title }) => ({
    href: `/courses/${id}`,
    title: title[language],
    done: standing?.courses.includes(id) ?? false,
  }));
  const outcomes = allCompetencies()
    .filter(({ lesson }) => course.lessons.includes(lesson))
    .map(({ id, title }) => ({ id, title: title[language] }));
  return {
    ...card,
    breadcrumb: [coursesCrumb(req)],
    tierName: tierOf(course.tier).name[language],
    audience: course.audience[language],
    prerequisites,
    outcomes,
    lessons,
    action: !req.user
      ? { href: `/login?next=${encodeURIComponent(card.href)}`, label: t("catalog.sign-in-to-study") }
      : standing && next
        ? {
            href: lessonHref({ courseId: course.id, id: next.id }),
            label: t(card.progress?.done ? "learning.continue" : "learning.start"),
          }
        : null,
  };
}

function outline({ t, language }: Request, { title, summary, minutes, order }: ShippedLesson) {
  return {
    number: order,
    title: title[language],
    summary: summary[language],
    minutes: t("catalog.minutes", { n: minutes }),
  };
}
