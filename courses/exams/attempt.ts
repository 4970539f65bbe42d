import type { Sixtieths } from "../points.ts";

/** `open` while the candidate may write; `submitted` once handed in, by the candidate or at the end of the time. */
export const attemptStates = ["open", "submitted"] as const;
export type AttemptState = (typeof attemptStates)[number];

/** After the end, what the browser had sent still counts for so long; the attempt is closed from then on. */
export const graceSeconds = 30;

export interface RunningAttempt {
  state: AttemptState;
  endsAt: Date;
  /** Set while an invigilator has stopped the clock. */
  pausedAt?: Date | null;
}

/** Whether an answer that arrives now counts. The browser's own clock has no say; while the clock stands, answers are kept. */
export function verdictOnSave(attempt: RunningAttempt, now: Date): "counts" | "over" {
  return attempt.state === "open" && clockOf(attempt, now) <= attempt.endsAt.getTime() + graceSeconds * 1000
    ? "counts"
    : "over";
}

/** Whether the house hands this attempt in because its time and grace are over. */
export function isDue(attempt: RunningAttempt, now: Date): boolean {
  return attempt.state === "open" && verdictOnSave(attempt, now) === "over";
}

/** Whole seconds until the end as shown, 0 when it is over; a paused clock stands. */
export function remainingSeconds(attempt: RunningAttempt, now: Date): number {
  if (attempt.state !== "open") return 0;
  return Math.max(0, Math.floor((attempt.endsAt.getTime() - clockOf(attempt, now)) / 1000));
}

/** The end after a pause: moved by as long as the clock stood. */
export function endAfterPause(attempt: RunningAttempt, now: Date): Date {
  return new Date(attempt.endsAt.getTime() + now.getTime() - clockOf(attempt, now));
}

function clockOf({ pausedAt }: RunningAttempt, now: Date): number {
  return Math.min(now.getTime(), pausedAt?.getTime() ?? Infinity);
}

/** Which of several attempts speaks for the person. */
export const scorePolicies = ["best", "last", "first", "mean"] as const;
export type ScorePolicy = (typeof scorePolicies)[number];

export interface Score {
  marks: Sixtieths;
  max: Sixtieths;
  /** A part of the exam is below its own minimum: whatever the total, it does not pass. */
  partBelow?: true;
}

/**
 * The score of marked attempts in the order of their starts, null when there is none. `best` compares shares exactly
 * and takes the first of equals, one with a part below its minimum only if all are like that; `mean` is Σmarks of Σmax, so
 * that nothing is rounded before it is compared, and no attempt may have such a part.
 */
export function scoreOf(policy: ScorePolicy, attempts: readonly Score[]): Score | null {
  const [first] = attempts;
  if (!first) return null;
  if (policy === "first") return first;
  if (policy === "last") return attempts.at(-1) ?? first;
  if (policy === "best") return attempts.reduce(better);
  return attempts.reduce((sum, { marks, max, partBelow }) => ({
    ...{ marks: sum.marks + marks, max: sum.max + max },
    ...((sum.partBelow ?? partBelow) && { partBelow: true }),
  }));
}

/** Of two scores the one that says more for the person; of equals the first. */
export function better<S extends Score>(first: S, second: S): S {
  if (Boolean(first.partBelow) !== Boolean(second.partBelow)) return first.partBelow ? second : first;
  return second.marks * first.max > first.marks * second.max ? second : first;
}
