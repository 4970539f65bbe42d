import { MongoBackend } from "@agendajs/mongo-backend";
import { Agenda, exponential } from "agenda";
import mongoose, { Types } from "mongoose";
import { log } from "./log.ts";

/** A follow-up that may run more than once and has its effect once. */
export interface Job {
  name: string;
  /** For jobs that come again by themselves, e.g. "10 seconds". */
  every?: string;
  run: (data: Record<string, unknown>) => Promise<void>;
}

let agenda: Agenda | null = null;

/** A job that failed is tried again after 2, 4, 8 … seconds, at most ten minutes apart; after the last try it waits for a person. */
const backoff = exponential({ delay: 2000, factor: 2, maxDelay: 600_000, maxRetries: 8 });

/** Starts the worker of this process. Leases are in the store, so several processes share the work. */
export async function startJobs(jobs: readonly Job[]): Promise<void> {
  if (!mongoose.connection.db) throw new Error("jobs start after the store");
  const worker = new Agenda({
    backend: new MongoBackend({ mongo: mongoose.connection.db as never, collection: "jobs" }),
    processEvery: "1 second",
    defaultLockLifetime: 120_000,
    maxConcurrency: 4,
    removeOnComplete: true,
  });
  worker.on("error", (error: unknown) => log.error({ err: error }, "jobs"));
  for (const job of jobs) define(worker, job);
  await worker.start();
  for (const job of jobs) if (job.every) await worker.every(job.every, job.name, {}, { skipImmediate: true });
  agenda = worker;
}

function define(worker: Agenda, job: Job): void {
  const run = async (instance: { attrs: { data?: unknown } }) => {
    try {
      await job.run((instance.attrs.data ?? {}) as Record<string, unknown>);
    } catch (error) {
      log.error({ err: error, job: job.name }, "job failed");
      throw error;
    }
  };
  worker.define(job.name, run, { backoff });
}

/** Asks for a job as soon as a worker is free. */
export async function addJob(name: string, data: Record<string, unknown>): Promise<void> {
  await agenda?.now(name, data);
}

const collection = () => mongoose.connection.collection("jobs");
/** Failed so often that nothing tries it again by itself. */
const dead = { failedAt: { $ne: null }, nextRunAt: null };

/** Jobs that are due, jobs that nothing tries any more, and how late the oldest due one is (seconds). */
export async function jobCounts(now: Date): Promise<{ waiting: number; failed: number; lag: number }> {
  const [waiting, failed, oldest] = await Promise.all([
    collection().countDocuments({ nextRunAt: { $lte: now } }),
    collection().countDocuments(dead),
    collection()
      .find({ nextRunAt: { $lte: now } })
      .sort({ nextRunAt: 1 })
      .limit(1)
      .toArray(),
  ]);
  const due = oldest[0]?.["nextRunAt"] as Date | undefined;
  return { waiting, failed, lag: due ? Math.max(0, (now.getTime() - due.getTime()) / 1000) : 0 };
}

export interface DeadJob {
  id: string;
  name: string;
  reason: string;
  at: Date;
}

/** Jobs that wait for a person, the newest first. */
export async function deadJobs(limit: number): Promise<DeadJob[]> {
  const rows = await collection().find(dead).sort({ failedAt: -1 }).limit(limit).toArray();
  return rows.map((row) => ({
    id: String(row._id),
    name: String(row["name"]),
    reason: String(row["failReason"] ?? ""),
    at: row["failedAt"] as Date,
  }));
}

/** Lets a dead job be tried again, from the first try on; false when it is none any more. */
export async function retryJob(id: string, now: Date): Promise<boolean> {
  const done = await collection().updateOne(
    { _id: new Types.ObjectId(id), ...dead },
    { $set: { nextRunAt: now, failCount: 0 } },
  );
  return done.modifiedCount === 1;
}

/** Lets running jobs end, then stops asking for more. */
export async function stopJobs(): Promise<void> {
  await agenda?.stop();
  agenda = null;
}
