import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { EJSON } from "bson";
import { type Db, MongoClient } from "mongodb";
import { type EmbeddedStore, openEmbeddedStore } from "../../server/platform/embedded/index.ts";
import { aggregates } from "./cases/aggregates.ts";
import type { Case } from "./cases/case.ts";
import { filters } from "./cases/filters.ts";
import { reads } from "./cases/reading.ts";
import { schema } from "./cases/schema.ts";
import { updates } from "./cases/updates.ts";
import { upserts } from "./cases/upserts.ts";
import { writes } from "./cases/writing.ts";

const themes: Readonly<Record<string, readonly Case[]>> = {
  writes,
  updates,
  upserts,
  filters,
  reads,
  aggregates,
  schema,
};

/** What MongoDB 6.0.5 answered to each case; written anew by RECORD=1 with MONGODB_URI. */
const file = join(import.meta.dirname, "mongodb-6.json");
const recorded = (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {}) as Record<string, unknown>;

describe("the embedded store answers as MongoDB does", () => {
  const folder = mkdtempSync(join(tmpdir(), "zz-contract-"));
  const clients: MongoClient[] = [];
  let embedded: EmbeddedStore;
  let here: Db;
  let there: Db | null = null;
  let counter = 0;

  before(async () => {
    embedded = await openEmbeddedStore(join(folder, "store"));
    here = await database(embedded.uri);
    const real = process.env["MONGODB_URI"];
    if (real) there = await database(real);
  });

  after(async () => {
    await there?.dropDatabase();
    for (const client of clients) await client.close();
    await embedded.close();
    rmSync(folder, { recursive: true });
    if (process.env["RECORD"]) writeFileSync(file, `${JSON.stringify(recorded, null, 1)}\n`);
  });

  for (const [theme, cases] of Object.entries(themes))
    describe(theme, () => {
      for (const [title, run] of cases)
        it(title, async () => {
          counter += 1;
          const key = `${theme}: ${title}`;
          if (there) {
            const live = await answer(there, run, counter, theme);
            if (process.env["RECORD"]) recorded[key] = live;
            else expect(live, "MongoDB answers as it did when this was recorded").to.deep.equal(recorded[key]);
          }
          expect(recorded, "recorded").to.have.property(key);
          expect(await answer(here, run, counter, theme)).to.deep.equal(recorded[key]);
        });
    });

  async function database(uri: string): Promise<Db> {
    const client = new MongoClient(uri, { promoteValues: false, promoteLongs: false, bsonRegExp: true });
    clients.push(await client.connect());
    return client.db(`zz_contract_${String(process.pid)}`);
  }
});

/** The replies of a case with every type spelled out; but what a pipeline computes is a number like any other. */
async function answer(db: Db, run: Case[1], place: number, theme: string): Promise<unknown> {
  const name = `c${String(place)}`;
  const reply = await run(db.collection(name) as never, db);
  const text = EJSON.stringify(reply ?? null, { relaxed: theme === "aggregates" });
  return JSON.parse(text.replaceAll(`${db.databaseName}.${name}`, "db.rows")) as unknown;
}
