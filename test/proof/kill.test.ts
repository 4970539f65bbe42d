import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ownDatabase } from "../support/databases.ts";
import { KilledExam } from "../support/killed-exam.ts";
import { build, startProgram, type ProgramWish } from "../support/real-program.ts";
import { findMongod, OwnMongod } from "../support/mongod.ts";

/** KILLS makes it shorter while one works on it; the promise is a hundred. */
const kills = Number(process.env["KILLS"] ?? 100);
const people = 50;
/** Acknowledged saves before a kill: any moment of an exam, the first save included. */
const anyMoment = () => 1 + Math.floor(Math.random() * 400);

const built = (wish: ProgramWish) => startProgram({ ...wish, built: true });

describe("kill -9 in the middle of an exam of fifty people", () => {
  before(() => build());
  const store = process.env["MONGODB_URI"] ? "MongoDB" : "the embedded store";

  it(`[R01] the program, ${String(kills)} times, on ${store}: no acknowledged answer or hand-in is lost`, async () => {
    const database = ownDatabase("proof");
    const exam = new KilledExam(database.settings, built);
    try {
      await exam.open(people);
      for (let kill = 0; kill < kills; kill += 1) await exam.round(anyMoment());
      await exam.end();
      expectNothingLost(exam);
    } finally {
      await exam.close();
      await database.drop();
    }
  });

  it(`[R01] [R06] mongod, ${String(kills)} times: nothing is lost, and the running program goes on by itself`, async function () {
    const binary = findMongod();
    if (!binary) {
      console.error("      left out: no mongod on this machine (set MONGOD)");
      return this.skip();
    }
    const folder = mkdtempSync(join(tmpdir(), "zz-mongod-"));
    const mongod = new OwnMongod(binary, folder);
    const exam = new KilledExam({ MONGODB_URI: await mongod.start() }, built);
    try {
      await exam.open(people);
      for (let kill = 0; kill < kills; kill += 1) await exam.round(anyMoment(), () => killed(mongod, exam));
      await exam.end();
      expectNothingLost(exam);
    } finally {
      await exam.close();
      await mongod.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

async function killed(mongod: OwnMongod, exam: KilledExam): Promise<void> {
  await mongod.kill();
  const began = performance.now();
  await mongod.start();
  while (!(await exam.ready())) await new Promise((next) => setTimeout(next, 20));
  exam.figures.restarts.push(performance.now() - began);
}

function expectNothingLost({ figures }: KilledExam): void {
  const restarts = [...figures.restarts].sort((a, b) => a - b).map((ms) => `${(ms / 1000).toFixed(2)} s`);
  const middle = restarts[Math.floor(restarts.length / 2)] ?? "";
  console.log(
    `      ${String(figures.rounds)} kills: ${String(figures.saves)} saves and ${String(figures.handIns)} hand-ins acknowledged, ` +
      `${String(figures.lost.length)} lost; ready again after ${middle} (median), ${restarts.at(-1) ?? ""} (longest)`,
  );
  expect(figures.lost).to.deep.equal([]);
  expect(figures.rounds).to.equal(kills);
  expect(figures.saves).to.be.greaterThan(kills);
}
