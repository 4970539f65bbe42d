import { spawnSync } from "node:child_process";
import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { createRequire } from "node:module";

/** The store cannot be used; the message is one readable line. */
export class StoreUnusable extends Error {}

/** LMDB's file format, version 2: two meta pages, each with its mark, page size, last page and transaction. */
const magic = 0xbeefc0de;
const meta = { at: 24, magic: 0, version: 4, pageSize: 24, lastPage: 120, transaction: 128 } as const;

const restoring = "Put back a backup: npm run restore -- FOLDER into an empty DATA_DIR.";

/**
 * Looks at a store's file before it is opened: a file that is shorter than it says would end the process without a word
 * when the missing part is read.
 * @throws StoreUnusable naming the file and what to do
 */
export function refuseBroken(file: string): void {
  if (!existsSync(file)) return;
  const handle = openSync(file, "r");
  try {
    const { size } = fstatSync(handle);
    if (size === 0) return;
    const head = Buffer.alloc(65_536 * 2);
    const length = readSync(handle, head, 0, head.length, 0);
    const needed = neededBytes(head.subarray(0, length));
    if (needed === null) throw foreign(file);
    if (size < needed && !readsThrough(file))
      throw new StoreUnusable(
        `The store file ${file} is truncated: it has ${String(size)} of ${String(needed)} bytes. ${restoring}`,
      );
  } finally {
    closeSync(handle);
  }
}

export function foreign(file: string): StoreUnusable {
  return new StoreUnusable(`The file ${file} is no store of this program, or is damaged. ${restoring}`);
}

/** How long the file must be by its newest meta page; null when it is no such file. */
function neededBytes(head: Buffer): number | null {
  const first = readMeta(head, 0);
  if (!first) return null;
  const second = readMeta(head, first.pageSize);
  if (!second) return null;
  const newest = second.transaction > first.transaction ? second : first;
  return (Number(newest.lastPage) + 1) * first.pageSize;
}

function readMeta(head: Buffer, page: number): { pageSize: number; lastPage: bigint; transaction: bigint } | null {
  const at = page + meta.at;
  if (
    head.length < at + 136 ||
    head.readUInt32LE(at + meta.magic) !== magic ||
    head.readUInt32LE(at + meta.version) !== 2
  )
    return null;
  const pageSize = head.readUInt32LE(at + meta.pageSize);
  if (pageSize < 512 || pageSize > 65_536) return null;
  return {
    pageSize,
    lastPage: head.readBigUInt64LE(at + meta.lastPage),
    transaction: head.readBigUInt64LE(at + meta.transaction),
  };
}

/**
 * A sound file may be shorter when its last pages are free. Whether this one is sound is tried in a process of its own,
 * which the system ends when it reads what is not there.
 */
function readsThrough(file: string): boolean {
  const script = `const { open } = require(${JSON.stringify(createRequire(import.meta.url).resolve("lmdb"))});
const db = open({ path: ${JSON.stringify(file)}, noSubdir: true, readOnly: true, encoding: "binary", keyEncoding: "binary" });
let entries = 0;
for (const { value } of db.getRange({ start: Buffer.from([0]) })) if (value) entries += 1;
process.exit(entries === db.getStats().entryCount ? 0 : 1);`;
  return spawnSync(process.execPath, ["-e", script], { stdio: "ignore", timeout: 120_000 }).status === 0;
}
