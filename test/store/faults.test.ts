import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Binary, MongoClient, MongoServerError } from "mongodb";
import {
  type EmbeddedStore,
  openEmbeddedStore,
  storeFile,
  StoreUnusable,
} from "../../server/platform/embedded/index.ts";

const writer = join(import.meta.dirname, "writer.ts");

describe("the embedded store under faults", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "zz-faults-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  let counter = 0;
  const freshFolder = (): string => {
    counter += 1;
    return join(folder, `store-${String(counter)}`);
  };

  it("[R01] kill -9 in the middle of parallel writes loses nothing that was acknowledged", async () => {
    const place = freshFolder();
    const runs = process.env["PROOF"] ? 20 : 3;
    for (let run = 0; run < runs; run += 1) {
      const acknowledged = await killedWriter(place, 150 + Math.floor(Math.random() * 400));
      const { lost, differing } = await withStore(place, (client) => compare(client, acknowledged));
      expect(acknowledged.size, "writers that were at work").to.be.greaterThan(0);
      expect(lost, "acknowledged and lost").to.equal(0);
      expect(differing, "documents without their entry in the index").to.equal(0);
    }
  });

  it("[R08] a full disk is refused clearly, reads go on, nothing is half written, and it ends well when there is room", async function () {
    const mount = mounted(freshFolder());
    if (!mount) return this.skip();
    try {
      await withStore(join(mount, "store"), fillUp);
    } finally {
      execFileSync("umount", ["-l", mount]);
    }
  });

  it("a second process on the same folder is refused, and told who holds it", async () => {
    const place = freshFolder();
    await withStore(place, async () => {
      const error = await refusal(place);
      expect(error.message).to.match(/in use by process \d+ on .+ since .+DATA_DIR/);
      expect(error.message).to.include(String(process.pid)).and.not.include("\n");
    });
    await withStore(place, () => Promise.resolve());
  });

  it("a lock that a killed process left behind does not stop the next one", async () => {
    const place = freshFolder();
    await killedWriter(place, 100);
    const started = performance.now();
    await withStore(place, async (client) => void (await client.db().command({ ping: 1 })));
    expect(performance.now() - started).to.be.lessThan(5000);
  });

  it("a truncated file is named, with how to restore", async () => {
    const place = await filledFolder(freshFolder());
    truncateSync(join(place, storeFile), 40_000);
    const error = await refusal(place);
    expect(error.message)
      .to.include(join(place, storeFile))
      .and.match(/truncated.+npm run restore/)
      .and.not.include("\n");
  });

  for (const [what, bytes] of [
    ["a text", Buffer.from("this is no store\n".repeat(1000))],
    ["zeros", Buffer.alloc(65_536)],
    ["a short piece", Buffer.from("x")],
  ] as const)
    it(`a foreign file is named: ${what}`, async () => {
      const place = freshFolder();
      mkdirSync(place);
      writeFileSync(join(place, storeFile), bytes);
      const error = await refusal(place);
      expect(error.message)
        .to.include(join(place, storeFile))
        .and.match(/no store of this program.+npm run restore/);
      expect(readFileSync(join(place, storeFile)).equals(bytes), "it is left as it was").to.equal(true);
    });

  it("a store that was closed opens again with everything", async () => {
    const place = await filledFolder(freshFolder());
    const copy = freshFolder();
    mkdirSync(copy);
    copyFileSync(join(place, storeFile), join(copy, storeFile));
    await withStore(copy, async (client) =>
      expect(await client.db().collection("rows").countDocuments()).to.equal(300),
    );
  });

  it("what lies beyond its TTL goes, the rest stays", async () => {
    await withStore(freshFolder(), async (client, store) => {
      const rows = client.db().collection<{ _id: number; until: Date | null }>("sessions");
      await rows.createIndex({ until: 1 }, { expireAfterSeconds: 0 });
      const soon = Date.now();
      await rows.insertMany([
        { _id: 1, until: new Date(soon - 1000) },
        { _id: 2, until: new Date(soon + 60_000) },
        { _id: 3, until: null },
      ]);
      await store.sweep();
      expect((await rows.find().sort({ _id: 1 }).toArray()).map((row) => row._id)).to.deep.equal([2, 3]);
    });
  });
});

