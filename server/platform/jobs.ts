import { MongoBackend } from "@agendajs/mongo-backend";
import { Agenda } from "agenda";
import mongoose from "mongoose";
import { log } from "./log.ts";

/** A follow-up that may run more than once and has its effect once. */
export interface Job {
  name: string;
  /** For jobs that come again by themselves, e.g. "10 seconds". */
  every?: string;
  run: (data: Record<string, unknown>) => Promise<void>;
}

let agenda: Agenda | null = null;

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
  worker.define(job.name, async (instance: { attrs: { data?: unknown } }) => {
    try {
      await job.run((instance.attrs.data ?? {}) as Record<string, unknown>);
    } catch (error) {
      log.error({ err: error, job: job.name }, "job failed");
      throw error;
    }
  });
}

/** Asks for a job as soon as a worker is free. */
export async function addJob(name: string, data: Record<string, unknown>): Promise<void> {
  await agenda?.now(name, data);
}

/** Jobs that wait and that failed, and how late the oldest is (seconds). */
export async function jobCounts(now: Date): Promise<{ waiting: number; failed: number; lag: number }> {
  const jobs = mongoose.connection.collection("jobs");
  const [waiting, failed, oldest] = await Promise.all([
    jobs.countDocuments({ nextRunAt: { $lte: now } }),
    jobs.countDocuments({ failedAt: { $ne: null } }),
    jobs.find({ nextRunAt: { $lte: now } }).sort({ nextRunAt: 1 }).limit(1).toArray(),
  ]);
  const due = oldest[0]?.["nextRunAt"] as Date | undefined;
  return { waiting, failed, lag: due ? Math.max(0, (now.getTime() - due.getTime()) / 1000) : 0 };
}

/** Lets running jobs end, then stops asking for more. */
export async function stopJobs(): Promise<void> {
  await agenda?.stop();
  agenda = null;
}
