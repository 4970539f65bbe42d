import { ObjectId } from "mongodb";
import { all, type Case, outcome } from "./case.ts";

const id = new ObjectId("65a000000000000000000001");

export const writes: readonly Case[] = [
  ["insertOne", async (rows) => [await rows.insertOne({ _id: 1, a: 1 }), await all(rows)]],
  [
    "insertOne puts the id in front",
    async (rows) => [await rows.insertOne({ a: 1, _id: id } as never), await all(rows)],
  ],
  ["insertMany", async (rows) => [await rows.insertMany([{ _id: 1 }, { _id: 2 }]), await all(rows)]],
  [
    "a double id is refused with its key",
    async (rows) => {
      await rows.insertOne({ _id: 1 });
      return outcome(rows.insertOne({ _id: 1, a: 2 }));
    },
  ],
  [
    "1 and 1.5 are two ids, 1 and 1.0 one",
    async (rows) => [await outcome(rows.insertMany([{ _id: 1 }, { _id: 1.5 }, { _id: "1" }])), await all(rows)],
  ],
  [
    "insertMany in order stops at the first refusal",
    async (rows) => {
      const refused = await outcome(rows.insertMany([{ _id: 1 }, { _id: 1 }, { _id: 2 }]));
      return [refused, await all(rows)];
    },
  ],
  [
    "insertMany without order goes on",
    async (rows) => {
      const refused = await outcome(
        rows.insertMany([{ _id: 1 }, { _id: 1 }, { _id: 2 }, { _id: 2 }, { _id: 3 }], { ordered: false }),
      );
      return [refused, await all(rows)];
    },
  ],
  ["an array as id is refused", async (rows) => outcome(rows.insertOne({ _id: [1] } as never))],
  [
    "ids of other kinds",
    async (rows) => [
      await rows.insertMany([{ _id: { a: 1, b: 2 } }, { _id: true }, { _id: new Date(0) }] as never),
      await all(rows),
    ],
  ],
  [
    "a long text as id",
    async (rows) => [
      await rows.insertMany([{ _id: "x".repeat(500) }, { _id: `${"x".repeat(500)}y` }]),
      await rows.countDocuments({ _id: `${"x".repeat(500)}y` }),
    ],
  ],
  [
    "deleteOne and deleteMany",
    async (rows) => {
      await rows.insertMany([1, 2, 3, 4].map((n) => ({ _id: n, a: n % 2 })));
      return [
        await rows.deleteOne({ a: 1 }),
        await rows.deleteMany({ a: 0 }),
        await rows.deleteOne({ a: 9 }),
        await all(rows),
      ];
    },
  ],
  [
    "bulkWrite of several kinds",
    async (rows) => {
      const result = await rows.bulkWrite([
        { insertOne: { document: { _id: 1, a: 1 } } },
        { updateOne: { filter: { _id: 1 }, update: { $set: { a: 2 } } } },
        { updateOne: { filter: { _id: 2 }, update: { $set: { a: 2 } }, upsert: true } },
        { replaceOne: { filter: { _id: 1 }, replacement: { b: 1 } } },
        { deleteOne: { filter: { _id: 2 } } },
      ]);
      return [
        result.insertedCount,
        result.matchedCount,
        result.modifiedCount,
        result.upsertedCount,
        result.deletedCount,
        await all(rows),
      ];
    },
  ],
  [
    "an update without operators by updateMany is refused",
    async (rows, db) =>
      outcome(db.command({ update: rows.collectionName, updates: [{ q: {}, u: { a: 1 }, multi: true }] })),
  ],
  [
    "a write without waiting still happens",
    async (rows) => {
      await rows.insertOne({ _id: 1 }, { writeConcern: { w: 0 } });
      for (let i = 0; i < 100 && (await rows.countDocuments()) === 0; i += 1) await rows.findOne({});
      return all(rows);
    },
  ],
];
