import { expect } from "chai";
import fc from "fast-check";
import { deadlineOf, type TimeSettings } from "../../../courses/exams/deadline.ts";
import { graceSeconds, verdictOnSave } from "../../../courses/exams/attempt.ts";
import { mayStart } from "../../../courses/exams/window.ts";

const at = (time: string) => new Date(`2026-05-20T${time}:00+08:00`);
const exam = (change: Partial<TimeSettings> = {}): TimeSettings => ({
  opensAt: at("09:00"),
  closesAt: at("11:00"),
  durationMinutes: 60,
  extraTimeFactor: 1,
  extraMinutes: 0,
  ...change,
});

const settings = fc.record({
  opensAt: fc.constant(at("09:00")),
  closesAt: fc.integer({ min: 1, max: 100_000 }).map((minutes) => new Date(at("09:00").getTime() + minutes * 60_000)),
  durationMinutes: fc.integer({ min: 1, max: 600 }),
  extraTimeFactor: fc.constantFrom(1, 1.25, 1.5),
  extraMinutes: fc.integer({ min: 0, max: 240 }),
});

describe("the one time model", () => {
  const rows: [string, Partial<TimeSettings>, string, string, string, boolean][] = [
    ["[C02] a start in good time has the full time", {}, "09:30", "10:30", "11:00", false],
    ["[C02] a late start is cut short by the window", {}, "10:20", "11:00", "11:00", true],
    ["[C18] extra minutes for this exam", { extraMinutes: 10 }, "09:30", "10:40", "11:10", false],
    ["[C19] the factor of the profile", { extraTimeFactor: 1.25 }, "09:30", "10:45", "11:15", false],
    [
      "[C20] extra time moves the window's end too, for a late start",
      { extraTimeFactor: 1.5, extraMinutes: 10 },
      "10:20",
      "11:40",
      "11:40",
      true,
    ],
    [
      "[C20] a start that just fits has the full extended time",
      { extraTimeFactor: 1.5 },
      "10:00",
      "11:30",
      "11:30",
      false,
    ],
  ];
  for (const [title, change, start, endsAt, windowEndsAt, truncated] of rows)
    it(`${title}: ${start} → ${endsAt}`, () => {
      expect(deadlineOf(exam(change), at(start))).to.deep.equal({
        endsAt: at(endsAt),
        windowEndsAt: at(windowEndsAt),
        truncated,
      });
    });

  it("[C02] 10,000 random settings: the end told before the start is the instant that is enforced", () => {
    const seconds = fc.integer({ min: 0, max: 7_000_000 });
    fc.assert(
      fc.property(settings, seconds, (own, after) => {
        const now = new Date(own.opensAt.getTime() + after * 1000);
        const told = deadlineOf(own, now).endsAt;
        const rules = { ...own, published: true, maxAttempts: null, gapMinutes: 0 };
        const start = mayStart(rules, { coursesIncomplete: [], attemptsUsed: 0, lastEndedAt: null }, now);
        expect(start.allowed).to.equal(told > now);
        if (!start.allowed) return;
        const attempt = { state: "open" as const, endsAt: deadlineOf(own, now).endsAt };
        const border = told.getTime() + graceSeconds * 1000;
        expect(verdictOnSave(attempt, new Date(border))).to.equal("counts");
        expect(verdictOnSave(attempt, new Date(border + 1))).to.equal("over");
      }),
      { numRuns: 10_000 },
    );
  });

  it("[C20] extra time never takes a minute away and lengthens duration and window alike", () => {
    fc.assert(
      fc.property(settings, fc.integer({ min: 0, max: 2000 }), (own, after) => {
        const start = new Date(own.opensAt.getTime() + after * 60_000);
        const plain = deadlineOf({ ...own, extraTimeFactor: 1, extraMinutes: 0 }, start);
        const extended = deadlineOf(own, start);
        const gain = extended.windowEndsAt.getTime() - plain.windowEndsAt.getTime();
        expect(gain).to.equal((own.durationMinutes * (own.extraTimeFactor - 1) + own.extraMinutes) * 60_000);
        expect(extended.endsAt.getTime() - plain.endsAt.getTime()).to.equal(gain);
        expect(extended.truncated).to.equal(plain.truncated);
      }),
    );
  });
});
