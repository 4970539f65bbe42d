import { openSync, closeSync, readFileSync, unlinkSync, writeSync } from "node:fs";
import { connect } from "node:net";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { rmSync } from "node:fs";
import { StoreUnusable } from "./file-check.ts";

interface Holder {
  pid: number;
  host: string;
  since: string;
  socket: string;
}

/**
 * One process at a time: a second one on the same folder is refused. The file names who holds it and the socket on which
 * that process listens; a socket that nobody answers on is a lock that a dead process left behind.
 * @throws StoreUnusable saying who holds it
 */
export async function takeLock(folder: string, socket: string): Promise<{ release: () => void }> {
  const file = join(folder, "lock");
  const mine: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString(), socket };
  if (!write(file, mine)) {
    const holder = read(file);
    if (holder && (holder.host !== mine.host || (await answers(holder.socket))))
      throw new StoreUnusable(held(folder, holder));
    if (holder) removeSocket(holder.socket);
    unlinkSync(file);
    if (!write(file, mine)) throw new StoreUnusable(`The store ${folder} is being opened by another process.`);
  }
  return { release: () => read(file)?.socket === socket && unlinkSync(file) };
}

/** The socket of the process that has the store open now, or null. */
export async function socketOfHolder(folder: string): Promise<string | null> {
  const holder = read(join(folder, "lock"));
  return holder && holder.host === hostname() && (await answers(holder.socket)) ? holder.socket : null;
}

function held(folder: string, { pid, host, since }: Holder): string {
  return `The store ${folder} is in use by process ${String(pid)} on ${host} since ${since}: stop that one first, or give this one another DATA_DIR. (If that machine is gone, remove ${join(folder, "lock")}.)`;
}

function write(file: string, holder: Holder): boolean {
  try {
    const handle = openSync(file, "wx", 0o600);
    writeSync(handle, JSON.stringify(holder));
    closeSync(handle);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function read(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Holder;
  } catch {
    return null;
  }
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

/** What a dead process left in the temporary folder. */
function removeSocket(path: string): void {
  if (/[/\\]zz-store-[^/\\]+[/\\]db\.sock$/.test(path)) rmSync(dirname(path), { recursive: true, force: true });
}
