import type { Request } from "express";
import { tiers } from "../../courses/catalog/tier.ts";
import { courseProgress } from "../../courses/learning/progress.ts";
import type { LifeState } from "../../certificates/life.ts";
import { reaches } from "../../courses/points.ts";
import { attemptsOf } from "../attempts/store.ts";
import { allCourses } from "../catalog/store.ts";
import { certificatesOf } from "../certificates/store.ts";
import { cohortsSeenBy } from "../cohorts/store.ts";
import { examsForCandidate } from "../exams/actions.ts";
import { examsSeenBy } from "../exams/store.ts";
import { scoresOf } from "../results/actions.ts";
import { standingFrom, studyOf, type Standing } from "../learning/actions.ts";
import { mayEnterCourse } from "../../courses/catalog/prerequisites.ts";
import { actorOf } from "../people/allow.ts";
import { dayOf, dayShown, instantOf, showDate, showMoment, showTime, zoneName } from "../platform/dates.ts";
import { page } from "../platform/page.ts";
import type { WordKey } from "../platform/words/index.ts";

export const showWelcome = page<ReturnType<typeof welcomePage>>("home/welcome");
export const showTrainee = page<Awaited<ReturnType<typeof traineePage>>>("home/trainee");
export const showStaff = page<Awaited<ReturnType<typeof staffPage>>>("home/staff");

/** For a stranger: what this is, the line, and the verification box. */
export function welcomePage({ t, language }: Request) {
  return {
    title: t("site.name"),
    stations: tiers
      .filter(({ id }) => id !== "GN")
      .map(({ id, name, phrase }) => ({
        tier: id,
        name: name[language],
        nameEn: name.en,
        text: phrase[language],
        state: "open",
      })),
  };
}

/** One card to go on, what is due by date, where one stands, the courses. */
export async function traineePage(req: Request) {
  const { t, language } = req;
  const actor = actorOf(req);
  const [study, due] = await Promise.all([studyOf(actor), dueOf(req)]);
  const { standing, next } = study ?? { standing: standingFrom([]), next: null };
  return {
    title: t("home.hello", { name: actor.name }),
    next: next && {
      href: `/courses/${next.course.id}/lessons/${next.lesson.id}`,
      overline: t("home.continue-in", { course: next.course.title[language] }),
      lesson: next.lesson.title[language],
      course: next.course.title[language],
      progress: next.progress,
    },
    after: next ? null : await afterStudy(req),
    due,
    zone: zoneName(language),
    stations: stationsOf(req, standing, next?.course.tier ?? ""),
    courses: allCourses().map((course) => ({
      href: `/courses/${course.id}`,
      title: course.title[language],
      progress: courseProgress(course.lessons, standing.completed),
    })),
  };
}

/** What comes when every lesson is complete: the exam, the certificate that is on its way, or the one that is there. */
async function afterStudy(req: Request) {
  const { t } = req;
  const { id } = actorOf(req);
  const today = dayOf(new Date());
  const [certificates, scores] = await Promise.all([certificatesOf(id), scoresOf(id)]);
  const holds = certificates.some(({ state, validUntil }) => state === "issued" && validUntil >= today);
  type Step = Exclude<LifeState, "issued"> | "ended" | "holds" | "passed" | "exam";
  const said = (step: Step, href: string, go: "lost" | "holds" | "exam") => ({
    ...{ title: t(`home.after-${step}`), text: t(`home.after-${step}-text`) },
    ...{ href, action: t(`home.after-${go}-go`) },
  });
  const passed = scores.some(({ marks, max, minimum, partBelow }) => !partBelow && reaches(marks, max, minimum));
  const [newest] = certificates;
  if (newest && !holds) {
    const lost = newest.state === "issued" ? "ended" : newest.state;
    return said(lost, `/certificates/${newest.number}`, "lost");
  }
  if (holds || passed) return said(holds ? "holds" : "passed", "/certificates", "holds");
  return said("exam", "/exams", "exam");
}

function stationsOf({ t, language }: Request, { completed, courses: done }: Standing, here: string) {
  return tiers
    .filter(({ id }) => id !== "GN")
    .map(({ id, name, prerequisites }) => {
      const courses = allCourses().filter(({ tier }) => tier === id);
      const open = courses.some((course) => mayEnterCourse(course, done).allowed);
      const progress = courseProgress(
        courses.flatMap(({ lessons }) => lessons),
        completed,
      );
      return {
        ...{ tier: id, name: name[language], nameEn: name.en },
        text: courses.length && open ? t("catalog.tier-progress", { ...progress }) : prerequisites[language],
        state: here === id ? "here" : open ? "open" : "closed",
      };
    });
}

