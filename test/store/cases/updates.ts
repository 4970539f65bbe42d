import { Decimal128, Double, Int32, Long } from "mongodb";
import { all, type Case, outcome, updating } from "./case.ts";

const day = new Date("2026-05-04T08:00:00Z");

export const updates: readonly Case[] = [
  updating("$set changes a field and keeps the order", { a: 1, b: 2 }, { $set: { a: 5 } }),
  updating("$set of what is there changes nothing", { a: 1 }, { $set: { a: 1 } }),
  updating("$set of new fields puts them in the order of their names", { z: 1 }, { $set: { c: 1, b: 2, a: 3 } }),
  updating(
    "$set of numbered fields puts them in the order of their numbers",
    { z: 1 },
    { $set: { "10": 1, "9": 2, "1": 3 } },
  ),
  updating("$set of a dotted path makes the documents on the way", { a: 1 }, { $set: { "b.c.d": 1 } }),
  updating("$set of a dotted path keeps its neighbours", { a: { b: 1, c: 2 } }, { $set: { "a.b": 9 } }),
  updating("$set of an array's element", { a: [1, 2, 3] }, { $set: { "a.1": 9 } }),
  updating("$set beyond an array's end fills with null", { a: [1] }, { $set: { "a.3": 9 } }),
  updating("$set inside a document of an array", { a: [{ b: 1 }, { b: 2 }] }, { $set: { "a.1.b": 9 } }),
  updating("$set through a number is refused", { a: 5 }, { $set: { "a.b": 1 } }),
  updating("$set through an array by a name is refused", { a: [1] }, { $set: { "a.b": 1 } }),
  updating("$set of another id is refused", { a: 1 }, { $set: { _id: 2 } }),
  updating("$set of the same id is allowed", { a: 1 }, { $set: { _id: 1, a: 2 } }),
  updating("$set with nothing in it", { a: 1 }, { $set: {} }),
  updating(
    "$set of every type",
    { a: 1 },
    { $set: { a: new Long(5), b: Decimal128.fromString("1.50"), c: new Double(2), d: day, e: null, f: [], g: {} } },
  ),
  updating("$set of a document replaces it whole", { a: { b: 1, c: 1 } }, { $set: { a: { c: 2 } } }),
  updating("$unset removes a field", { a: 1, b: 2 }, { $unset: { a: "" } }),
  updating("$unset of a dotted path", { a: { b: 1, c: 2 } }, { $unset: { "a.b": "" } }),
  updating("$unset of what is not there", { a: 1 }, { $unset: { x: "", "y.z": "" } }),
  updating("$unset in an array leaves null", { a: [1, 2, 3] }, { $unset: { "a.1": "" } }),
  updating("$unset through a number does nothing", { a: 5 }, { $unset: { "a.b": "" } }),
  updating("$inc of an int", { a: 1 }, { $inc: { a: 2 } }),
  updating("$inc of what is not there", { a: 1 }, { $inc: { b: 2, "c.d": 3 } }),
  updating("$inc of an int by a double", { a: 1 }, { $inc: { a: 0.5 } }),
  updating("$inc of a double stays a double", { a: new Double(1.5) }, { $inc: { a: new Double(0.5) } }),
  updating("$inc of a long", { a: Long.fromString("9007199254740993") }, { $inc: { a: 1 } }),
  updating("$inc beyond an int becomes a long", { a: new Int32(2147483647) }, { $inc: { a: 1 } }),
  updating("$inc beyond a long is refused", { a: Long.MAX_VALUE }, { $inc: { a: 1 } }),
  updating("$inc by nothing changes nothing", { a: 1 }, { $inc: { a: 0 } }),
  updating("$inc of a text is refused", { a: "x" }, { $inc: { a: 1 } }),
  updating("$inc by a text is refused", { a: 1 }, { $inc: { a: "x" } }),
  updating("$inc of null is refused", { a: null }, { $inc: { a: 1 } }),
  updating("$mul", { a: 6, b: 1.5 }, { $mul: { a: 2, b: 2, c: 7 } }),
  updating(
    "$min and $max change only outwards",
    { a: 5, b: 5, c: 5, d: 5 },
    { $min: { a: 3, b: 7 }, $max: { c: 7, d: 3 } },
  ),
  updating("$min and $max of what is not there", { x: 1 }, { $min: { a: 3 }, $max: { b: 7 } }),
  updating("$max compares types in BSON's order", { a: 5 }, { $max: { a: "text" } }),
  updating("$max of a date", { a: day }, { $max: { a: new Date(day.getTime() + 1) } }),
  updating("$push", { a: [1] }, { $push: { a: 2 } }),
  updating("$push makes the array", { x: 1 }, { $push: { a: 1, "b.c": 2 } }),
  updating("$push of an array pushes one element", { a: [1] }, { $push: { a: [2, 3] } }),
  updating("$push with $each", { a: [1] }, { $push: { a: { $each: [2, 3] } } }),
  updating("$push with $each and nothing", { a: [1] }, { $push: { a: { $each: [] } } }),
  updating("$push with $slice from the end", { a: [1, 2] }, { $push: { a: { $each: [3, 4], $slice: -3 } } }),
  updating("$push with $slice from the start", { a: [1, 2] }, { $push: { a: { $each: [3, 4], $slice: 3 } } }),
  updating("$push with $position", { a: [1, 2] }, { $push: { a: { $each: [9], $position: 1 } } }),
  updating("$push with $sort of values", { a: [3, 1] }, { $push: { a: { $each: [2], $sort: -1 } } }),
  updating(
    "$push with $sort by a field",
    { a: [{ n: 3 }, { n: 1 }] },
    { $push: { a: { $each: [{ n: 2 }], $sort: { n: 1 } } } },
  ),
  updating("$push onto a number is refused", { a: 1 }, { $push: { a: 2 } }),
  updating("$addToSet adds once", { a: [1, 2] }, { $addToSet: { a: 2 } }),
  updating("$addToSet adds what is new", { a: [1, 2] }, { $addToSet: { a: 3 } }),
  updating("$addToSet with $each", { a: [1] }, { $addToSet: { a: { $each: [1, 2, 2, 3] } } }),
  updating("$addToSet takes 1 and 1.0 as one", { a: [1] }, { $addToSet: { a: new Double(1) } }),
  updating(
    "$addToSet of documents looks at the order of fields",
    { a: [{ x: 1, y: 2 }] },
    {
      $addToSet: {
        a: {
          $each: [
            { x: 1, y: 2 },
            { y: 2, x: 1 },
          ],
        },
      },
    },
  ),
  updating("$pull of a value", { a: [1, 2, 1] }, { $pull: { a: 1 } }),
  updating("$pull by a condition", { a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }),
  updating("$pull of documents that match", { a: [{ b: 1, c: 1 }, { b: 2 }] }, { $pull: { a: { b: 1 } } }),
  updating("$pull with $in", { a: ["x", "y", "z"] }, { $pull: { a: { $in: ["x", "z"] } } }),
  updating("$pull of what is not there", { a: [1] }, { $pull: { a: 5, b: 1 } }),
  updating("$pullAll", { a: [1, 2, 3, 2] }, { $pullAll: { a: [2, 3] } }),
  updating("$pop last and first", { a: [1, 2, 3], b: [1, 2, 3] }, { $pop: { a: 1, b: -1 } }),
  updating("$rename", { a: 1, b: 2 }, { $rename: { a: "c" } }),
  updating("$rename into a document", { a: 1, b: { x: 1 } }, { $rename: { a: "b.y" } }),
  updating("$rename of what is not there", { a: 1 }, { $rename: { x: "y" } }),
  updating("two changes of one path are refused", { a: 1 }, { $set: { a: 1 }, $inc: { a: 1 } }),
  updating("changes of a path and its parent are refused", { a: { b: 1 } }, { $set: { a: 1, "a.b": 2 } }),
  updating("an unknown operator is refused", { a: 1 }, { $frobnicate: { a: 1 } }),
  updating("an empty part of a path is refused", { a: 1 }, { $set: { "a..b": 1 } }),
  updating(
    "the condition is part of the change: revision fits",
    { r: 3, s: "open" },
    { $set: { r: 4 } },
    { _id: 1, s: "open", r: 3 },
  ),
  updating(
    "the condition is part of the change: revision is old",
    { r: 3, s: "open" },
    { $set: { r: 4 } },
    { _id: 1, s: "open", r: 2 },
  ),
  updating(
    "an answer into an attempt",
    { answers: { q1: { revision: 1, answer: "a" }, q2: { revision: 0 } } },
    { $set: { "answers.q1": { revision: 2, answer: ["b"] }, at: day } },
    { _id: 1, "answers.q1.revision": 1 },
  ),
  [
    "updateMany counts what changed",
    async (rows) => {
      await rows.insertMany([1, 2, 3].map((n) => ({ _id: n, a: n })));
      return [await rows.updateMany({ a: { $gte: 2 } }, { $set: { a: 3 } }), await all(rows)];
    },
  ],
  [
    "replaceOne keeps the id",
    async (rows) => {
      await rows.insertOne({ _id: 1, a: 1, b: 2 });
      return [
        await rows.replaceOne({ a: 1 }, { c: 3 }),
        await outcome(rows.replaceOne({ _id: 1 }, { _id: 2, c: 3 })),
        await all(rows),
      ];
    },
  ],
  [
    "a pushed list beyond a unique index is refused whole",
    async (rows) => {
      await rows.createIndex({ tags: 1 }, { unique: true });
      await rows.insertMany([
        { _id: 1, tags: ["a"] },
        { _id: 2, tags: ["b"] },
      ]);
      return [
        await outcome(rows.updateOne({ _id: 2 }, { $push: { tags: "a" }, $set: { seen: true } } as never)),
        await all(rows),
      ];
    },
  ],
];
