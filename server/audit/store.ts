import { trusted } from "mongoose";
import { isDuplicate } from "../platform/database.ts";
import { pageOf, type ListQuery } from "../platform/lists.ts";
import { chainStart, firstBreak, hashOf, type Line } from "./chain.ts";
import { ChainHead, Entry } from "./model.ts";

export type AuditLine = Line & { hash: string };

let queue: Promise<unknown> = Promise.resolve();
/** The line that this process wrote last: unless another wrote since, the next one follows it, and nothing has to be read. */
let tail: { store: unknown; seq: number; hash: string } | null = null;

/** Appends a line to the chain; in this process one after the other, and against other processes by the unique `seq`. */
export function append(line: Omit<Line, "seq" | "previous">): Promise<void> {
  const turn = queue.then(() => appendNow(line));
  queue = turn.catch(() => undefined);
  return turn;
}

async function appendNow(line: Omit<Line, "seq" | "previous">): Promise<void> {
  const store = Entry.db.getClient();
  for (let tries = 0; tries < 50; tries += 1) {
    const last = tail?.store === store ? tail : await Entry.findOne({}, { seq: 1, hash: 1 }).sort({ seq: -1 }).lean();
    const whole: Line = { ...line, seq: (last?.seq ?? 0) + 1, previous: last?.hash ?? chainStart };
    const hash = hashOf(whole);
    tail = null;
    try {
      await Entry.create({ ...whole, hash });
      tail = { store, seq: whole.seq, hash };
      return;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }
  throw new Error("the audit could not be appended to");
}

export const auditOrders = { at: { seq: -1 } } as const;

/** Newest lines first, of one base or (baseId null) of all; `q` is the whole number of what was changed. */
export async function linesOf({
  baseId,
  actorId,
  q,
  ...query
}: ListQuery & { baseId: string | null; actorId?: string }): Promise<{ lines: AuditLine[]; total: number }> {
  const filter = { ...(baseId && { baseId }), ...(actorId && { actorId }), ...(q && { object: q }) };
  const { rows, total } = await pageOf(Entry.find(filter).lean(), auditOrders, query);
  return { lines: rows.map(toLine), total };
}

const chain = "audit";

/** The job that notes how far the chain has come, each minute. */
export async function keepHead(): Promise<void> {
  const last = await Entry.findOne({}, { seq: 1 }).sort({ seq: -1 }).lean();
  if (last) await ChainHead.updateOne({ _id: chain }, { $max: { seq: last.seq } }, { upsert: true });
}

/** Walks the whole chain; the number of the first line that does not fit or is cut off, or null. */
export async function findBreak(): Promise<number | null> {
  const head = (await ChainHead.findById(chain).lean())?.seq ?? 0;
  let before = { seq: 0, hash: chainStart };
  for (;;) {
    const rows = await Entry.find({ seq: trusted({ $gt: before.seq }) })
      .sort({ seq: 1 })
      .limit(1000)
      .lean();
    if (!rows.length) return before.seq < head ? before.seq + 1 : null;
    const lines = rows.map(toLine);
    const broken = firstBreak(lines, before);
    if (broken !== null) return broken;
    before = lines.at(-1) ?? before;
  }
}

function toLine(row: Record<string, unknown> & { seq: number }): AuditLine {
  return row as unknown as AuditLine;
}
