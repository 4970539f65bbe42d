import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { backUpNightly } from "../../server/backup/nightly.ts";
import { restoreBackup } from "../../server/platform/backup/restore.ts";
import { type Settings, settings, useSettings } from "../../server/platform/config.ts";
import { newBase } from "../support/cast.ts";

describe("the nightly backup", function () {
  this.timeout(30_000);
  const folder = mkdtempSync(join(tmpdir(), "zz-night-"));
  let before_: Settings;

  before(async () => {
    await newBase();
    before_ = settings();
    useSettings({ ...before_, BACKUP_AT: "03:30", backupDir: join(folder, "backups") });
  });

  after(() => {
    useSettings(before_);
    rmSync(folder, { recursive: true, force: true });
  });

  it("[R10] the running program makes one a night, which can be restored", async () => {
    for (const at of ["2026-03-04T19:29:00Z", "2026-03-04T19:31:00Z", "2026-03-05T10:00:00Z"])
      await backUpNightly(new Date(at));
    expect(readdirSync(join(folder, "backups")).sort(), "03:29, 03:31 and 18:00 in Guangzhou").to.deep.equal([
      "night-2026-03-04",
      "night-2026-03-05",
    ]);
    const { collections } = await restoreBackup(join(folder, "backups", "night-2026-03-05"), join(folder, "restored"));
    expect(collections["bases"]?.count).to.be.greaterThan(0);
    expect(
      existsSync(join(folder, "restored", "data-key")) || existsSync(join(folder, "restored", "session-secret")),
    ).to.equal(true);
  });

  it("without BACKUP_AT there is none", async () => {
    const { BACKUP_AT: _, ...without } = settings();
    useSettings({ ...without, BACKUP_AT: undefined, backupDir: join(folder, "none") });
    await backUpNightly(new Date());
    expect(existsSync(join(folder, "none"))).to.equal(false);
  });
});
