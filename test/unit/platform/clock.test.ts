import { expect } from "chai";
import { SteadyClock } from "../../../server/platform/clock.ts";

/** A wall clock and a monotonic one that a test can move apart. */
function twoClocks() {
  const at = { wall: Date.parse("2026-11-24T09:00:00Z"), monotonic: 1000 };
  const clock = new SteadyClock(
    () => at.wall,
    () => at.monotonic,
  );
  const pass = (seconds: number) => {
    at.wall += seconds * 1000;
    at.monotonic += seconds * 1000;
  };
  const set = (seconds: number) => (at.wall += seconds * 1000);
  return { clock, pass, set, shown: () => clock.now().toISOString().slice(11, 19) };
}

describe("the clock", () => {
  for (const seconds of [300, -300])
    it(`[R13] a step of the machine's clock by ${String(seconds)} s is noticed once, told as long as it lasts, and moves nobody's end`, () => {
      const { clock, pass, set, shown } = twoClocks();
      pass(10);
      expect(clock.look()).to.equal(0);
      set(seconds);
      expect(shown()).to.equal("09:00:10");
      expect(clock.look()).to.equal(seconds);
      pass(20);
      expect(clock.look(), "told once").to.equal(0);
      expect(clock.step).to.equal(seconds);
      expect(shown()).to.equal("09:00:30");
      set(-seconds);
      clock.look();
      expect(clock.step, "set right again").to.equal(0);
      expect(shown()).to.equal("09:00:30");
    });

  it("[R13] corrections of a second or two, as a time service makes them, are followed", () => {
    const { clock, pass, set, shown } = twoClocks();
    set(2);
    expect(clock.look()).to.equal(0);
    pass(10);
    expect([clock.step, shown()]).to.deep.equal([0, "09:00:12"]);
  });
});
