import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { EJSON } from "bson";
import {
  Binary,
  type Collection,
  type CreateIndexesOptions,
  type Db,
  type Document,
  Double,
  Long,
  MongoClient,
  ObjectId,
} from "mongodb";
import { type EmbeddedStore, openEmbeddedStore } from "../../server/platform/embedded/index.ts";

type Row = Document & { _id: number };

const id = new ObjectId("65a000000000000000000001");
const scalar = fc.oneof(
  fc.constantFrom<unknown>(
    0,
    1,
    2,
    -1,
    1.5,
    NaN,
    new Double(1),
    new Long(2),
    Long.fromString("9007199254740993"),
    9007199254740992,
    null,
    true,
    false,
  ),
  fc.constantFrom<unknown>(
    "",
    "a",
    "ab",
    "b",
    "a\0b",
    "文",
    "z".repeat(300),
    `${"z".repeat(300)}a`,
    id,
    new Date(0),
    new Date(5),
    new Binary(Buffer.from("x")),
  ),
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.record({ x: scalar }, { requiredKeys: [] }) },
  { weight: 1, arbitrary: fc.array(fc.record({ x: scalar }, { requiredKeys: [] }), { maxLength: 3 }) },
);
const documents = fc.array(fc.record({ a: value, b: scalar, c: scalar }, { requiredKeys: [] }), {
  minLength: 1,
  maxLength: 25,
});

const path = fc.constantFrom("a", "b", "c", "a.x", "a.0");
const comparison = fc
  .tuple(fc.constantFrom("$eq", "$ne", "$gt", "$gte", "$lt", "$lte"), scalar)
  .map(([operator, bound]) => ({ [operator]: bound }));
const range = fc.tuple(scalar, scalar).map(([low, high]) => ({ $gte: low, $lt: high }));
const listed = fc
  .tuple(fc.constantFrom("$in", "$nin"), fc.array(scalar, { maxLength: 4 }))
  .map(([operator, list]) => ({ [operator]: list }));
const other = fc.constantFrom<unknown>(
  { $exists: true },
  { $exists: false },
  { $type: "string" },
  { $size: 1 },
  /^a/,
  { $not: { $gt: 1 } },
  { $not: /b/ },
);
const condition = fc
  .tuple(path, fc.oneof(scalar, comparison, range, listed, other))
  .map(([field, wanted]) => ({ [field]: wanted }));
