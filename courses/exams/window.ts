import { allowed, refused, type Decision } from "../decision.ts";
import { deadlineOf, type TimeSettings } from "./deadline.ts";

/** What an exam demands before a start. */
export interface StartRules extends TimeSettings {
  published: boolean;
  /** null: as many as one likes. */
  maxAttempts: number | null;
  /** Minutes between the end of one attempt and the start of the next. */
  gapMinutes: number;
}

/** What is known of the person who wants to start. */
export interface Candidate {
  /** Ids of courses with lessons still open; empty when all that the exam asks for is complete. */
  coursesIncomplete: readonly string[];
  attemptsUsed: number;
  /** When the last attempt ended; null before the first. */
  lastEndedAt: Date | null;
}

/** Whether this person may start now; an attempt that is open already is gone on with and not asked about here. */
export function mayStart(exam: StartRules, candidate: Candidate, now: Date): Decision {
  const { windowEndsAt } = deadlineOf(exam, now);
  if (!exam.published) return refused("exam.not-published");
  if (candidate.coursesIncomplete.length)
    return refused("exam.course-incomplete", { courses: candidate.coursesIncomplete.join(", ") });
  if (now < exam.opensAt) return refused("exam.not-open-yet", { opensAt: exam.opensAt.toISOString() });
  if (now >= windowEndsAt) return refused("exam.closed", { closesAt: windowEndsAt.toISOString() });
  if (exam.maxAttempts !== null && candidate.attemptsUsed >= exam.maxAttempts)
    return refused("exam.attempts-used", { n: exam.maxAttempts });
  const from = (candidate.lastEndedAt?.getTime() ?? -Infinity) + exam.gapMinutes * 60_000;
  return now.getTime() < from ? refused("exam.gap-not-over", { from: new Date(from).toISOString() }) : allowed;
}
