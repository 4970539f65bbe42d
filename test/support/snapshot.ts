import { createHash } from "node:crypto";
import mongoose from "mongoose";
import { linesOf, type AuditLine } from "../../server/audit/store.ts";

/** Count and hash of every collection of the business; the audit, which only grows, is looked at by `linesSince`. */
export async function snapshot(): Promise<Record<string, string>> {
  const models = Object.values(mongoose.models).filter(({ collection }) => !collection.name.startsWith("audit"));
  const entries = models.map(async ({ collection }) => {
    const rows = await collection.find({}).sort({ _id: 1 }).toArray();
    const hash = createHash("sha256").update(JSON.stringify(rows)).digest("hex");
    return [collection.name, `${String(rows.length)} ${hash}`] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** The number of the newest line of the audit. */
export async function lastLine(): Promise<number> {
  return (await linesOf({ baseId: null, page: 1, size: 1 })).lines[0]?.seq ?? 0;
}

/** What somebody did since a line, the oldest first. */
export async function linesSince(seq: number, actorId: string): Promise<AuditLine[]> {
  const { lines } = await linesOf({ baseId: null, actorId, page: 1, size: 1000 });
  return lines.filter((line) => line.seq > seq).reverse();
}