const filter = fc.oneof(
  { weight: 3, arbitrary: condition },
  { weight: 3, arbitrary: fc.array(condition, { minLength: 2, maxLength: 3 }).map((list) => ({ $and: list })) },
  { weight: 1, arbitrary: fc.array(condition, { minLength: 2, maxLength: 3 }).map((list) => ({ $or: list })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(condition, fc.array(condition, { minLength: 2, maxLength: 2 }))
      .map(([one, list]) => ({ ...one, $or: list })),
  },
);
const sort = fc.oneof(
  fc.constant({ _id: 1 as const }),
  fc
    .tuple(fc.constantFrom("a", "b", "c", "a.x"), fc.constantFrom(1 as const, -1 as const))
    .map(([field, direction]) => ({ [field]: direction, _id: direction })),
);
const indexes = fc.array(
  fc.tuple(
    fc.uniqueArray(fc.tuple(fc.constantFrom("a", "b", "c", "a.x"), fc.constantFrom(1 as const, -1 as const)), {
      minLength: 1,
      maxLength: 3,
      selector: ([field]) => field,
    }),
    fc.constantFrom<CreateIndexesOptions>(
      {},
      {},
      { sparse: true },
      { partialFilterExpression: { b: { $gt: 0 } } },
      { partialFilterExpression: { c: { $exists: true } } },
    ),
  ),
  { maxLength: 3 },
);

/** What documents, indexes and questions come to: with an index, without, and on MongoDB where there is one. */
describe("[R01] an index changes no answer", () => {
  const folder = mkdtempSync(join(tmpdir(), "zz-properties-"));
  const clients: MongoClient[] = [];
  let embedded: EmbeddedStore;
  let here: Db;
  let there: Db | null = null;

  before(async () => {
    embedded = await openEmbeddedStore(join(folder, "store"));
    here = await database(embedded.uri);
    if (process.env["MONGODB_URI"]) there = await database(process.env["MONGODB_URI"]);
  });

  after(async () => {
    await there?.dropDatabase();
    for (const client of clients) await client.close();
    await embedded.close();
    rmSync(folder, { recursive: true });
  });

  async function database(uri: string): Promise<Db> {
    const client = new MongoClient(uri, { promoteValues: false });
    clients.push(await client.connect());
    return client.db(`zz_properties_${String(process.pid)}`);
  }

  let counter = 0;
  async function filled(db: Db, docs: readonly Document[]): Promise<Collection<Row>> {
    counter += 1;
    const rows = db.collection<Row>(`p${String(counter)}`);
    await rows.insertMany(docs.map((doc, i) => ({ _id: i, ...doc })));
    return rows;
  }

  it("gives the same documents in the same order with an index, without it and on MongoDB", async function () {
    this.timeout(120_000);
    const questions = fc.array(fc.tuple(filter, sort, fc.nat(3), fc.nat(6)), { minLength: 8, maxLength: 8 });
    const numRuns = process.env["PROOF"] ? 1000 : 60;
    await fc.assert(
      fc.asyncProperty(documents, indexes, questions, async (docs, specs, asked) => {
        const plain = await filled(here, docs);
        const indexed = await filled(here, docs);
        for (const [key, options] of specs)
          await indexed.createIndex(Object.fromEntries(key), options).catch(unlessRefused);
        const real = there ? await filled(there, docs) : null;
        for (const question of asked) {
          const expected = await answer(plain, question);
          expect(await answer(indexed, question), "with an index").to.equal(expected);
          if (real) expect(expected, "as on MongoDB").to.equal(await answer(real, question));
        }
        await Promise.all([plain.drop(), indexed.drop(), real?.drop()]);
      }),
      { numRuns },
    );
  });

  it("keeps an index right through updates and removals", async function () {
    this.timeout(120_000);
    const change = fc.oneof(fc.record({ a: value }), fc.record({ b: scalar }), fc.record({ c: scalar }));
    const changes = fc.array(fc.tuple(condition, change, fc.boolean()), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(documents, indexes, changes, filter, async (docs, specs, list, asked) => {
        const plain = await filled(here, docs);
        const indexed = await filled(here, docs);
        for (const [key, options] of specs)
          await indexed.createIndex(Object.fromEntries(key), options).catch(unlessRefused);
        for (const [which, next, removes] of list)
          for (const rows of [plain, indexed])
            await (removes ? rows.deleteMany(which) : rows.updateMany(which, { $set: next }));
        expect(await answer(indexed, [asked, { _id: 1 }, 0, 0])).to.equal(
          await answer(plain, [asked, { _id: 1 }, 0, 0]),
        );
        await Promise.all([plain.drop(), indexed.drop()]);
      }),
      { numRuns: process.env["PROOF"] ? 500 : 40 },
    );
  });
});

type Question = readonly [filter: Document, sort: Document, skip: number, limit: number];

async function answer(rows: Collection<Row>, [asked, order, skip, limit]: Question): Promise<string> {
  const found = await rows
    .find(asked as never)
    .sort(order)
    .skip(skip)
    .limit(limit)
    .toArray();
  return EJSON.stringify([found, await rows.countDocuments(asked)], { relaxed: false });
}

/** Two arrays in one index, and two indexes on the same fields, are refused, here as there. */
function unlessRefused(error: unknown): void {
  if (![85, 86, 171].includes(Number((error as { code?: unknown }).code))) throw error;
}