async function withStore<T>(place: string, use: (client: MongoClient, store: EmbeddedStore) => Promise<T>): Promise<T> {
  const store = await openEmbeddedStore(place);
  const client = await new MongoClient(store.uri).connect();
  try {
    return await use(client, store);
  } finally {
    await client.close();
    await store.close();
  }
}

async function refusal(place: string): Promise<StoreUnusable> {
  try {
    await (await openEmbeddedStore(place)).close();
  } catch (error) {
    if (error instanceof StoreUnusable) return error;
    throw error;
  }
  throw new Error("the store was opened");
}

async function filledFolder(place: string): Promise<string> {
  await withStore(place, (client) =>
    client
      .db()
      .collection<{ _id: number; text: string }>("rows")
      .insertMany(Array.from({ length: 300 }, (_, n) => ({ _id: n, text: "x".repeat(500) }))),
  );
  return place;
}

/** Starts a writer, kills it after a while, and gives what each of its writers had acknowledged last. */
async function killedWriter(place: string, after: number): Promise<Map<number, number>> {
  const child = spawn(process.execPath, ["--import", "tsx", writer, place], { stdio: ["ignore", "pipe", "inherit"] });
  const acknowledged = new Map<number, number>();
  let rest = "";
  const ready = new Promise<void>((resolve) => {
    child.stdout.on("data", (piece: Buffer) => {
      const lines = (rest + piece.toString()).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line === "ready") resolve();
        const [who, n] = line.split(" ").map(Number);
        if (n) acknowledged.set(who ?? 0, n);
      }
    });
  });
  await ready;
  await new Promise((resolve) => setTimeout(resolve, after));
  await killed(child);
  return acknowledged;
}

function killed(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("close", () => resolve());
    child.kill("SIGKILL");
  });
}

/** What was acknowledged and is not there, and whether the index tells the same as the documents themselves. */
async function compare(
  client: MongoClient,
  acknowledged: ReadonlyMap<number, number>,
): Promise<{ lost: number; differing: number }> {
  const counters = client.db().collection<{ _id: string; n: number }>("counters");
  const lines = client.db().collection<{ _id: string; writer: number; n: number }>("lines");
  const byDocuments = (await lines.find().toArray()).map(({ writer: who, n }) => `${String(who)} ${String(n)}`);
  const byIndex = (
    await lines
      .find({ writer: { $gte: 0 } })
      .sort({ writer: 1, n: 1 })
      .toArray()
  ).map(({ writer: who, n }) => `${String(who)} ${String(n)}`);
  const there = new Set(byDocuments);
  let lost = 0;
  for (const [who, n] of acknowledged) {
    if (((await counters.findOne({ _id: `w${String(who)}` }))?.n ?? 0) < n) lost += 1;
    for (let one = 1; one <= n; one += 1) if (!there.has(`${String(who)} ${String(one)}`)) lost += 1;
  }
  return { lost, differing: byDocuments.length - byIndex.filter((line) => there.has(line)).length };
}

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

async function fillUp(client: MongoClient): Promise<void> {
  const rows = client.db().collection<{ _id: number; n: number; bytes: Binary }>("rows");
  await rows.createIndex({ n: 1 });
  const acknowledged: number[] = [];
  let refused: unknown = null;
  for (let n = 0; n < 200 && !refused; n += 1) {
    try {
      await rows.insertOne({ _id: n, n, bytes: new Binary(Buffer.alloc(900_000, n)) });
      acknowledged.push(n);
    } catch (error) {
      refused = error;
    }
  }
  expect(refused).to.be.instanceOf(MongoServerError);
  expect(refused).to.include({ code: 14031, codeName: "OutOfDiskSpace" });
  expect(acknowledged.length).to.be.greaterThan(3);
  const ids = (
    await rows
      .find({}, { projection: { _id: 1 } })
      .sort({ n: 1 })
      .toArray()
  ).map((row) => row._id);
  expect(ids, "every acknowledged one, and only those").to.deep.equal(acknowledged);
  expect(await rows.countDocuments({ n: { $gte: 0 } })).to.equal(acknowledged.length);
  expect((await rows.findOne({ _id: 2 }))?.bytes.buffer[5]).to.equal(2);
  await rows.deleteMany({ _id: { $lt: 3 } });
  expect(await rows.countDocuments()).to.equal(acknowledged.length - 3);
}
