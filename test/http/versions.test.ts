import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { MongoClient } from "mongodb";
import mongoose from "mongoose";
import { openEmbeddedStore, uriOfRunningStore } from "../../server/platform/embedded/index.ts";
import { newBelongings } from "../support/belongings.ts";
import { ownDatabase } from "../support/databases.ts";
import { start } from "../support/exams.ts";
import { freePort } from "../support/house.ts";
import { startProgram } from "../support/real-program.ts";
import { Crowd } from "../support/walk.ts";

describe("versions of the program on one store", function () {
  this.timeout(120_000);

  it("[R09] (what a newer version adds to its documents) every page opens as before, and every deed leaves it where it was", async () => {
    const theirs = await newBelongings("阮小七");
    const { owner, ids, baseId } = theirs;
    const crowd = await new Crowd(theirs).gather();
    const before = (await crowd.pages()).length;
    const own = [owner.id, ...Object.values(ids), baseId];
    const named = ["_id", "baseId", "personId", "holderId", "cohortId", "examId", "session.passport.user"];
    const theirOwn = {
      $or: named.flatMap((path) => [
        { [path]: { $in: own } },
        { [path]: { $in: own.filter((id) => /^[0-9a-f]{24}$/.test(id)).map((id) => new mongoose.Types.ObjectId(id)) } },
      ]),
    };
    const newer = { ofTheNextVersion: { list: [1, { deep: true }], text: "下一版" } };
    const collections = Object.values(mongoose.models).map(({ collection }) => collection);
    for (const collection of collections.filter(({ name }) => !name.startsWith("audit")))
      await collection.updateMany(theirOwn, { $set: newer });
    const holding = async () => {
      const counts = collections.map(async (one) => [one.name, await one.countDocuments(newer)] as const);
      return Object.fromEntries((await Promise.all(counts)).filter(([, rows]) => rows));
    };
    const held = await holding();
    expect(Object.keys(held)).to.include.members(["people", "cohorts", "exams", "attempts", "certificates"]);

    expect((await crowd.pages()).length, "pages that open").to.equal(before);
    const browser = crowd.browserOf("owner");
    const attempt = await start(browser, ids["examId"] ?? "");
    const save = { revision: 0, answer: "A" };
    expect((await browser.sendJson("PUT", `/attempts/${attempt}/answers/q1`, save)).status).to.equal(200);
    expect((await browser.post(`/attempts/${attempt}/submission`)).status).to.equal(303);
    const profile = { name: "阮小七", latinName: "RUAN Xiaoqi", mail: "", idType: "passport", idNumber: "" };
    const changed = await browser.post("/account/profile", { ...profile, language: "zh-CN" }, "/account");
    expect(changed.location).to.include("done=");
    const officer = crowd.browserOf("awarding-officer");
    const deed = `/certificates/${ids["number"] ?? ""}/suspension`;
    const suspended = await officer.post(deed, { reason: "complaint", words: "核对" }, deed);
    expect(suspended.location).to.include("done=");
    expect(await holding(), "what the newer version had added").to.deep.equal(held);
  });

  it("[R09] (indexes, all that a start changes in a store) a first start that is killed half-way is finished by the next one", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "zz-half-"));
    const database = ownDatabase("half");
    try {
      const whole = await indexesHere();
      const half = await killedHalfWay(dataDir, database.settings);
      expect(Object.keys(half).length, "collections when it was killed").to.be.within(1, Object.keys(whole).length - 1);
      const program = await startProgram({ dataDir, settings: database.settings });
      const uri = database.settings["MONGODB_URI"] ?? (await uriOfRunningStore(join(dataDir, "store")));
      const made = await at(uri ?? "", indexesOf).finally(() => program.end("SIGTERM"));
      expect(made).to.deep.equal(whole);
    } finally {
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});

const indexesHere = () => indexesOf(mongoose.connection.getClient());

/** The indexes of each collection by name. */
async function indexesOf(client: MongoClient): Promise<Record<string, string[]>> {
  const collections = await client.db().collections();
  const named = collections.map(async (one) => {
    const indexes = await one.indexes();
    return [one.collectionName, indexes.map(({ name = "" }) => name).sort()] as const;
  });
  return Object.fromEntries(await Promise.all(named));
}

async function at<T>(uri: string, act: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = await new MongoClient(uri).connect();
  return act(client).finally(() => client.close());
}

/** Starts the program on an empty store and kills it as soon as something is there. @returns the indexes that it made */
async function killedHalfWay(dataDir: string, settings: Record<string, string>): Promise<Record<string, string[]>> {
  const folder = join(dataDir, "store");
  const cwd = resolve(import.meta.dirname, "../..");
  const env = { ...process.env, LOG_LEVEL: "silent", DATA_DIR: dataDir, PORT: String(await freePort()), ...settings };
  const program = spawn(process.execPath, ["--import", "tsx", "server/main.ts"], { cwd, env, stdio: "ignore" });
  const ended = once(program, "exit");
  for (let begun = false; !begun && program.exitCode === null;) {
    const uri = settings["MONGODB_URI"] ?? (await uriOfRunningStore(folder));
    const made = uri ? await at(uri, indexesOf).catch(() => ({})) : {};
    begun = Object.keys(made).length > 0;
  }
  program.kill("SIGKILL");
  await ended;
  const store = settings["MONGODB_URI"] ? null : await openEmbeddedStore(folder);
  return at(store?.uri ?? settings["MONGODB_URI"] ?? "", indexesOf).finally(() => store?.close());
}
