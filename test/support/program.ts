import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import mongoose from "mongoose";
import { freePort } from "./house.ts";

/** The program as it is started by a command, on a store of its own, with everything that it says. */
export interface Program {
  url: string;
  dataDir: string;
  /** Everything written so far: the log at its finest level, and what a start prints. */
  said(): string;
  stop(): Promise<void>;
}

type Environment = Record<string, string>;

/** Starts the program and waits until it serves. @throws with what it said when it does not */
export async function startProgram(settings: Environment = {}): Promise<Program> {
  const port = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), "zz-program-"));
  const database = databaseOf(port);
  const { child, said, ended } = run({
    PORT: String(port),
    DATA_DIR: dataDir,
    LOG_LEVEL: "trace",
    ...database,
    ...settings,
  });
  const url = `http://localhost:${String(port)}`;
  const serving = new Promise<void>((done) => child.stdout.on("data", () => said().includes(`\n${url}\n`) && done()));
  await Promise.race([serving, ended.then(() => Promise.reject(new Error(said())))]);
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    if (database.MONGODB_URI) await dropped(database.MONGODB_URI);
  };
  return { url, dataDir, said, stop };
}

/** A start that is refused: what it says, and the code it ends with. */
export async function refusedStart(settings: Environment): Promise<{ said: string; code: number | null }> {
  const dataDir = mkdtempSync(join(tmpdir(), "zz-program-"));
  const database = databaseOf(0);
  const { said, ended } = run({ DATA_DIR: dataDir, ...database, ...settings });
  const code = await ended;
  if (database.MONGODB_URI) await dropped(database.MONGODB_URI);
  await rm(dataDir, { recursive: true, force: true });
  return { code, said: said() };
}

function run(settings: Environment) {
  const project = resolve(import.meta.dirname, "../..");
  const inherited = { ...process.env };
  for (const name of ["NODE_ENV", "LOG_LEVEL", "MONGODB_URI"]) delete inherited[name];
  const options = { cwd: project, env: { ...inherited, ...settings } };
  const child = spawn(process.execPath, ["--import", "tsx", "server/main.ts"], options);
  let text = "\n";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { child, said: () => text, ended: new Promise<number | null>((done) => child.on("close", done)) };
}

function databaseOf(port: number): { MONGODB_URI?: string } {
  const given = process.env["MONGODB_URI"];
  if (!given) return {};
  const uri = new URL(given);
  uri.pathname = `/zz_program_${String(process.pid)}_${String(port)}`;
  return { MONGODB_URI: uri.toString() };
}

async function dropped(uri: string): Promise<void> {
  const connection = await mongoose.createConnection(uri).asPromise();
  await connection.dropDatabase();
  await connection.close();
}