/** Exams that are open or will be, and certificates that run out within 90 days: what comes first stands first. */
async function dueOf(req: Request) {
  const { t, language } = req;
  const now = new Date();
  const actor = actorOf(req);
  const [exams, attempts, certificates] = await Promise.all([
    examsForCandidate(actor),
    attemptsOf(actor.id),
    certificatesOf(actor.id),
  ]);
  const running = (examId: string) => attempts.find((one) => one.examId === examId && one.state === "open");
  const passed = new Set(attempts.filter(({ result }) => result?.passed).map(({ examId }) => examId));
  const ofExams = exams
    .filter((exam) => running(exam.id) || (exam.closesAt > now && !passed.has(exam.id)))
    .map((exam) => {
      const open = running(exam.id);
      const at = open?.endsAt ?? (exam.opensAt > now ? exam.opensAt : exam.closesAt);
      return {
        at,
        title: exam.title[language],
        text: open
          ? t("home.exam-running", { at: showTime(at, language) })
          : exam.opensAt > now
            ? t("room.opens-at", { at: showMoment(at, now, language) })
            : t("room.closes-at", { at: showMoment(at, now, language) }),
        href: open ? `/attempts/${open.id}` : `/exams/${exam.id}`,
        action: t(open ? "room.go-on" : "room.view"),
      };
    });
  const ofCertificates = certificates
    .filter(({ state, validUntil }) => state === "issued" && Date.parse(validUntil) - now.getTime() < 90 * 86_400_000)
    .map(({ number, validUntil }) => ({
      ...{ at: instantOf(`${validUntil}T12:00`), allDay: true },
      ...{
        title: t(validUntil < dayOf(now) ? "home.certificate-ended" : "home.certificate-ends"),
        text: t("home.valid-until", { number, day: dayShown(validUntil, language) }),
      },
      ...{ href: `/certificates/${number}`, action: t("room.view") },
    }));
  const rows = [...ofExams, ...ofCertificates].sort((a, b) => a.at.getTime() - b.at.getTime());
  return rows.map(({ at, ...row }) => ({
    ...row,
    day: showDate(at, language),
    time: "allDay" in row ? "" : showTime(at, language),
  }));
}

/** What each capability leads to, in the order of the day's work; the first one is the page's main action. */
const ways: readonly { capability: string; href: string; word: WordKey; text: WordKey }[] = [
  { capability: "cohort.manage", href: "/cohorts", word: "cohorts.title", text: "home.way-cohorts" },
  { capability: "certificate.issue", href: "/certificates/issue", word: "home.issue", text: "home.way-issue" },
  { capability: "cohort.read", href: "/cohorts", word: "cohorts.title", text: "home.way-cohorts-read" },
  { capability: "exam.manage", href: "/exams", word: "exams.title", text: "home.way-exams" },
  { capability: "result.read", href: "/exams", word: "exams.title", text: "home.way-results" },
  { capability: "lesson.review", href: "/content", word: "home.review", text: "home.way-review" },
  {
    capability: "certificate.withdraw",
    href: "/certificates",
    word: "home.certificates",
    text: "home.way-certificates",
  },
  {
    capability: "certificate.read",
    href: "/certificates",
    word: "home.certificates",
    text: "home.way-certificates-read",
  },
  { capability: "people.manage", href: "/people", word: "people.title", text: "home.way-people" },
  { capability: "question.read", href: "/questions", word: "home.bank", text: "home.way-bank" },
  { capability: "base.read", href: "/bases", word: "people.bases", text: "home.way-bases" },
  { capability: "audit.read", href: "/audit", word: "audit.title", text: "home.way-audit" },
  { capability: "system.health", href: "/health", word: "health.title", text: "home.way-health" },
];

export async function staffPage(req: Request) {
  const actor = actorOf(req);
  const open = ways.filter(({ capability }) => actor.capabilities.has(capability));
  const own = open.filter(({ href }, place) => open.findIndex((one) => one.href === href) === place);
  const first = actor.capabilities.has("cohort.manage")
    ? (await cohortsSeenBy(actor, { page: 1, size: 1 })).total === 0
    : false;
  const { total } = actor.capabilities.has("exam.manage")
    ? await examsSeenBy(actor, { page: 1, size: 1 })
    : { total: -1 };
  const step = first ? "cohort" : total === 0 ? "exam" : "";
  return {
    title: req.t("home.hello", { name: actor.name }),
    step: step && {
      title: req.t(`home.first-${step}`),
      text: req.t(`home.first-${step}-text`),
      href: `/${step}s/new`,
      action: req.t(`${step}s.new`),
    },
    ways: own.map(({ href, word, text }) => ({ href, title: req.t(word), text: req.t(text) })),
  };
}
