import { allowed, refused, type Decision } from "../../courses/decision.ts";
import type { BankRow, Blueprint } from "../../courses/exams/blueprint.ts";
import type { TimeSettings } from "../../courses/exams/deadline.ts";
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

/** Whether results of an exam may be seen by its candidates. */
export function isReleased(
  exam: { release: "at-once" | "after-close" | "by-hand"; closesAt: Date; releasedAt: Date | null },
  now: Date,
): boolean {
  if (exam.releasedAt) return true;
  return exam.release === "at-once" || (exam.release === "after-close" && now >= exam.closesAt);
}
