import type { Request } from "express";
import { remainingSeconds } from "../../courses/exams/attempt.ts";
import type { Reason } from "../../courses/decision.ts";
import { sizeOf } from "../../courses/exams/blueprint.ts";
import { deadlineOf } from "../../courses/exams/deadline.ts";
import { kindOf } from "../../courses/questions/kinds/index.ts";
import { examsForCandidate } from "../exams/actions.ts";
import { examTitle, type ExamFacts } from "../exams/store.ts";
import { actorOf } from "../people/allow.ts";
import { instantNow } from "../platform/clock.ts";
import { settings } from "../platform/config.ts";
import { showInstant, showMoment, showTime, zoneName } from "../platform/dates.ts";
import { page } from "../platform/page.ts";
import { sayClosed } from "../learning/standing.ts";
import { csrfToken } from "../platform/csrf.ts";
import { standingAt } from "./actions.ts";
import { itemsOf, wholeItems } from "./paper.ts";
import { attemptsOf, type AttemptFacts } from "./store.ts";

export const showExamList = page<Awaited<ReturnType<typeof examListPage>>>("attempts/exams");
export const showDoor = page<Awaited<ReturnType<typeof doorPage>>>("attempts/door");
export const showRoom = page<Awaited<ReturnType<typeof roomPage>>>("attempts/room");
export const showHandIn = page<Awaited<ReturnType<typeof handInPage>>>("attempts/hand-in");

const crumbs = (req: Request) => [{ href: "/exams", label: req.t("exams.title") }];

/** A candidate's exams, those that close first on top, with what each attempt came to. */
export async function examListPage(req: Request) {
  const actor = actorOf(req);
  const [exams, attempts] = await Promise.all([examsForCandidate(actor), attemptsOf(actor.id)]);
  const now = instantNow();
  return {
    title: req.t("exams.title"),
    zone: zoneName(req.language),
    rows: exams.map((exam) => ({
      href: `/exams/${exam.id}`,
      title: exam.title[req.language],
      mock: exam.purpose === "mock",
      when:
        now < exam.opensAt
          ? req.t("room.opens-at", { at: showMoment(exam.opensAt, now, req.language) })
          : req.t("room.closes-at", { at: showMoment(exam.closesAt, now, req.language) }),
      attempts: attempts.filter(({ examId }) => examId === exam.id).length,
      running: attempts.find(({ examId, state }) => examId === exam.id && state === "open")?.id ?? "",
      closed: now >= exam.closesAt,
    })),
  };
}

/** Before the start: rules, length, attempts left, and the exact end that a start now would have. */
export async function doorPage(req: Request, exam: ExamFacts) {
  const { t, language } = req;
  const now = instantNow();
  const { times, attempts, decision, open } = await standingAt(actorOf(req), exam, now);
  const deadline = deadlineOf(times, now);
  const { questions, points } = sizeOf(exam.blueprint);
  const minutes = Math.floor((deadline.endsAt.getTime() - now.getTime()) / 60_000);
  const full = Math.ceil(times.durationMinutes * times.extraTimeFactor) + times.extraMinutes;
  return {
    title: exam.title[language],
    breadcrumb: crumbs(req),
    scripts: ["door.js"],
    id: exam.id,
    mock: exam.purpose === "mock",
    facts: [
      {
        label: t("exams.length"),
        text: t("exams.length-of", { n: full, questions, points, pass: exam.blueprint.pass }),
      },
      {
        label: t("exams.window"),
        text: t("site.in-zone", {
          at: `${showInstant(exam.opensAt, language)} – ${showInstant(deadline.windowEndsAt, language)}`,
          zone: zoneName(language),
        }),
      },
      {
        label: t("room.attempts-left"),
        text:
          exam.maxAttempts === null
            ? t("exams.attempts-any")
            : t("room.left-of", { left: Math.max(0, exam.maxAttempts - attempts.length), max: exam.maxAttempts }),
      },
      { label: t("exams.policy"), text: t(`exams.policy-${exam.scorePolicy}`) },
      { label: t("exams.release"), text: t(`exams.release-${exam.release}`) },
    ],
    extra: full > times.durationMinutes ? t("room.extra", { n: full - times.durationMinutes }) : "",
    refusal: decision.allowed || open ? "" : sayClosed(req, decision.reason),
    study: decision.allowed || open ? "" : firstCourse(decision.reason),
    zone: zoneName(language),
    end: showInstant(deadline.endsAt, language),
    endTime: showTime(deadline.endsAt, language),
    truncated: deadline.truncated ? t("room.truncated", { minutes, full }) : "",
    open: open?.id ?? "",
    openEnd: open ? showTime(open.endsAt, language) : "",
    kinds: [...new Set(exam.blueprint.cells.map(({ kind }) => kind))].map((kind) => ({
      label: kindOf(kind).label[language],
      text: kindOf(kind).marking[language],
    })),
    attempts: attempts.map((attempt) => ({
      href: attempt.state === "open" ? `/attempts/${attempt.id}` : `/attempts/${attempt.id}/result`,
      label: t("room.attempt-n", { n: attempt.number }),
      at: showInstant(attempt.startedAt, language),
    })),
  };
}

