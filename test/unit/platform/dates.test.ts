import { expect } from "chai";
import { readSettings, useSettings } from "../../../server/platform/config.ts";
import { showDistance, showMoment } from "../../../server/platform/dates.ts";

const now = new Date("2026-11-26T08:00:00Z");
const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

describe("how far a time is from now", () => {
  before(() => useSettings(readSettings({})));

  for (const [minutes, chinese, english] of [
    [0, "刚刚", "now"],
    [59, "59分钟后", "in 59 minutes"],
    [60, "1小时后", "in 1 hour"],
    [-180, "3小时前", "3 hours ago"],
    [47 * 60, "47小时后", "in 47 hours"],
    [48 * 60, "2天后", "in 2 days"],
    [-59 * 1440, "59天前", "59 days ago"],
    [119, "1小时后", "in 1 hour"],
    [-119, "1小时前", "1 hour ago"],
    [92 * 1440, "3个月后", "in 3 months"],
    [-4 * 365 * 1440, "3年前", "3 years ago"],
  ] as const)
    it(`${String(minutes)} minutes: ${english}`, () => {
      expect(showDistance(after(minutes), now, "zh-CN")).to.equal(chinese);
      expect(showDistance(after(minutes), now, "en")).to.equal(english);
    });

  it("days are those of the calendar, whatever the hour", () => {
    const evening = new Date("2026-11-26T15:30:00Z");
    for (const at of ["2026-11-12T16:10:00Z", "2026-11-13T15:50:00Z"])
      expect(showDistance(new Date(at), evening, "en"), at).to.equal("13 days ago");
  });

  it("[U08] stands behind the time itself", () => {
    expect(showMoment(after(120), now, "zh-CN")).to.match(/^2026年11月26日 \d\d:00（2小时后）$/);
    expect(showMoment(after(120), now, "en")).to.match(/^26 Nov 2026, \d\d:00 \(in 2 hours\)$/);
  });
});
