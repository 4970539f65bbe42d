import { allowed, refused, type Decision } from "../../courses/decision.ts";
import type { BankRow, Blueprint } from "../../courses/exams/blueprint.ts";
import { graceSeconds } from "../../courses/exams/attempt.ts";
import { deadlineOf, type TimeSettings } from "../../courses/exams/deadline.ts";
import { mayDraw } from "../../courses/exams/shortages.ts";

/** A question as publishing looks at it. */
export interface OfferedRow extends BankRow {
  reviewed: boolean;
}

/**
 * Whether an exam may be published on this bank: papers can be drawn, and an exam that certifies asks nothing that no
 * named person has looked at.
 */
export function mayPublish(
  exam: { purpose: "certifying" | "mock"; blueprint: Blueprint },
  bank: readonly OfferedRow[],
): Decision {
  const unreviewed = bank.filter(({ reviewed }) => !reviewed).length;
  if (exam.purpose === "certifying" && unreviewed) return refused("exam.questions-unreviewed", { n: unreviewed });
  const short = mayDraw(exam.blueprint, bank);
  return short.allowed ? allowed : short;
}

interface Times {
  opensAt: Date;
  closesAt: Date;
  durationMinutes: number;
  extraMinutes: Readonly<Record<string, number>>;
}

/** All that decides one candidate's end, for `deadlineOf`. */
export function timesFor(exam: Times, person: { id: string; extraTimeFactor: number }): TimeSettings {
  const { opensAt, closesAt, durationMinutes, extraMinutes } = exam;
  return {
    opensAt,
    closesAt,
    durationMinutes,
    extraTimeFactor: person.extraTimeFactor,
    extraMinutes: extraMinutes[person.id] ?? 0,
  };
}

/** The instant by which each of these has stopped writing: the window as extra time moves it, and the grace. */
export function latestEnd(exam: Times, people: readonly { id: string; extraTimeFactor: number }[]): Date {
  const ends = people.map((person) => deadlineOf(timesFor(exam, person), exam.opensAt).windowEndsAt.getTime());
  return new Date(Math.max(exam.closesAt.getTime(), ...ends) + graceSeconds * 1000);
}

/** The largest factor of extra time that a person can have. */
const mostExtraTime = 1.5;

/** The same for whoever may be among the candidates: nobody writes beyond it. */
export function utmostEnd(exam: Times): Date {
  const ids = ["", ...Object.keys(exam.extraMinutes)];
  return latestEnd(
    exam,
    ids.map((id) => ({ id, extraTimeFactor: mostExtraTime })),
  );
}

/** Whether results of an exam may be seen by its candidates; `lastEnd` is when the last of them has stopped. */
export function isReleased(
  exam: { release: "at-once" | "after-close" | "by-hand"; releasedAt: Date | null },
  lastEnd: Date,
  now: Date,
): boolean {
  if (exam.releasedAt) return true;
  return exam.release === "at-once" || (exam.release === "after-close" && now >= lastEnd);
}

/** Whether a named person may release results: with them keys are shown, so nobody may be writing any more. */
export function mayRelease(lastEnd: Date, now: Date): Decision {
  return now < lastEnd ? refused("exam.still-running", { until: lastEnd.toISOString() }) : allowed;
}
