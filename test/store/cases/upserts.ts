import { all, type Case, outcome } from "./case.ts";

const upsert = (title: string, filter: object, update: object): Case => [
  title,
  async (rows) => [await outcome(rows.updateOne(filter, update, { upsert: true })), await all(rows)],
];

export const upserts: readonly Case[] = [
  upsert("an upsert takes what the filter says is equal", { _id: 7, a: 1, b: "x" }, { $set: { c: 2 } }),
  upsert("an upsert takes dotted paths as documents", { _id: 7, "a.b": 1, "a.c": 2 }, { $set: { d: 1 } }),
  upsert("an upsert takes $and and $eq", { _id: 7, $and: [{ a: { $eq: 1 } }, { b: 2 }] }, { $set: { c: 3 } }),
  upsert("an upsert leaves conditions out", { _id: 7, a: { $gt: 1 }, b: { $in: [1, 2] }, c: null }, { $set: { d: 1 } }),
  upsert("$setOnInsert counts when it inserts", { _id: 7 }, { $set: { a: 1 }, $setOnInsert: { b: 2 } }),
  upsert("$inc starts from nothing", { _id: 7 }, { $inc: { n: 2 } }),
  upsert("an upsert with the id in $set", { _id: 7 }, { $set: { _id: 7, a: 1 } }),
  upsert("an upsert with another id in $set is refused", { _id: 7 }, { $set: { _id: 8, a: 1 } }),
  upsert("an upsert with the id only in $setOnInsert", { a: 1 }, { $setOnInsert: { _id: 9 } }),
  upsert("an upsert that changes what the filter says", { _id: 7, a: 1 }, { $set: { a: 2 } }),
  [
    "$setOnInsert does not count when it finds",
    async (rows) => {
      await rows.insertOne({ _id: 7, a: 1 });
      return [
        await rows.updateOne({ _id: 7 }, { $set: { a: 1 }, $setOnInsert: { b: 2 } }, { upsert: true }),
        await all(rows),
      ];
    },
  ],
  [
    "replaceOne with upsert",
    async (rows) => [await rows.replaceOne({ _id: 3, a: 9 }, { b: 1 }, { upsert: true }), await all(rows)],
  ],
  [
    "an upsert against a unique index is refused with its key",
    async (rows) => {
      await rows.createIndex({ key: 1 }, { unique: true });
      await rows.insertOne({ _id: 1, key: "k", over: true });
      return outcome(rows.updateOne({ key: "k", over: false }, { $inc: { n: 1 } }, { upsert: true }));
    },
  ],
  [
    "findOneAndUpdate gives the document before",
    async (rows) => {
      await rows.insertOne({ _id: 1, a: 1 });
      return [await rows.findOneAndUpdate({ _id: 1 }, { $inc: { a: 1 } }), await all(rows)];
    },
  ],
  [
    "findOneAndUpdate gives the document after, projected",
    async (rows) => {
      await rows.insertOne({ _id: 1, a: 1, b: 2 });
      return rows.findOneAndUpdate(
        { _id: 1 },
        { $inc: { a: 1 } },
        { returnDocument: "after", projection: { a: 1, _id: 0 } },
      );
    },
  ],
  [
    "findOneAndUpdate takes the first in the wanted order",
    async (rows) => {
      await rows.insertMany([3, 1, 2].map((n) => ({ _id: n, at: n, locked: null })));
      const first = await rows.findOneAndUpdate(
        { locked: null },
        { $set: { locked: true } },
        { sort: { at: 1 }, returnDocument: "after" },
      );
      const last = await rows.findOneAndUpdate(
        { locked: null },
        { $set: { locked: true } },
        { sort: { at: -1 }, returnDocument: "after" },
      );
      return [first, last];
    },
  ],
  [
    "findOneAndUpdate with metadata tells of an upsert",
    async (rows) => {
      const made = await rows.findOneAndUpdate(
        { _id: 5, a: 1 },
        { $set: { b: 1 } },
        { upsert: true, returnDocument: "after", includeResultMetadata: true },
      );
      const found = await rows.findOneAndUpdate(
        { _id: 5 },
        { $set: { b: 2 } },
        { upsert: true, includeResultMetadata: true },
      );
      const none = await rows.findOneAndUpdate({ _id: 6 }, { $set: { b: 2 } }, { includeResultMetadata: true });
      return [made, found, none];
    },
  ],
  [
    "findOneAndUpdate with upsert gives null for the document before",
    async (rows) => [await rows.findOneAndUpdate({ _id: 5 }, { $set: { b: 1 } }, { upsert: true }), await all(rows)],
  ],
  [
    "findOneAndDelete",
    async (rows) => {
      await rows.insertMany([1, 2].map((n) => ({ _id: n, a: n })));
      return [
        await rows.findOneAndDelete({}, { sort: { a: -1 } }),
        await rows.findOneAndDelete({ a: 9 }),
        await all(rows),
      ];
    },
  ],
  [
    "findOneAndReplace",
    async (rows) => {
      await rows.insertOne({ _id: 1, a: 1 });
      return [await rows.findOneAndReplace({ a: 1 }, { b: 2 }, { returnDocument: "after" }), await all(rows)];
    },
  ],
];
