import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Binary, type Collection, type Document, MongoClient } from "mongodb";
import { type EmbeddedStore, openEmbeddedStore } from "../../server/platform/embedded/index.ts";

type Row = Document & { _id: number };

/** How the embedded store finds documents, what bounds it, and what it says it does not do. */
describe("the embedded store finds by index and within bounds", function () {
  this.timeout(20_000);
  const folder = mkdtempSync(join(tmpdir(), "zz-plans-"));
  let store: EmbeddedStore;
  let client: MongoClient;
  let rows: Collection<Row>;

  before(async () => {
    store = await openEmbeddedStore(join(folder, "store"));
    client = await new MongoClient(store.uri).connect();
    rows = client.db().collection<Row>("rows");
    await rows.insertMany(
      Array.from({ length: 2000 }, (_, n) => ({
        _id: n,
        base: `b${String(n % 4)}`,
        seq: n,
        state: n % 10 ? "done" : "open",
        key: `k${String(n)}`,
        tags: n % 8 ? ["a"] : ["a", "b"],
        text: "x".repeat(200),
      })),
    );
    await rows.createIndex({ base: 1, seq: -1 });
    await rows.createIndex({ tags: 1, seq: 1 });
    await rows.createIndex({ key: 1 }, { unique: true });
    await rows.createIndex({ seq: 1 }, { partialFilterExpression: { state: "open" }, name: "open-seq" });
  });

  after(async () => {
    await client.close();
    await store.close();
    rmSync(folder, { recursive: true });
  });

  interface Explained {
    queryPlanner: { winningPlan: Document };
    executionStats: { totalDocsExamined: number; totalKeysExamined: number };
  }

  interface Told {
    stages: string[];
    index: string;
    docs: number;
    keys: number;
  }

  async function explained(filter: Document, sort: Document = {}, limit = 0): Promise<Told> {
    const told = (await rows.find(filter).sort(sort).limit(limit).explain("executionStats")) as Explained;
    const stages: string[] = [];
    let index = "";
    for (
      let stage: Document | undefined = told.queryPlanner.winningPlan;
      stage;
      stage = stage["inputStage"] as Document | undefined
    ) {
      stages.push(stage["stage"] as string);
      index = (stage["indexName"] as string | undefined) ?? index;
    }
    return {
      stages,
      index,
      docs: told.executionStats.totalDocsExamined,
      keys: told.executionStats.totalKeysExamined,
    };
  }

  it("[R11] equality, then order: twenty of a list look at twenty documents", async () => {
    expect(await explained({ base: "b1" }, { seq: -1 }, 20)).to.deep.include({
      stages: ["LIMIT", "FETCH", "IXSCAN"],
      index: "base_1_seq_-1",
      docs: 20,
    });
    expect(await explained({ base: "b1" }, { seq: 1 }, 20), "backwards").to.deep.include({
      stages: ["LIMIT", "FETCH", "IXSCAN"],
      docs: 20,
    });
  });

  it("[R11] one value of an array, then order: twenty of a list look at twenty documents", async () => {
    expect(await explained({ tags: "b" }, { seq: 1 }, 20)).to.deep.include({
      stages: ["LIMIT", "FETCH", "IXSCAN"],
      index: "tags_1_seq_1",
      docs: 20,
    });
    const several = await explained({ tags: { $in: ["a", "b"] } }, { seq: 1 }, 20);
    expect(several.stages, "each of two values has an order of its own").to.include("SORT");
  });

  it("[R11] equality and a range read only what lies between", async () => {
    expect(await explained({ base: "b1", seq: { $gte: 100, $lt: 140 } })).to.deep.include({
      stages: ["FETCH", "IXSCAN"],
      docs: 10,
    });
  });

  it("[R11] the id, a unique key and a list of keys read one document each", async () => {
    expect((await explained({ _id: 5 })).docs).to.equal(1);
    expect(await explained({ key: "k7", state: "done" })).to.deep.include({ index: "key_1", docs: 1 });
    expect(await explained({ key: { $in: ["k1", "k2", "k3"] } })).to.deep.include({ index: "key_1", docs: 3 });
    const class_ = Array.from({ length: 1500 }, (_, n) => n);
    expect((await explained({ _id: { $in: class_ } }, { key: 1 })).docs, "a long list").to.equal(1500);
  });

  it("[R11] a partial index serves only what implies it", async () => {
    expect(await explained({ state: "open", seq: { $lt: 50 } })).to.deep.include({ index: "open-seq", docs: 5 });
    expect((await explained({ seq: { $lt: 50 } })).stages).to.deep.equal(["COLLSCAN"]);
  });

  it("[R11] a scan and a sort in memory are called so", async () => {
    expect((await explained({ text: "x" })).stages).to.deep.equal(["COLLSCAN"]);
    expect((await explained({ base: "b1" }, { text: 1 })).stages).to.deep.equal(["SORT", "FETCH", "IXSCAN"]);
  });

  it("[R11] explains updates, removals, counts and pipelines too", async () => {
    const db = client.db();
    const commands: Document[] = [
      { update: "rows", updates: [{ q: { key: "k1" }, u: { $set: { a: 1 } } }] },
      { delete: "rows", deletes: [{ q: { key: "k1" }, limit: 1 }] },
      { count: "rows", query: { key: "k1" } },
      { findAndModify: "rows", query: { key: "k1" }, update: { $set: { a: 1 } } },
      { aggregate: "rows", pipeline: [{ $match: { key: "k1" } }], cursor: {} },
    ];
    for (const explain of commands) {
      const told = await db.command({ explain, verbosity: "queryPlanner" });
      expect(JSON.stringify(told), Object.keys(explain)[0]).to.include('"stage":"IXSCAN","indexName":"key_1"');
    }
    expect(await rows.countDocuments({ a: 1 }), "nothing was done").to.equal(0);
  });

  it("[R11] a time limit ends what takes longer", async () => {
    const many = client.db().collection<Row>("many");
    for (let from = 0; from < 60_000; from += 20_000)
      await many.insertMany(Array.from({ length: 20_000 }, (_, n) => ({ _id: from + n, text: "a".repeat(20) })));
    const error = await many.countDocuments({ text: /b.*c/ }, { maxTimeMS: 1 }).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).to.include({ code: 50, codeName: "MaxTimeMSExpired" });
  });

  it("[R11] a sort of more than 100,000 documents is refused with a readable line", async () => {
    const wide = client.db().collection<Row>("wide");
    for (let from = 0; from < 100_500; from += 33_500)
      await wide.insertMany(Array.from({ length: 33_500 }, (_, n) => ({ _id: from + n, n: -n })));
    const refused = await wide
      .find()
      .sort({ n: 1 })
      .toArray()
      .then(
        () => null,
        (reason: unknown) => reason as Error,
      );
    expect(refused).to.include({ code: 292 });
    expect(refused?.message).to.match(/an index is missing/);
    expect(
      (await wide.find().sort({ n: 1 }).limit(2).toArray()).map((row) => row["n"] as number),
      "the first of many may be sorted",
    ).to.deep.equal([-33_499, -33_499]);
  });

  it("large documents come and go whole", async () => {
    const large = client.db().collection<Row & { bytes: Binary }>("large");
    for (const size of [30_000, 40_000, 300_000, 5_000_000]) {
      const bytes = new Binary(Buffer.alloc(size, size % 251));
      await large.insertOne({ _id: size, bytes, n: 0 });
      await large.updateOne({ _id: size }, { $inc: { n: 1 } });
      const back = await large.findOne({ _id: size });
      expect(Buffer.alloc(size, size % 251).equals(back?.bytes.buffer ?? Buffer.alloc(0)), String(size)).to.equal(true);
    }
    expect((await large.find({}, { projection: { n: 1 } }).toArray()).map((row) => row["n"] as number)).to.deep.equal([
      1, 1, 1, 1,
    ]);
    expect((await large.find().toArray()).length).to.equal(4);
  });

  it("two hundred increments at once all count", async () => {
    await Promise.all(Array.from({ length: 200 }, () => rows.updateOne({ _id: 1 }, { $inc: { hits: 1 } })));
    expect((await rows.findOne({ _id: 1 }))?.["hits"]).to.equal(200);
  });

  const beyond: [string, () => Promise<unknown>, number][] = [
    ["a text index", () => rows.createIndex({ text: "text" }), 67],
    ["a collation", () => rows.find({ base: "B1" }, { collation: { locale: "en", strength: 2 } }).toArray(), 238],
    ["$where", () => rows.find({ $where: "true" }).toArray(), 238],
    [
      "$lookup",
      () => rows.aggregate([{ $lookup: { from: "a", localField: "b", foreignField: "c", as: "d" } }]).toArray(),
      238,
    ],
    ["arrayFilters", () => rows.updateOne({ _id: 1 }, { $set: { "a.$[x]": 1 } }, { arrayFilters: [{ x: 1 }] }), 238],
    ["an update by a pipeline", () => rows.updateOne({ _id: 1 }, [{ $set: { a: 1 } }]), 238],
    ["a change stream", () => rows.aggregate([{ $changeStream: {} }]).toArray(), 238],
    ["an unknown command", () => client.db().command({ mapReduce: "rows" }), 59],
  ];
  for (const [what, call, code] of beyond)
    it(`${what} is refused by MongoDB's code, naming MONGODB_URI`, async () => {
      const error = await call().then(
        () => null,
        (reason: unknown) => reason as Error,
      );
      expect(error).to.include({ code });
      expect(error?.message).to.include("MONGODB_URI");
    });

  it("a transaction is refused", async () => {
    const error = await client
      .db()
      .command({ find: "rows", txnNumber: 1, autocommit: false, startTransaction: true })
      .catch((reason: unknown) => reason);
    expect(error).to.include({ code: 20, codeName: "IllegalOperation" });
  });
});
