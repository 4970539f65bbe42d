import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { MongoClient } from "mongodb";
import { openEmbeddedStore, storeFile, StoreUnusable } from "../../server/platform/embedded/index.ts";
import { withStore } from "./opened.ts";

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
      const acknowledged = await killedWriter(place, Math.floor(Math.random() * 500));
      const { lost, differing } = await withStore(place, (client) => compare(client, acknowledged));
      expect(acknowledged.size, "writers that were at work").to.be.greaterThan(0);
      expect(lost, "acknowledged and lost").to.equal(0);
      expect(differing, "documents without their entry in the index").to.equal(0);
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

/** Starts a writer, kills it some time after its first writes, and gives what each of its writers had acknowledged last. */
async function killedWriter(place: string, after: number): Promise<Map<number, number>> {
  const child = spawn(process.execPath, ["--import", "tsx", writer, place], { stdio: ["ignore", "pipe", "inherit"] });
  const acknowledged = new Map<number, number>();
  let rest = "";
  await new Promise<void>((resolve, reject) => {
    child.once("exit", () => reject(new Error("the writer ended by itself")));
    child.stdout.on("data", (piece: Buffer) => {
      const lines = (rest + piece.toString()).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const [who = 0, n = 0] = line.split(" ").map(Number);
        if (n) acknowledged.set(who, n);
      }
      if (acknowledged.size > 0) resolve();
    });
  });
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
