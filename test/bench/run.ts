import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ownDatabase } from "../support/databases.ts";
import { freePort } from "../support/house.ts";
import { build, runScript, startProgram } from "../support/real-program.ts";
import { Client } from "./client.ts";
import { deeds, signEverybodyIn, type Bench } from "./deeds.ts";
import { examDay, type ExamDay } from "./exam-day.ts";
import type { Filled } from "./fill.ts";
import { measure, memoryOf, mongodPid, type Measured } from "./measure.ts";
import { printDays, printDeeds } from "./tables.ts";

/**
 * `npm run bench`: the deeds of a course and an exam day through HTTP, on fixed data, by the built program, on the
 * embedded store and, with MONGODB_URI, on MongoDB. STORE=mongodb leaves the embedded one out; DAYS=50,500 chooses exam
 * days, DAYS= leaves them out; PROFILE=folder writes a CPU profile of the program. Figures only: nothing passes or fails by the clock.
 */
const steps = (process.env["DAYS"] ?? "50,100,200,400,500").split(",").filter(Boolean).map(Number);
const profile = process.env["PROFILE"];

interface Report {
  store: string;
  bare: Measured;
  deeds: Measured[];
  days: ExamDay[];
  idle: number;
}

build();
const reports: Report[] = [];
const stores = (process.env["STORE"] ?? (process.env["MONGODB_URI"] ? "embedded,mongodb" : "embedded")).split(",");
for (const store of stores) reports.push(await run(store === "mongodb"));
const commit = said("git", "rev-parse", "--short", "HEAD");
const file = join(tmpdir(), "bench.json");
writeFileSync(
  file,
  JSON.stringify({ at: new Date(), commit, load: loadavg(), node: process.version, reports }, null, 1),
);
process.stdout.write(`\n${file}\n`);
process.exit(0);

async function run(onMongo: boolean): Promise<Report> {
  const dataDir = mkdtempSync(join(tmpdir(), "zz-bench-"));
  const database = onMongo ? ownDatabase("bench") : { settings: {}, drop: () => Promise.resolve() };
  // An empty setting counts as none: the embedded run must not find the MONGODB_URI of this process.
  const settings = { MONGODB_URI: "", ...database.settings, DATA_DIR: dataDir, TRUST_PROXY: "1" };
  const filled = await runScript<Filled>("../bench/fill.ts", ["500", String(1 + steps.length)], settings);
  const program = await startProgram({
    dataDir,
    settings,
    built: true,
    ...(profile && { nodeArgs: ["--cpu-prof", `--cpu-prof-dir=${profile}`] }),
  });
  const store = onMongo ? "MongoDB" : "embedded";
  const pids = { app: program.pid, store: onMongo ? await mongodPid(database.settings["MONGODB_URI"] ?? "") : 0 };
  const client = () => new Client(program.baseUrl);
  const bench: Bench = { pids, filled, people: filled.logins.map(client), clerk: client(), stranger: client() };
  try {
    const idle = memoryOf(program.pid).now;
    process.stdout.write(
      `\n${store} · ${new Date().toISOString()} · load ${loadavg()[0]?.toFixed(1) ?? ""} · ${said("git", "rev-parse", "--short", "HEAD")}\n`,
    );
    const bare = await bareExpress();
    const done = [await signEverybodyIn(bench)];
    // First, so that the memory of an exam day is not that of certificates, whose fonts stay open.
    const days: ExamDay[] = [];
    for (const [at, people] of steps.entries())
      days.push(await examDay(bench.people.slice(0, people), filled.exams[at + 1] ?? "", program.pid));
    printDays(days, idle);
    for await (const one of deeds(bench)) done.push(one);
    printDeeds(done, bare);
    return { store, bare, deeds: done, days, idle };
  } finally {
    await program.end("SIGTERM");
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The ceiling, measured in the same run on the same machine. */
async function bareExpress(): Promise<Measured> {
  const port = String(await freePort());
  const child = spawn(process.execPath, ["--import", "tsx", resolve(import.meta.dirname, "bare.ts")], {
    env: { ...process.env, NODE_ENV: "production", PORT: port },
    stdio: "inherit",
  });
  const client = new Client(`http://127.0.0.1:${port}`);
  const page = () => client.get("/");
  while (!(await page().catch(() => null))) await new Promise((next) => setTimeout(next, 50));
  for (let at = 0; at < 500; at += 1) await page();
  const measured = await measure("bare Express page", { app: child.pid ?? 0, store: 0 }, 3000, page);
  child.kill();
  return measured;
}

function said(command: string, ...args: string[]): string {
  try {
    return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return "";
  }
}
