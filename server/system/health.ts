import { statfs } from "node:fs/promises";
import { numberGaps } from "../certificates/store.ts";
import { lastBackup } from "../platform/backup/folder.ts";
import { clockStep } from "../platform/clock.ts";
import { settings } from "../platform/config.ts";
import { storeAnswers } from "../platform/database.ts";
import { jobCounts } from "../platform/jobs.ts";
import { dayOf } from "../platform/dates.ts";
import { countWaiting } from "../platform/mail.ts";
import type { WordKey } from "../platform/words/index.ts";

export type LineState = "ok" | "warn" | "danger";

/** One thing that an operator looks at: how it is, and the facts of its sentence. */
export interface HealthLine {
  id: "store" | "jobs" | "mail" | "disk" | "backup" | "clock" | "numbers";
  state: LineState;
  facts: Record<string, string | number>;
  /** Its sentence, where the usual one does not fit. */
  text?: WordKey;
}

/** Free bytes below which the operator is warned, and below which it is urgent. */
const scarce = { warn: 5e9, danger: 1e9 };

/** Everything that can be looked at without waiting for anything. */
export async function healthLines(at: Date): Promise<HealthLine[]> {
  const answers = await storeAnswers();
  const [disk, backup, ...ofStore] = await Promise.all([
    diskLine(),
    backupLine(at),
    ...(answers ? [jobsLine(at), mailLine(), numbersLine(at)] : []),
  ]);
  const store: HealthLine = {
    id: "store",
    state: answers ? "ok" : "danger",
    facts: { kind: settings().MONGODB_URI ? "MongoDB" : settings().dataDir },
  };
  const step = Math.round(clockStep());
  return [store, ...ofStore, disk, backup, { id: "clock", state: step ? "warn" : "ok", facts: { seconds: step } }];
}

async function jobsLine(at: Date): Promise<HealthLine> {
  const { waiting, failed, lag } = await jobCounts(at);
  return {
    id: "jobs",
    state: failed ? "danger" : lag > 60 ? "warn" : "ok",
    facts: { waiting, failed, lag: Math.round(lag) },
  };
}

async function mailLine(): Promise<HealthLine> {
  const waiting = await countWaiting();
  return {
    id: "mail",
    state: waiting > 20 ? "warn" : "ok",
    facts: { n: waiting },
    ...(!settings().SMTP_URL && { text: "health.mail-text-outbox" }),
  };
}

async function diskLine(): Promise<HealthLine> {
  const { bavail, bsize } = await statfs(settings().dataDir);
  const free = bavail * bsize;
  const state = free < scarce.danger ? "danger" : free < scarce.warn ? "warn" : "ok";
  return { id: "disk", state, facts: { gigabytes: Math.floor(free / 1e8) / 10 } };
}

/** Serials that were taken and became no certificate, e.g. by a crash: each is named. */
async function numbersLine(at: Date): Promise<HealthLine> {
  const gaps = await numberGaps("PY", at.getFullYear());
  const unexplained = gaps.filter((gap) => !("reason" in gap) || !gap.reason);
  return {
    id: "numbers",
    state: unexplained.length ? "warn" : "ok",
    facts: {
      n: gaps.length,
      serials: gaps
        .slice(0, 10)
        .map(({ serial }) => serial)
        .join(", "),
    },
  };
}

/** Days after which a backup is old. */
const backupDays = 8;

async function backupLine(at: Date): Promise<HealthLine> {
  const { madeAt, restoredAt } = await lastBackup(settings().backupDir);
  const isOld = !madeAt || at.getTime() - madeAt.getTime() > backupDays * 86_400_000;
  const facts = { made: madeAt ? dayOf(madeAt) : "–", restored: restoredAt ? dayOf(restoredAt) : "–" };
  return { id: "backup", state: isOld ? "warn" : "ok", facts };
}
