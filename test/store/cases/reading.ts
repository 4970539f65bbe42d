import { Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from "mongodb";
import { type Case, outcome, type Rows } from "./case.ts";

const id = new ObjectId("65a000000000000000000001");
const day = new Date("2026-05-04T00:00:00Z");

const every: Record<string, unknown>[] = [
  { a: new MinKey() },
  { a: null },
  {},
  { a: NaN },
  { a: -Infinity },
  { a: -1.5 },
  { a: new Int32(0) },
  { a: new Double(0.5) },
  { a: new Long(3) },
  { a: Decimal128.fromString("3.5") },
  { a: Long.fromString("9007199254740993") },
  { a: "" },
  { a: "B" },
  { a: "a" },
  { a: "中" },
  { a: {} },
  { a: { x: 1 } },
  { a: { x: 1, y: 1 } },
  { a: Buffer.from("x") },
  { a: Buffer.from("ab") },
  { a: id },
  { a: false },
  { a: true },
  { a: new Date(-1) },
  { a: day },
  { a: new Timestamp({ t: 1, i: 1 }) },
  { a: new MaxKey() },
];

async function filled(rows: Rows, docs: readonly Record<string, unknown>[]): Promise<void> {
  await rows.insertMany(docs.map((doc, i) => ({ _id: i + 1, ...doc })));
}

const project = (title: string, doc: Record<string, unknown>, projection: Record<string, unknown>): Case => [
  title,
  async (rows) => {
    await filled(rows, [doc]);
    return outcome(rows.find({}, { projection }).toArray());
  },
];

const deep = { a: 1, b: { c: 1, d: { e: 1, f: 2 } }, l: [{ x: 1, y: 2 }, { x: 3 }, 7] };

export const reads: readonly Case[] = [
  [
    "sorting follows BSON's order of types, up",
    async (rows) => {
      await filled(rows, [...every].reverse());
      return rows
        .find({}, { projection: { a: 1 } })
        .sort({ a: 1, _id: 1 })
        .toArray();
    },
  ],
  [
    "sorting follows BSON's order of types, down, by an index",
    async (rows) => {
      await rows.createIndex({ a: 1 });
      await filled(rows, every);
      return rows
        .find({}, { projection: { a: 1 } })
        .sort({ a: -1, _id: -1 })
        .toArray();
    },
  ],
  [
    "sorting by an array takes its smallest up and its largest down",
    async (rows) => {
      await filled(rows, [{ a: [1, 9] }, { a: [4, 5] }, { a: 3 }, { a: [] }, {}]);
      return [await rows.find().sort({ a: 1, _id: 1 }).toArray(), await rows.find().sort({ a: -1, _id: 1 }).toArray()];
    },
  ],
  ...[{ a: 1, b: 1 }, { b: 1 }].map((index): Case => [
    `sorting by an array that the filter names, with an index on ${Object.keys(index).join(", ")}`,
    async (rows) => {
      await rows.createIndex(index as Record<string, 1>);
      await filled(rows, [
        { a: ["c", "a"], b: 4 },
        { a: ["c"], b: 1 },
        { a: ["b", "c"], b: 2 },
        { a: "c", b: 0 },
        { a: ["a", "d"], b: 3 },
      ]);
      return rows.find({ a: "c" }).sort({ a: 1, b: 1 }).toArray();
    },
  ]),
  [
    "sorting by two fields in two directions",
    async (rows) => {
      await filled(rows, [
        { a: 1, b: 1 },
        { a: 1, b: 2 },
        { a: 2, b: 1 },
        { a: 2, b: 2 },
      ]);
      return rows.find().sort({ a: -1, b: 1 }).toArray();
    },
  ],
  [
    "sorting by a dotted path, skipping and limiting",
    async (rows) => {
      await filled(
        rows,
        [5, 3, 1, 4, 2].map((n) => ({ a: { n } })),
      );
      return rows.find().sort({ "a.n": 1 }).skip(1).limit(2).toArray();
    },
  ],
  [
    "a wrong sort is refused",
    async (rows, db) => (await filled(rows, [{}]), outcome(db.command({ find: rows.collectionName, sort: { a: 5 } }))),
  ],
  project("a projection includes, the id with it", deep, { a: 1 }),
  project("a projection includes without the id", deep, { a: 1, _id: 0 }),
  project("a projection excludes", deep, { a: 0, "b.d": 0 }),
  project("a projection of the id alone", deep, { _id: 1 }),
  project("a projection without the id alone", deep, { _id: 0 }),
  project("a projection of dotted paths", deep, { "b.d.e": 1, "l.x": 1 }),
  project("a projection of nested names", deep, { b: { d: { f: 1 } } }),
  project("a projection excludes inside arrays", deep, { "l.x": 0 }),
  project("a projection of what is not there", deep, { zzz: 1 }),
  project("a projection through a number", deep, { "a.x": 1 }),
  project("a projection keeps the document's order", { b: 1, a: 2 }, { a: 1, b: 1 }),
  project("a projection with booleans", deep, { a: true, _id: false }),
  project("including and excluding at once is refused", deep, { a: 1, b: 0 }),
  project("excluding and including at once is refused", deep, { a: 0, b: 1 }),
  [
    "a cursor gives everything in pieces",
    async (rows) => {
      await filled(
        rows,
        Array.from({ length: 25 }, (_, n) => ({ n })),
      );
      return (await rows.find({}, { batchSize: 4 }).sort({ _id: 1 }).toArray()).map((row) => row["n"] as number);
    },
  ],
  [
    "a cursor without a size",
    async (rows) => {
      await filled(
        rows,
        Array.from({ length: 350 }, (_, n) => ({ n })),
      );
      return (await rows.find().sort({ n: 1 }).toArray()).length;
    },
  ],
  [
    "a cursor that is unknown",
    async (rows, db) => (
      await filled(rows, [{}]),
      outcome(db.command({ getMore: Long.fromNumber(12345), collection: rows.collectionName }))
    ),
  ],
  [
    "killCursors",
    async (rows, db) => (
      await filled(rows, [{}]),
      db.command({ killCursors: rows.collectionName, cursors: [Long.fromNumber(12345)] })
    ),
  ],
  [
    "counting",
    async (rows) => {
      await filled(rows, [{ a: 1 }, { a: 1 }, { a: 2 }]);
      return [
        await rows.countDocuments({ a: 1 }),
        await rows.countDocuments(),
        await rows.countDocuments({ a: 9 }),
        await rows.estimatedDocumentCount(),
        await rows.countDocuments({}, { skip: 1, limit: 1 }),
      ];
    },
  ],
  [
    "distinct values, also of arrays",
    async (rows) => {
      await filled(rows, [{ a: 2 }, { a: [1, 2] }, { a: "x" }, {}, { a: null }, { a: [] }]);
      return [await rows.distinct("a"), await rows.distinct("a", { a: { $gt: 1 } }), await rows.distinct("zzz")];
    },
  ],
  [
    "distinct of a dotted path",
    async (rows) => (await filled(rows, [{ a: [{ b: 1 }, { b: 2 }] }, { a: { b: 1 } }]), rows.distinct("a.b")),
  ],
  [
    "a collection that is not there",
    async (rows) => [
      await rows.find().toArray(),
      await rows.countDocuments(),
      await rows.deleteMany({}),
      await rows.updateOne({}, { $set: { a: 1 } }),
      await rows.distinct("a"),
    ],
  ],
  [
    "every type comes back as it went in",
    async (rows) => {
      const doc = {
        z: 1,
        d: new Double(1),
        l: new Long(1),
        m: Decimal128.fromString("1.10"),
        n: null,
        t: day,
        o: id,
        b: Buffer.from([0, 1]),
        r: /a\/b/im,
        s: "中\0文",
        e: {},
        a: [null, [], {}],
        f: false,
        ts: new Timestamp({ t: 5, i: 6 }),
      };
      await filled(rows, [doc]);
      await rows.updateOne({ _id: 1 }, { $set: { y: 1 } });
      return rows.findOne({ _id: 1 });
    },
  ],
];
