import type { IndexSpecification } from "mongodb";
import { all, type Case, outcome } from "./case.ts";

export const schema: readonly Case[] = [
  [
    "createIndex twice is once",
    async (rows) => {
      const names = [
        await rows.createIndex({ a: 1 }),
        await rows.createIndex({ a: 1 }),
        await rows.createIndex({ b: -1, c: 1 }, { unique: true, name: "own" }),
      ];
      return [names, await rows.indexes()];
    },
  ],
  [
    "the reply of createIndexes",
    async (rows, db) => {
      const command = { createIndexes: rows.collectionName, indexes: [{ key: { a: 1 }, name: "a_1" }] };
      return [await db.command(command), await db.command(command)];
    },
  ],
  [
    "the same name with other fields is refused",
    async (rows) => (
      await rows.createIndex({ a: 1 }, { name: "x" }),
      outcome(rows.createIndex({ b: 1 }, { name: "x" }))
    ),
  ],
  [
    "the same fields with other options are refused",
    async (rows) => (await rows.createIndex({ a: 1 }), outcome(rows.createIndex({ a: 1 }, { unique: true }))),
  ],
  [
    "the same fields under another name are refused",
    async (rows) => (await rows.createIndex({ a: 1 }), outcome(rows.createIndex({ a: 1 }, { name: "other" }))),
  ],
  ["an index for the id is there", async (rows) => [await rows.createIndex({ _id: 1 }), await rows.indexes()]],
  [
    "a unique index refuses with keyPattern and keyValue",
    async (rows) => {
      await rows.createIndex({ a: 1, b: 1 }, { unique: true });
      await rows.insertOne({ _id: 1, a: 1, b: "x" });
      return [
        await outcome(rows.insertOne({ _id: 2, a: 1, b: "x" })),
        await outcome(rows.insertOne({ _id: 3, a: 1, b: "y" })),
      ];
    },
  ],
  [
    "a unique index takes missing as null",
    async (rows) => {
      await rows.createIndex({ a: 1 }, { unique: true });
      return [
        await outcome(rows.insertOne({ _id: 1 })),
        await outcome(rows.insertOne({ _id: 2 })),
        await outcome(rows.insertOne({ _id: 3, a: null })),
      ];
    },
  ],
  [
    "a unique sparse index leaves missing alone",
    async (rows) => {
      await rows.createIndex({ a: 1 }, { unique: true, sparse: true });
      return [
        await outcome(rows.insertOne({ _id: 1 })),
        await outcome(rows.insertOne({ _id: 2 })),
        await outcome(rows.insertOne({ _id: 3, a: null })),
        await outcome(rows.insertOne({ _id: 4, a: null })),
      ];
    },
  ],
  [
    "a sparse index does not hide documents",
    async (rows) => {
      await rows.createIndex({ a: 1 }, { sparse: true });
      await rows.insertMany([{ _id: 1, a: 1 }, { _id: 2 }]);
      return [
        await rows.find().sort({ a: 1 }).toArray(),
        await rows.find({ a: null }).toArray(),
        await rows.find({ a: { $gte: 0 } }).toArray(),
      ];
    },
  ],
  [
    "a unique partial index asks only where it applies",
    async (rows) => {
      await rows.createIndex({ a: 1 }, { unique: true, partialFilterExpression: { state: "open" } });
      const made = [
        await outcome(rows.insertOne({ _id: 1, a: 1, state: "open" })),
        await outcome(rows.insertOne({ _id: 2, a: 1, state: "done" })),
        await outcome(rows.insertOne({ _id: 3, a: 1, state: "open" })),
      ];
      return [
        made,
        await outcome(rows.updateOne({ _id: 2 }, { $set: { state: "open" } })),
        await rows.updateOne({ _id: 1 }, { $set: { state: "done" } }),
        await outcome(rows.updateOne({ _id: 2 }, { $set: { state: "open" } })),
      ];
    },
  ],
  [
    "a partial index with a comparison does not hide documents",
    async (rows) => {
      await rows.createIndex({ a: 1 }, { partialFilterExpression: { n: { $gt: 5 } } });
      await rows.insertMany([
        { _id: 1, a: 1, n: 3 },
        { _id: 2, a: 1, n: 9 },
      ]);
      return [
        await rows.find({ a: 1 }).sort({ _id: 1 }).toArray(),
        await rows.find({ a: 1, n: { $gt: 5 } }).toArray(),
        await rows
          .find({ a: 1, n: { $gt: 2 } })
          .sort({ _id: 1 })
          .toArray(),
      ];
    },
  ],
  [
    "a unique index over an array allows repeats within a document",
    async (rows) => {
      await rows.createIndex({ a: 1 }, { unique: true });
      return [
        await outcome(rows.insertOne({ _id: 1, a: [1, 1] })),
        await outcome(rows.insertOne({ _id: 2, a: [2, 1] })),
      ];
    },
  ],
  [
    "a unique index on doubles that are there is refused",
    async (rows) => {
      await rows.insertMany([
        { _id: 1, a: 1 },
        { _id: 2, a: 1 },
      ]);
      return [await outcome(rows.createIndex({ a: 1 }, { unique: true })), (await rows.indexes()).length];
    },
  ],
  [
    "two arrays in one index are refused",
    async (rows) => (await rows.createIndex({ a: 1, b: 1 }), outcome(rows.insertOne({ _id: 1, a: [1], b: [1] }))),
  ],
  [
    "long texts in an index are found, compared and unique",
    async (rows) => {
      await rows.createIndex({ a: 1 }, { unique: true });
      const long = "文".repeat(400);
      await rows.insertMany([
        { _id: 1, a: `${long}b` },
        { _id: 2, a: `${long}a` },
        { _id: 3, a: "z" },
        { _id: 4, a: "文" },
      ]);
      return [
        await rows.find({ a: `${long}a` }, { projection: { _id: 1 } }).toArray(),
        await rows
          .find({ a: { $gt: `${long}a` } }, { projection: { _id: 1 } })
          .sort({ a: 1 })
          .toArray(),
        await outcome(rows.insertOne({ _id: 5, a: `${long}a` })).then((one) => JSON.stringify(one).includes("11000")),
      ];
    },
  ],
  [
    "an index of a kind that is not there is refused",
    async (rows) => outcome(rows.createIndex({ a: "nonsense" } as unknown as IndexSpecification)),
  ],
  [
    "dropIndex",
    async (rows) => {
      await rows.createIndex({ a: 1 });
      await rows.createIndex({ b: 1 });
      return [
        await rows.dropIndex("a_1"),
        await outcome(rows.dropIndex("zzz")),
        await outcome(rows.dropIndex("_id_")),
        (await rows.indexes()).length,
        await rows.dropIndexes(),
        (await rows.indexes()).length,
      ];
    },
  ],
  ["the indexes of a collection that is not there", async (rows) => outcome(rows.indexes())],
  [
    "createCollection twice",
    async (rows, db) => {
      await db.createCollection(rows.collectionName);
      return [
        await outcome(db.createCollection(rows.collectionName)),
        (await db.listCollections({ name: rows.collectionName }, { nameOnly: true }).toArray()).length,
      ];
    },
  ],
  [
    "drop",
    async (rows) => [await rows.insertOne({ _id: 1 }), await rows.drop(), await all(rows), await outcome(rows.drop())],
  ],
  ["a wrong name is refused", async (_rows, db) => outcome(db.command({ create: "a$b" }))],
  [
    "listCollections",
    async (rows, db) => {
      await rows.insertOne({ _id: 1 });
      const [one] = await db.listCollections({ name: rows.collectionName }).toArray();
      return [one?.name === rows.collectionName, one?.type, (one as { idIndex?: unknown }).idIndex];
    },
  ],
  ["a command that is not there", async (_rows, db) => outcome(db.command({ frobnicate: 1 }))],
  ["ping", async (_rows, db) => db.command({ ping: 1 })],
];
