import { expect } from "chai";
import mongoose from "mongoose";
import { makeEligible } from "../support/eligible.ts";
import { answerRightly, newCandidate, newSitting, start, type Sitting } from "../support/exams.ts";
import type { Browser } from "../support/actor.ts";
import { newMember } from "../support/cast.ts";
import { studyCourse } from "../support/study.ts";
import { roles } from "../../server/people/roles/index.ts";

/** A query as the program asked it. */
interface Asked {
  collection: string;
  method: string;
  filter: Record<string, unknown>;
  sort: Record<string, 1 | -1>;
  limit: number;
}

/**
 * What may be looked through: tables that grow with what ships and not with people or time, of which a page wants all;
 * and jobs, which are removed when they are done.
 */
const small = new Set(["courses", "lessons", "bases", "qualifications", "jobs"]);

/** What may be sorted in memory: the few exams of one person's cohorts; the people of one cohort, and their attempts. */
const sortedInMemory = [
  "exams.find by cohortIds, state, sorted by closesAt, limited",
  "people.find by _id, sorted by name, _id, limited",
  "people.find by $or, _id, sorted by name, _id, limited",
  "attempts.find by examId, personId, sorted by startedAt, _id, limited",
  "attempts.find by examId, personId, sorted by result.total, _id, limited",
];

/** How many names have a part in common: no index says that. Only who works for all bases asks for it without a base. */
const lookedThrough = [
  "cohorts.countDocuments by name, sorted by nothing",
  "exams.countDocuments by $or, sorted by nothing",
  "people.countDocuments by $or, sorted by nothing",
];

describe("every query of the site is bounded", function () {
  this.timeout(120_000);
  const asked = new Map<string, Asked>();
  let sitting: Sitting;

  before(async () => {
    sitting = await newSitting();
    mongoose.set("debug", (collection: string, method: string, ...args: unknown[]) => {
      const query = queryOf(collection, method, args);
      if (query) asked.set(shapeOf(query), query);
    });
    try {
      await useTheSite(sitting);
    } finally {
      mongoose.set("debug", false);
    }
  });

  it("[R11] (not the half hour of load) every page that anybody can walk to, and the deeds of an exam, ask by an index: no collection that grows is scanned", async () => {
    const scans: string[] = [];
    for (const query of asked.values()) {
      const shape = shapeOf(query);
      if (small.has(query.collection) || lookedThrough.includes(shape)) continue;
      const fault = sortedInMemory.includes(shape) ? /COLLSCAN/ : /COLLSCAN|"SORT"/;
      if (fault.test(await plan(query))) scans.push(shape);
    }
    expect(asked.size, "queries of different shape").to.be.greaterThan(60);
    expect(scans).to.deep.equal([]);
  });

  it("[R11] every list has a limit", () => {
    const many = [...asked.values()].filter(
      ({ collection, method, limit, filter }) =>
        method === "find" && !limit && !("_id" in filter) && !small.has(collection),
    );
    expect(many.map(shapeOf)).to.deep.equal([]);
  });

  it("[R11] sessions, jobs and limits of sign-in, which libraries ask for, are found by an index too", async () => {
    const now = new Date();
    const queries: [string, Record<string, unknown>][] = [
      ["sessions", { _id: "x", $or: [{ expires: { $exists: false } }, { expires: { $gt: now } }] }],
      ["sessions", { "session.passport.user": "x" }],
      ["limits", { key: "x" }],
      ["jobs", { name: "attempts.close", nextRunAt: { $lte: now }, disabled: { $ne: true }, lockedAt: null }],
    ];
    for (const [collection, filter] of queries)
      expect(await plan({ collection, filter, method: "find", sort: {}, limit: 1 }), collection).not.to.include(
        "COLLSCAN",
      );
  });
});

