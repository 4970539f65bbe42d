import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Binary, type Collection, type MongoClient, MongoServerError } from "mongodb";
import { withStore } from "./opened.ts";

describe("the embedded store on a full disk", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "zz-full-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("[R08] a full disk is refused clearly, reads go on, nothing is half written, and it ends well when there is room", async function () {
    const mount = mounted(join(folder, "disk"));
    if (!mount) return this.skip();
    try {
      await withStore(join(mount, "store"), (client) => fillUp(client, mount));
    } finally {
      execFileSync("umount", ["-l", mount]);
    }
  });
});

/** A disk of 24 MB of our own; null where mounting is not allowed. */
function mounted(place: string): string | null {
  mkdirSync(place);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=24m", "tmpfs", place], { stdio: "ignore" });
    return place;
  } catch {
    return null;
  }
}

type Pieces = Collection<{ _id: number; n: number; bytes: Binary }>;

/** Writes until it is refused; the number that was refused. */
async function writeUntilFull(rows: Pieces, from: number): Promise<{ next: number; refused: unknown }> {
  for (let n = from; n < from + 200; n += 1) {
    try {
      await rows.insertOne({ _id: n, n, bytes: new Binary(Buffer.alloc(900_000, n)) });
    } catch (refused) {
      return { next: n, refused };
    }
  }
  return { next: from + 200, refused: null };
}

async function expectExactly(rows: Pieces, next: number): Promise<void> {
  const ids = (
    await rows
      .find({}, { projection: { _id: 1 } })
      .sort({ n: 1 })
      .toArray()
  ).map((row) => row._id);
  expect(ids, "every acknowledged one, and only those").to.deep.equal(Array.from({ length: next }, (_, n) => n));
  expect(await rows.countDocuments({ n: { $gte: 0 } }), "and the same by the index").to.equal(next);
  expect((await rows.findOne({ _id: 2 }))?.bytes.buffer[5]).to.equal(2);
}

/** Twice: refused beforehand since little is left, and refused by the disk itself in the middle of a commit. */
async function fillUp(client: MongoClient, mount: string): Promise<void> {
  const rows: Pieces = client.db().collection("rows");
  await rows.createIndex({ n: 1 });
  const first = await writeUntilFull(rows, 0);
  expect(first.refused).to.be.instanceOf(MongoServerError).and.include({ code: 14031, codeName: "OutOfDiskSpace" });
  expect(first.next).to.be.greaterThan(3);
  await expectExactly(rows, first.next);

  execFileSync("mount", ["-o", "remount,size=40m", mount]);
  const beyond = await eventually(
    () => writeUntilFull(rows, first.next),
    ({ next }) => next > first.next,
  );
  execFileSync("mount", ["-o", "remount,size=64m", mount]);
  await eventually(
    () => rows.updateOne({ _id: 0 }, { $set: { n: 0, seen: 1 } as never }),
    () => true,
  );
  const filler = join(mount, "filler");
  execFileSync("sh", ["-c", `cat /dev/zero > ${filler} 2>/dev/null || true`]);
  const second = await writeUntilFull(rows, beyond.next);
  expect(second.refused).to.be.instanceOf(MongoServerError).and.include({ code: 14031, codeName: "OutOfDiskSpace" });
  await expectExactly(rows, second.next);

  rmSync(filler);
  await eventually(
    () => rows.insertOne({ _id: second.next, n: second.next, bytes: new Binary(Buffer.alloc(10)) }),
    () => true,
  );
  await expectExactly(rows, second.next + 1);
}

/** Tries for five seconds: how much room there is, is looked at once a second. */
async function eventually<T>(deed: () => Promise<T>, good: (result: T) => boolean): Promise<T> {
  const end = Date.now() + 5000;
  for (;;) {
    try {
      const result = await deed();
      if (good(result)) return result;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    if (Date.now() > end) throw new Error("not within five seconds");
  }
}
