import { randomBytes } from "node:crypto";
import { Long } from "bson";
import { reply } from "./commands/command.ts";
import { StoreError } from "./errors.ts";
import { build, buildList, asValue, valueOf, type Value } from "./raw.ts";

interface Cursor {
  namespace: string;
  documents: Iterator<Buffer>;
  /** The next document, when it did not fit into the last batch. */
  waiting: Buffer | null;
  usedAt: number;
}

const idle = 10 * 60_000;
/** Bytes of one batch: below the longest message. */
const largest = 16_000_000;

/** Results that are fetched piece by piece. */
export class Cursors {
  private readonly open = new Map<string, Cursor>();

  /** Answers with the first documents, and keeps the rest when there is more. */
  first(namespace: string, documents: Iterator<Buffer>, size: number, single = false): Buffer {
    const cursor = { namespace, documents, waiting: null, usedAt: Date.now() };
    const { batch, more } = take(cursor, size);
    const id = more && !single ? randomBytes(8).readBigInt64LE(0) | 1n : 0n;
    if (id !== 0n) this.open.set(String(id), cursor);
    return cursorReply(id, namespace, "firstBatch", batch);
  }

  /** @throws StoreError CursorNotFound */
  next(id: bigint, size: number): Buffer {
    const cursor = this.open.get(String(id));
    if (!cursor) throw new StoreError("CursorNotFound", `cursor id ${String(id)} not found`);
    cursor.usedAt = Date.now();
    const { batch, more } = take(cursor, size);
    if (!more) this.open.delete(String(id));
    return cursorReply(more ? id : 0n, cursor.namespace, "nextBatch", batch);
  }

  /** Whether there was such a cursor. */
  kill(id: bigint): boolean {
    return this.open.delete(String(id));
  }

  /** Ends what nobody asked for in ten minutes. */
  sweep(now: number): void {
    for (const [id, { usedAt }] of this.open) if (now - usedAt > idle) this.open.delete(id);
  }
}

function take(cursor: Cursor, size: number): { batch: Value[]; more: boolean } {
  const batch: Value[] = [];
  let bytes = 0;
  for (;;) {
    const doc = cursor.waiting ?? nextOf(cursor.documents);
    cursor.waiting = null;
    if (!doc) return { batch, more: false };
    if (batch.length >= size || (batch.length > 0 && bytes + doc.length > largest)) {
      cursor.waiting = doc;
      return { batch, more: true };
    }
    batch.push(asValue(doc));
    bytes += doc.length;
  }
}

function nextOf(documents: Iterator<Buffer>): Buffer | null {
  const step = documents.next();
  return step.done ? null : step.value;
}

function cursorReply(id: bigint, namespace: string, name: string, batch: readonly Value[]): Buffer {
  const cursor = build([
    [name, buildList(batch)],
    ["id", valueOf(Long.fromBigInt(id))],
    ["ns", valueOf(namespace)],
  ]);
  return reply([["cursor", asValue(cursor)]]);
}
