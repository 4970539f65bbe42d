import { expect } from "chai";
import fc from "fast-check";
import { endAfterPause, isDue, remainingSeconds, scoreOf, verdictOnSave } from "../../../courses/exams/attempt.ts";
import { mayStart } from "../../../courses/exams/window.ts";

const at = (time: string) => new Date(`2026-05-20T${time}+08:00`);
const open = { state: "open" as const, endsAt: at("10:00:00") };

describe("a running attempt", () => {
  const saves: [string, string][] = [
    ["09:59:59", "counts"],
    ["10:00:00", "counts"],
    ["10:00:30", "counts"],
    ["10:00:31", "over"],
    ["23:00:00", "over"],
  ];
  for (const [time, verdict] of saves)
    it(`[C01] an answer that arrives at ${time} for an end at 10:00:00 ${verdict === "counts" ? "counts" : "is over"}, by the server's clock alone`, () => {
      expect(verdictOnSave(open, at(time))).to.equal(verdict);
      expect(isDue(open, at(time))).to.equal(verdict === "over");
    });

  it("nothing counts once it is handed in, and it is never due again", () => {
    const submitted = { ...open, state: "submitted" as const };
    expect([
      verdictOnSave(submitted, at("09:00:00")),
      isDue(submitted, at("12:00:00")),
      remainingSeconds(submitted, at("09:00:00")),
    ]).to.deep.equal(["over", false, 0]);
  });

  it("a paused clock stands, and the end moves by as long as it stood", () => {
    const paused = { ...open, pausedAt: at("09:50:00") };
    expect(remainingSeconds(paused, at("10:30:00"))).to.equal(600);
    expect(verdictOnSave(paused, at("10:30:00"))).to.equal("counts");
    expect(endAfterPause(paused, at("10:30:00"))).to.deep.equal(at("10:40:00"));
    expect(endAfterPause(open, at("10:30:00"))).to.deep.equal(open.endsAt);
  });

  it("remaining time is whole seconds and never below zero", () => {
    expect([remainingSeconds(open, at("09:59:58.500")), remainingSeconds(open, at("10:00:10"))]).to.deep.equal([1, 0]);
  });
});

describe("starting", () => {
  const exam = {
    published: true,
    opensAt: at("09:00:00"),
    closesAt: at("11:00:00"),
    durationMinutes: 60,
    extraTimeFactor: 1,
    extraMinutes: 0,
    maxAttempts: 2,
    gapMinutes: 30,
  };
  const person = { coursesIncomplete: [] as string[], attemptsUsed: 0, lastEndedAt: null as Date | null };
  const rows: [string, object, object, string, string | null][] = [
    ["an open exam", {}, {}, "09:00:00", null],
    ["one not published", { published: false }, {}, "09:30:00", "exam.not-published"],
    ["lessons missing", {}, { coursesIncomplete: ["OM1"] }, "09:30:00", "exam.course-incomplete"],
    ["too early", {}, {}, "08:59:59", "exam.not-open-yet"],
    ["too late", {}, {}, "11:00:00", "exam.closed"],
    ["[C20] later, with extra time", { extraTimeFactor: 1.5 }, {}, "11:10:00", null],
    ["[C22] all attempts used", {}, { attemptsUsed: 2 }, "10:00:00", "exam.attempts-used"],
    ["[C22] without a limit of attempts", { maxAttempts: null }, { attemptsUsed: 99 }, "10:00:00", null],
    [
      "[C22] before the gap is over",
      {},
      { attemptsUsed: 1, lastEndedAt: at("09:40:00") },
      "10:09:59",
      "exam.gap-not-over",
    ],
    ["[C22] after the gap", {}, { attemptsUsed: 1, lastEndedAt: at("09:40:00") }, "10:10:00", null],
  ];
  for (const [title, rules, candidate, time, code] of rows)
    it(`${title}: ${code ?? "allowed"}`, () => {
      const decision = mayStart({ ...exam, ...rules }, { ...person, ...candidate }, at(time));
      expect(decision.allowed ? null : decision.reason.code).to.equal(code);
    });
});

describe("the score of several attempts", () => {
  const attempts = [
    { marks: 3000, max: 6000 },
    { marks: 4500, max: 6000 },
    { marks: 3600, max: 6000 },
  ];
  const rows = [
    ["best", 4500, 6000],
    ["last", 3600, 6000],
    ["first", 3000, 6000],
    ["mean", 11100, 18000],
  ] as const;
  for (const [policy, marks, max] of rows)
    it(`[C22] ${policy} of 50, 75 and 60 %`, () => expect(scoreOf(policy, attempts)).to.deep.equal({ marks, max }));

  it("[C22] [D17] an attempt with a part below its minimum speaks for nobody who has another", () => {
    const high = { marks: 5400, max: 6000, partBelow: true as const };
    const low = { marks: 3600, max: 6000 };
    expect(scoreOf("best", [high, low])).to.equal(low);
    expect(scoreOf("best", [high])).to.equal(high);
    expect(scoreOf("last", [low, high])).to.equal(high);
    expect(scoreOf("mean", [low, high])).to.deep.equal({ marks: 9000, max: 12000, partBelow: true });
  });

  it("[C22] best is never below any attempt, mean never above it; no attempt has no score", () => {
    const scores = fc.array(fc.record({ marks: fc.integer({ min: 0, max: 600 }), max: fc.constant(600) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(scores, (list) => {
        const [best, mean] = [scoreOf("best", list), scoreOf("mean", list)];
        for (const one of list) expect(best?.marks).to.be.at.least(one.marks);
        expect((mean?.marks ?? 0) * 600).to.be.at.most((best?.marks ?? 0) * (mean?.max ?? 0));
      }),
    );
    expect(scoreOf("best", [])).to.equal(null);
  });
});
