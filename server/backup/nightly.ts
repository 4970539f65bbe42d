import { existsSync } from "node:fs";
import { join } from "node:path";
import { makeBackup } from "../platform/backup/backup.ts";
import { summary } from "../platform/backup/tally.ts";
import { settings } from "../platform/config.ts";
import { embeddedStore } from "../platform/database.ts";
import { log } from "../platform/log.ts";

/**
 * Makes the backup of a night once, as soon as BACKUP_AT (the house's zone) is past; one that was missed is made up for.
 * Without BACKUP_AT there is none. Old ones stay: how long they are kept is the operator's rule.
 */
export async function backUpNightly(now: Date): Promise<void> {
  const { BACKUP_AT, MONGODB_URI, TZ, backupDir, dataDir } = settings();
  if (!BACKUP_AT) return;
  const target = join(backupDir, `night-${nightOf(now, BACKUP_AT, TZ)}`);
  if (existsSync(target)) return;
  const store = embeddedStore();
  const { collections } = await makeBackup({
    dataDir,
    mongodb: MONGODB_URI,
    target,
    now,
    ...(store && { copyStore: (file: string) => store.backup(file) }),
  });
  log.info({ target, collections: summary(collections) }, "backup made");
}

/** The day on which BACKUP_AT was last past, as 2026-11-26. */
function nightOf(now: Date, at: string, timeZone: string): string {
  const [hours = 0, minutes = 0] = at.split(":").map(Number);
  const shifted = new Date(now.getTime() - (hours * 60 + minutes) * 60_000);
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(shifted);
}
