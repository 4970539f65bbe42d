import { mkdirSync } from "node:fs";
import { join } from "node:path";
import mongoose from "mongoose";
import { settings } from "./config.ts";
import { openEmbeddedStore, uriOfRunningStore, type EmbeddedStore } from "./embedded/index.ts";
import { log } from "./log.ts";

mongoose.set({ strictQuery: "throw", sanitizeFilter: true, autoIndex: false, autoCreate: false, bufferTimeoutMS: 1500 });

let embedded: EmbeddedStore | null = null;

/**
 * Connects to MONGODB_URI, or opens the embedded store in DATA_DIR/store and connects to that; then builds the indexes.
 * Writes are acknowledged only when they are on disk (majority and journal on MongoDB).
 */
export async function connect(): Promise<void> {
  const { MONGODB_URI, dataDir } = settings();
  if (!MONGODB_URI) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    embedded = await openEmbeddedStore(join(dataDir, "store"));
  }
  await mongoose.connect(MONGODB_URI ?? embedded?.uri ?? "", {
    serverSelectionTimeoutMS: 1500,
    maxPoolSize: 30,
    // A store that is there and silent is noticed by the driver's heartbeat: within the sum of these two.
    ...(MONGODB_URI && { writeConcern: { w: "majority", journal: true }, heartbeatFrequencyMS: 1000, connectTimeoutMS: 2000 }),
  });
  for (const model of Object.values(mongoose.models)) {
    await model.createCollection();
    await model.createIndexes();
  }
  log.info({ store: MONGODB_URI ? "mongodb" : "embedded", models: mongoose.modelNames().length }, "store ready");
}

/** For a command beside the program: through the running program's store, or by opening it when nothing runs. */
export async function connectBeside(): Promise<void> {
  const { MONGODB_URI, dataDir } = settings();
  const running = MONGODB_URI ? null : await uriOfRunningStore(join(dataDir, "store"));
  if (running) await mongoose.connect(running, { serverSelectionTimeoutMS: 1500 });
  else await connect();
}

export async function disconnect(): Promise<void> {
  await mongoose.disconnect();
  await embedded?.close();
  embedded = null;
}

/** Whether the store answers, within a second. */
export async function storeAnswers(): Promise<boolean> {
  const { connection } = mongoose;
  if (connection.readyState !== mongoose.ConnectionStates.connected || !connection.db) return false;
  const late = AbortSignal.timeout(1000);
  return Promise.race([
    connection.db.command({ ping: 1 }).then(
      () => true,
      () => false,
    ),
    new Promise<boolean>((resolve) => late.addEventListener("abort", () => resolve(false))),
  ]);
}

/** The time of the store's machine, or null while it does not answer. */
export async function storeTime(): Promise<Date | null> {
  const { db } = mongoose.connection;
  if (!db || !(await storeAnswers())) return null;
  return db.command({ hello: 1 }).then(
    ({ localTime }) => (localTime instanceof Date ? localTime : null),
    () => null,
  );
}

/** The embedded store while it is in use: for backups only. */
export function embeddedStore(): EmbeddedStore | null {
  return embedded;
}

interface Countable<Filter> {
  countDocuments(filter: Filter, options: { maxTimeMS: number }): PromiseLike<number>;
  estimatedDocumentCount(): PromiseLike<number>;
}

/** How many documents fit; of a whole collection as the store keeps the number, so that nothing is read for it. */
export function countOf<Filter extends object>(collection: Countable<Filter>, filter: Filter): PromiseLike<number> {
  return Object.keys(filter).length ? collection.countDocuments(filter, { maxTimeMS: 5000 }) : collection.estimatedDocumentCount();
}

/** What somebody typed as a pattern for nothing but itself; control characters, which no filter can carry, are left out. */
export function patternOf(typed: string): string {
  return typed.replace(/\p{Cc}/gu, "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Matches texts that contain what somebody typed, in any case. */
export function containing(typed: string): RegExp {
  return new RegExp(patternOf(typed), "i");
}

/** Whether a write failed because something unique exists already. */
export function isDuplicate(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 11000;
}
