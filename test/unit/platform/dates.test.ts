import { expect } from "chai";
import { readSettings, useSettings } from "../../../server/platform/config.ts";
import { showDistance, showMoment } from "../../../server/platform/dates.ts";

const now = new Date("2026-11-26T08:00:00Z");
const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

describe("how far a time is from now", () => {
  for (const [minutes, chinese, english] of [
    [0, "0分钟后", "in 0 minutes"],
    [59, "59分钟后", "in 59 minutes"],
    [60, "1小时后", "in 1 hour"],
    [-180, "3小时前", "3 hours ago"],
    [47 * 60, "47小时后", "in 47 hours"],
    [48 * 60, "2天后", "in 2 days"],
    [-59 * 1440, "59天前", "59 days ago"],
    [90 * 1440, "3个月后", "in 3 months"],
    [-3 * 365.25 * 1440, "3年前", "3 years ago"],
  ] as const)
    it(`${String(minutes)} minutes: ${english}`, () => {
      expect(showDistance(after(minutes), now, "zh-CN")).to.equal(chinese);
      expect(showDistance(after(minutes), now, "en")).to.equal(english);
    });

  before(() => useSettings(readSettings({})));

  it("[U08] stands behind the time itself", () => {
    expect(showMoment(after(120), now, "zh-CN")).to.match(/^2026年11月26日 \d\d:00（2小时后）$/);
    expect(showMoment(after(120), now, "en")).to.match(/^26 Nov 2026, \d\d:00 \(in 2 hours\)$/);
  });
});
