/** All that decides how long one candidate may write: the exam's own times and what this person is granted. */
export interface TimeSettings {
  opensAt: Date;
  closesAt: Date;
  durationMinutes: number;
  /** From the person's profile, for every exam: 1, 1.25 or 1.5. */
  extraTimeFactor: number;
  /** Granted for this exam, to one or to all, before or while it runs. */
  extraMinutes: number;
}

export interface Deadline {
  /** The instant after which nothing counts any more but the grace for what is on its way. */
  endsAt: Date;
  /** Nobody starts from here on, and nobody writes longer. */
  windowEndsAt: Date;
  /** The window cuts the full time short. */
  truncated: boolean;
}

const minute = 60_000;

/**
 * The one place where an end is computed: the page before the start asks with `startedAt` = now, the start stores it,
 * an extension asks again with the real start. Extra time, by factor and by minutes, lengthens the duration and moves
 * the end of the window by the same amount, so that no second setting can contradict it.
 */
export function deadlineOf(settings: TimeSettings, startedAt: Date): Deadline {
  const { closesAt, durationMinutes, extraTimeFactor, extraMinutes } = settings;
  const extra = Math.ceil(durationMinutes * (extraTimeFactor - 1) * minute) + extraMinutes * minute;
  const windowEndsAt = closesAt.getTime() + extra;
  const fullEnd = startedAt.getTime() + durationMinutes * minute + extra;
  return {
    endsAt: new Date(Math.min(fullEnd, windowEndsAt)),
    windowEndsAt: new Date(windowEndsAt),
    truncated: fullEnd > windowEndsAt,
  };
}
