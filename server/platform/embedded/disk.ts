import { statfsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { StoreError } from "./errors.ts";
import { after } from "./keys.ts";
import type * as Lmdb from "lmdb";

/** Its CommonJS form, which is the one that is built for every platform. */
const lmdb = createRequire(import.meta.url)("lmdb") as Pick<typeof Lmdb, "open">;

export interface Range {
  /** First key, inclusive. */
  start: Buffer;
  /** End, exclusive. */
  end: Buffer;
}

/** Durable ordered keys: LMDB, with bytes for keys and values. */
export class Disk {
  private readonly db: Lmdb.RootDatabase<Buffer, Buffer>;
  private readonly folder: string;
  private room = { left: Infinity, seenAt: 0 };

  /** @param path of the file, which is made when it is not there */
  constructor(path: string, options: { readOnly?: boolean } = {}) {
    this.db = lmdb.open({
      path,
      noSubdir: true,
      encoding: "binary",
      keyEncoding: "binary",
      // A commit is on the disk before its promise is kept.
      overlappingSync: false,
      // With it, a commit that fails also rejects a promise of LMDB's own that nobody can catch.
      eventTurnBatching: false,
      maxReaders: 64,
      ...options,
    });
    this.folder = dirname(path);
  }

  /** A copy of a value. */
  get(key: Buffer): Buffer | null {
    return this.db.getBinary(key) ?? null;
  }

  /** A value without copying it: good until the next call of any kind. */
  peek(key: Buffer): Buffer | null {
    const bytes = this.db.getBinaryFast(key);
    return bytes ? bytes.subarray(0, bytes.length) : null;
  }

  put(key: Buffer, value: Buffer): void {
    this.room.left -= key.length + value.length;
    this.db.putSync(key, value);
  }

  remove(key: Buffer): void {
    this.db.removeSync(key);
  }

  /** Removes every key that begins so. */
  clear(prefix: Buffer): void {
    for (const { key } of this.range({ start: prefix, end: after(prefix) })) this.remove(key);
  }

  isEmpty(): boolean {
    return (this.db.getStats() as { entryCount: number }).entryCount === 0;
  }

  count({ start, end }: Range): number {
    return this.db.getKeysCount({ start, end });
  }

  /**
   * The entries of a range, read in pieces: between two of them nothing is held open, so that a slow reader holds
   * nothing up. Entries that are written meanwhile may or may not be seen, as with a MongoDB cursor.
   */
  *range({ start, end }: Range, reverse = false, first = 64): Generator<{ key: Buffer; value: Buffer }> {
    let limit = first;
    let from = start;
    let to = end;
    let again = false;
    for (;;) {
      const options = reverse
        ? { start: to, end: from, reverse, limit, exclusiveStart: true, inclusiveEnd: true }
        : { start: from, end: to, limit, exclusiveStart: again };
      const piece = this.db.getRange(options).asArray as unknown as { key: Buffer; value: Buffer }[];
      yield* piece;
      const last = piece.at(-1);
      if (!last || piece.length < limit) return;
      if (reverse) to = last.key;
      else from = last.key;
      again = true;
      limit = Math.min(limit * 2, 1024);
    }
  }

  /**
   * Refuses what would add to a disk that is nearly full, before it does harm; removing is still possible then.
   * @throws StoreError OutOfDiskSpace
   */
  refuseWhenFull(): void {
    if (this.roomLeft(Date.now()) < reserve) throw full();
  }

  /** Bytes that the disk has left; looked at once a second. */
  private roomLeft(now: number): number {
    if (now - this.room.seenAt > 1000) {
      const { bavail, bsize } = statfsSync(this.folder);
      this.room = { left: bavail * bsize, seenAt: now };
    }
    return this.room.left;
  }

  /** Sees what other turns have committed. */
  refresh(): void {
    this.db.resetReadTxn();
  }

  /**
   * Runs a change; the promise is kept when it is on the disk. Changes that are asked for together share one commit.
   * @throws StoreError OutOfDiskSpace when the disk is full
   */
  async transaction<T>(change: () => T): Promise<T> {
    try {
      return await this.db.transaction(change);
    } catch (error) {
      if (error instanceof StoreError) throw error;
      const cause = await causeOf(error);
      this.room.seenAt = 0;
      throw /MDB_MAP_FULL|ENOSPC|No space left/i.test(String(cause)) || this.roomLeft(Date.now()) < reserve
        ? full()
        : cause;
    }
  }

  /** A consistent copy, made while others write. */
  backup(path: string): Promise<void> {
    return this.db.backup(path, true);
  }

  close(): Promise<void> {
    return this.db.close();
  }
}

/** Kept free: a commit that has begun can still end. */
const reserve = 4 * 1024 * 1024;

function full(): StoreError {
  return new StoreError("OutOfDiskSpace", "the disk is full: nothing was written, reading goes on");
}

/** LMDB tells what made a commit fail only afterwards. */
function causeOf(error: unknown): Promise<unknown> {
  const later = (error as { commitError?: Promise<unknown> }).commitError;
  return later ? later.catch((reason: unknown) => reason) : Promise.resolve(error);
}
