import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { connect } from "node:net";
import { lastingPort } from "./real-program.ts";

/** A mongod on this machine: MONGOD, or one on the PATH; null when there is none. */
export function findMongod(): string | null {
  const onPath = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "mongod"));
  return [process.env["MONGOD"] ?? "", ...onPath].find((file) => file && existsSync(file)) ?? null;
}

/** A MongoDB of a test's own, that may be killed. */
export class OwnMongod {
  private readonly binary: string;
  private readonly folder: string;
  private port = 0;
  private child: ChildProcess | null = null;

  constructor(binary: string, folder: string) {
    this.binary = binary;
    this.folder = folder;
  }

  /** Starts, on the same port and data as before. @returns the address of its database */
  async start(): Promise<string> {
    this.port ||= await lastingPort();
    mkdirSync(this.folder, { recursive: true });
    const where = ["--dbpath", this.folder, "--port", String(this.port), "--bind_ip", "127.0.0.1", "--nounixsocket"];
    this.child = spawn(this.binary, [...where, "--wiredTigerCacheSizeGB", "0.5", "--quiet"], { stdio: "ignore" });
    while (!(await listens(this.port))) {
      if (this.child.exitCode !== null) throw new Error(`mongod ended with ${String(this.child.exitCode)}`);
      await new Promise((next) => setTimeout(next, 20));
    }
    return `mongodb://127.0.0.1:${String(this.port)}/academy?directConnection=true`;
  }

  async kill(): Promise<void> {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await ended;
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
