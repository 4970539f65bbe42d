import type { Document } from "mongodb";
import { ObjectId } from "mongodb";
import { type Case, outcome } from "./case.ts";

const id = new ObjectId("65a000000000000000000001");
const sales = [
  { _id: 1, base: "A", n: 2, ok: true, at: new Date("2026-01-01T00:00:00Z"), who: id },
  { _id: 2, base: "B", n: 3, ok: false, at: new Date("2026-01-02T00:00:00Z"), who: id },
  { _id: 3, base: "A", n: 5, ok: true, at: new Date("2026-02-01T00:00:00Z"), who: null },
  { _id: 4, base: "C", n: 0.5, ok: false, at: new Date("2026-02-02T00:00:00Z"), tags: ["x", "y"] },
];

const piped = (title: string, ...pipeline: Document[]): Case => [
  title,
  async (rows) => {
    await rows.insertMany(sales);
    return outcome(rows.aggregate(pipeline).toArray());
  },
];

const byId = { $sort: { _id: 1 } };

export const aggregates: readonly Case[] = [
  piped(
    "$match, $sort, $skip, $limit",
    { $match: { n: { $gt: 1 } } },
    { $sort: { n: -1 } },
    { $skip: 1 },
    { $limit: 1 },
  ),
  piped("$limit before $skip", { $sort: { _id: 1 } }, { $limit: 3 }, { $skip: 1 }),
  piped("$group with sums", { $group: { _id: "$base", n: { $sum: "$n" }, rows: { $sum: 1 } } }, byId),
  piped(
    "$group with several accumulators",
    { $group: { _id: "$base", max: { $max: "$n" }, min: { $min: "$n" }, avg: { $avg: "$n" } } },
    byId,
  ),
  piped(
    "$group with first and last after a sort",
    { $sort: { n: 1 } },
    { $group: { _id: "$base", first: { $first: "$n" }, last: { $last: "$n" } } },
    byId,
  ),
  piped("$group of everything", { $group: { _id: null, n: { $sum: "$n" } } }),
  piped("$group by an id and null", { $group: { _id: "$who", n: { $sum: 1 } } }, byId),
  piped(
    "$group by two fields",
    { $group: { _id: { base: "$base", ok: "$ok" }, n: { $sum: 1 } } },
    { $sort: { n: -1, "_id.base": 1 } },
  ),
  piped("$group with a condition", { $group: { _id: null, n: { $sum: { $cond: ["$ok", 1, 0] } } } }),
  piped("$group with push and addToSet", { $sort: { _id: 1 } }, { $group: { _id: null, all: { $push: "$base" } } }),
  piped("$group and then $match", { $group: { _id: "$base", n: { $sum: 1 } } }, { $match: { n: { $gt: 1 } } }),
  piped(
    "$group and then $limit",
    { $group: { _id: "$base", n: { $sum: "$n" } } },
    { $sort: { n: -1, _id: 1 } },
    { $limit: 2 },
  ),
  piped("$project that picks", byId, { $project: { base: 1, _id: 0 } }),
  piped("$project that leaves out", byId, { $project: { at: 0, who: 0 } }),
  piped("$project that computes", byId, { $project: { twice: { $multiply: ["$n", 2] }, base: "$base" } }),
  piped("$count", { $match: { ok: true } }, { $count: "rows" }),
  piped("$count of nothing", { $match: { ok: 5 } }, { $count: "rows" }),
  piped("$unwind", { $match: { _id: 4 } }, { $unwind: "$tags" }, { $project: { tags: 1 } }),
  piped("$addFields", { $match: { _id: 1 } }, { $addFields: { sum: { $add: ["$n", 1] } } }),
  piped("$sortByCount", { $sortByCount: "$ok" }, { $sort: { _id: 1 } }),
  piped("an unknown stage is refused", { $frobnicate: {} }),
  piped("a stage with two names is refused", { $match: {}, $limit: 1 }),
  [
    "grouping of nothing",
    async (rows) => [
      await rows.aggregate([{ $group: { _id: null, n: { $sum: 1 } } }]).toArray(),
      await rows.aggregate([{ $count: "n" }]).toArray(),
    ],
  ],
];