/** Everybody walks through all that she can reach, and somebody studies, sits an exam and is awarded. */
async function useTheSite(sitting: Sitting): Promise<void> {
  const candidate = await newCandidate(sitting);
  const trainee = await candidate.signIn();
  await studyCourse(trainee, "GN1");
  const attempt = await start(trainee, sitting.examId);
  await answerRightly(trainee, attempt);
  await walk(trainee);
  await trainee.post(`/attempts/${attempt}/submission`);
  await makeEligible(candidate.id);
  await walk(trainee);
  await walk(sitting.clerk);
  for (const { id } of roles)
    if (id !== "trainee" && id !== "base-administrator")
      await walk(await (await newMember(id, sitting.baseId)).signIn());
}

/** Follows every link from the first page on; of addresses that differ only in ids, three. */
async function walk(browser: Browser): Promise<void> {
  const [queue, kinds] = [["/"], new Map<string, number>()];
  for (const path of queue) {
    const page = await browser.get(path);
    if (page.location) queue.push(page.location);
    const links = [...page.text.matchAll(/(?:href|action)="(\/[^"#]*)/g)].map(([, href = ""]) =>
      href.replaceAll("&amp;", "&"),
    );
    for (const next of [...links, ...searchesOf(page.text)]) {
      const kind = next
        .replace(/[0-9a-f]{24}|[A-Z]{2}-[\w-]+|\b[A-Z]{2}\d\w*/g, "…")
        .replace(/\b(?!sort|role|state|use|reviewed)(\w+)=[^&]*/g, "$1=");
      if (queue.includes(next) || next.startsWith("/assets/") || (kinds.get(kind) ?? 0) >= 3) continue;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      queue.push(next);
    }
  }
}

/** What somebody may ask of a list: each value of each of its selects, in each order, and a search. */
function searchesOf(html: string): string[] {
  return [...html.matchAll(/<form method="get" action="(\/[^"]*)" class="filter"[^]*?<\/form>/g)].flatMap(
    ([form, path = ""]) => {
      const orders = [...html.matchAll(/[?;]sort=(-?\w+)|name="sort" value="(-?\w+)"/g)].map(
        ([, link, button]) => link ?? button ?? "",
      );
      const choices = [...form.matchAll(/<select name="(\w+)">([^]*?)<\/select>/g)].flatMap(
        ([, name = "", options = ""]) =>
          [...options.matchAll(/value="([^"]+)"/g)].map(([, value = ""]) => `${name}=${value}`),
      );
      const wishes = ["", "q=%E6%9D%8E", ...choices];
      return [...new Set(orders)].flatMap((sort) => wishes.map((wish) => `${path}?sort=${sort}&${wish}`));
    },
  );
}

const byFilter = [
  "find",
  "findOne",
  "countDocuments",
  "updateOne",
  "updateMany",
  "deleteOne",
  "deleteMany",
  "findOneAndUpdate",
  "findOneAndDelete",
];

function queryOf(collection: string, method: string, args: unknown[]): Asked | null {
  if (!byFilter.includes(method)) return null;
  const [filter, second, third] = args as Record<string, unknown>[];
  const options = (method.startsWith("find") && method.length < 8 ? second : third) ?? {};
  return {
    collection,
    method,
    filter: filter ?? {},
    sort: (options["sort"] ?? {}) as Asked["sort"],
    limit: Number(options["limit"] ?? 0),
  };
}

function shapeOf({ collection, method, filter, sort, limit }: Asked): string {
  return `${collection}.${method} by ${Object.keys(filter).join(", ") || "nothing"}, sorted by ${Object.keys(sort).join(", ") || "nothing"}${limit ? ", limited" : ""}`;
}

async function plan({ collection, filter, sort, limit }: Asked): Promise<string> {
  const cursor = mongoose.connection.collection(collection).find(filter, { sort, limit });
  const told = (await cursor.explain("queryPlanner")) as { queryPlanner: { winningPlan: unknown } };
  return JSON.stringify(told.queryPlanner.winningPlan);
}