/** The page on which to study what is still open before this exam. */
function firstCourse({ code, facts }: Reason): string {
  const [course = ""] = String(facts["courses"]).split(", ");
  return code === "exam.course-incomplete" ? `/courses/${course}` : "";
}

/** The paper: everything that the candidate may see, and nothing that tells a key. */
export async function roomPage(req: Request, attempt: AttemptFacts, conflicts: readonly string[] = []) {
  const { t, language } = req;
  const title = await examTitle(attempt.examId);
  const items = await itemsOf(req, attempt, { conflicts });
  const now = instantNow();
  return {
    title: title[language],
    bare: true,
    header: "attempts/header",
    csrfMeta: csrfToken(req),
    scripts: ["exam.js"],
    id: attempt.id,
    who: t("room.who", { name: actorOf(req).name, n: attempt.number }),
    remaining: remainingSeconds(attempt, now),
    clock: clockShown(remainingSeconds(attempt, now)),
    endsAt: showTime(attempt.endsAt, language),
    items,
    conflicts: conflicts.length,
    zone: settings().TZ,
    counts: countsOf(attempt, items.filter(({ answered }) => answered).length),
    words: roomWords(req),
  };
}

/** The last look before handing in: what is open, what is flagged. */
export async function handInPage(req: Request, attempt: AttemptFacts) {
  const [title, whole] = await Promise.all([examTitle(attempt.examId), wholeItems(attempt)]);
  const places = attempt.paper.map(({ itemId }, place) => ({ itemId, n: place + 1 }));
  const link = ({ itemId, n }: { itemId: string; n: number }) => ({ href: `/attempts/${attempt.id}#${itemId}`, n });
  return {
    title: req.t("room.hand-in"),
    bare: true,
    id: attempt.id,
    exam: title[req.language],
    endsAt: showTime(attempt.endsAt, req.language),
    counts: countsOf(attempt, whole.size),
    open: places.filter(({ itemId }) => !whole.has(itemId)).map(link),
    flagged: places.filter(({ itemId }) => attempt.flags[itemId]).map(link),
  };
}

function countsOf({ paper, flags }: AttemptFacts, answered: number) {
  return {
    answered,
    total: paper.length,
    flagged: paper.filter(({ itemId }) => flags[itemId]).length,
  };
}

/** "41:27" or "1:05:00" */
function clockShown(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  return `${hours ? `${String(hours)}:` : ""}${hours ? two(Math.floor((seconds % 3600) / 60)) : String(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

const scripted = [
  "saved",
  "saving",
  "unsaved",
  "counts",
  "offline",
  "back",
  "signed-out",
  "over",
  "time-over",
  "time-over-away",
  "minutes-left",
  "conflict",
  "keep-stored",
  "keep-mine",
  "flag",
  "unflag",
  "cell",
  "answered",
  "open",
  "flagged",
  "not-saved",
  "not-handed-in",
  "show-clock",
  "hide-clock",
  "extended",
  "nothing",
] as const;

/** The sentences that the script says. */
function roomWords({ t }: Request): string {
  return JSON.stringify(Object.fromEntries(scripted.map((name) => [name, t(`room.js-${name}`, braces)])));
}

/** Facts that the script fills in itself stay as braces. */
const braces = {
  at: "{at}",
  n: "{n}",
  answered: "{answered}",
  total: "{total}",
  flagged: "{flagged}",
  unsaved: "{unsaved}",
  state: "{state}",
};
