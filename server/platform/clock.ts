import { storeTime } from "./database.ts";
import { setUnready } from "./health.ts";
import { log } from "./log.ts";

/** Seconds by which the wall clock may differ before it counts as a step; less is followed silently. */
const tolerance = 2;

/**
 * A clock that runs by the monotonic one: when somebody sets the machine's clock, everybody's remaining time stays what it
 * was. Small corrections (time service) are followed at each look.
 */
export class SteadyClock {
  private anchor: number;
  private readonly wall: () => number;
  private readonly monotonic: () => number;
  /** Seconds by which the machine's clock was moved since the start, as far as not followed. */
  step = 0;

  constructor(wall: () => number = Date.now, monotonic: () => number = () => performance.now()) {
    this.wall = wall;
    this.monotonic = monotonic;
    this.anchor = wall() - monotonic();
  }

  now(): Date {
    return new Date(this.anchor + this.monotonic());
  }

  /** Compares both clocks. @returns the step in seconds when the machine's clock has been moved since the last look, else 0 */
  look(): number {
    const off = (this.wall() - this.monotonic() - this.anchor) / 1000;
    if (Math.abs(off) <= tolerance) {
      this.anchor += off * 1000;
      this.step = 0;
      return 0;
    }
    const moved = Math.abs(off - this.step) > tolerance ? off : 0;
    this.step = off;
    return moved;
  }
}

const clock = new SteadyClock();

/** The instant by which this process judges ends of time. */
export function instantNow(): Date {
  return clock.now();
}

/** Seconds by which the machine's clock was set while the program ran; 0 when it was not. */
export function clockStep(): number {
  return clock.step;
}

/**
 * Looks every ten seconds; a step is logged and shown to the operator. Each minute the store is asked for its time, which all
 * copies of the program share: one that is off by more than two seconds takes nobody in. @returns what stops it
 */
export function watchClock(): () => void {
  const timers = [
    setInterval(() => {
      const moved = clock.look();
      if (moved)
        log.warn({ seconds: moved }, "the clock of this machine was set; running exams keep their remaining time");
    }, 10_000),
    setInterval(() => void compareWithStore(), 60_000),
  ];
  for (const timer of timers) timer.unref();
  return () => timers.forEach(clearInterval);
}

/** Whether this machine's time is the store's; while the store is away nothing is known. */
export async function compareWithStore(theirs: () => Promise<Date | null> = storeTime): Promise<void> {
  const time = await theirs();
  if (time === null) return;
  const off = Math.round((Date.now() - time.getTime()) / 1000);
  const wrong = Math.abs(off) > tolerance;
  if (wrong) log.warn({ seconds: off }, "the clock of this machine is not that of the store");
  setUnready("the clock differs from the store's", wrong);
}
