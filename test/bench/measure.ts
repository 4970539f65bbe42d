import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { MongoClient } from "mongodb";

/** CPU of a process since its start, in ms, from /proc (Linux): steps of 10 ms, so a deed is measured over many requests. */
export function cpuOf(pid: number): number {
  if (!pid) return 0;
  const fields = readFileSync(`/proc/${String(pid)}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * tick;
}
const tick = 1000 / Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/**
 * Resident memory of a process in MB, now and at most, and what of it is its own: without the pages of files, such as the
 * embedded store's, which the system lends while it has room.
 */
export function memoryOf(pid: number): { now: number; most: number; own: number } {
  const status = readFileSync(`/proc/${String(pid)}/status`, "utf8");
  const mb = (name: string) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
  return { now: mb("VmRSS"), most: mb("VmHWM"), own: mb("RssAnon") };
}

/** The process of the MongoDB behind an address, when it runs on this machine; else 0. */
export async function mongodPid(uri: string): Promise<number> {
  const client = await new MongoClient(uri).connect();
  const { pid } = (await client.db().admin().command({ serverStatus: 1 })) as { pid: number | bigint };
  await client.close();
  try {
    return readFileSync(`/proc/${String(pid)}/comm`, "utf8").startsWith("mongod") ? Number(pid) : 0;
  } catch {
    return 0;
  }
}

export interface Measured {
  deed: string;
  requests: number;
  /** CPU ms a request: the program's, MongoDB's own process, both. */
  app: number;
  store: number;
  cpu: number;
  /** ms a request in a closed loop of ten. */
  p50: number;
  p95: number;
  kilobytes: number;
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

const inLoop = 10;

/** Does a deed so many times, ten at once; each checks its own reply and tells how long it took. */
export async function measure(
  deed: string,
  pids: { app: number; store: number },
  requests: number,
  one: (at: number) => Promise<{ ms: number; bytes: number }>,
): Promise<Measured> {
  const times: number[] = [];
  let [next, bytes] = [0, 0];
  const before = { app: cpuOf(pids.app), store: cpuOf(pids.store) };
  const client = async () => {
    while (next < requests) {
      const reply = await one(next++);
      times.push(reply.ms);
      bytes += reply.bytes;
    }
  };
  await Promise.all(Array.from({ length: inLoop }, client));
  const app = (cpuOf(pids.app) - before.app) / requests;
  const store = (cpuOf(pids.store) - before.store) / requests;
  times.sort((a, b) => a - b);
  return {
    deed,
    requests,
    app,
    store,
    cpu: app + store,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    kilobytes: bytes / requests / 1024,
  };
}
