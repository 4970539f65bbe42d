import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { freePort } from "./house.ts";

const project = resolve(import.meta.dirname, "../..");

export interface Program {
  baseUrl: string;
  pid: number;
  /** Milliseconds from the start of the process until /readyz said yes. */
  startedIn: number;
  /** Sends a signal and waits for the end. @returns the exit code, null when it died of the signal */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<number | null>;
}

export interface ProgramWish {
  dataDir: string;
  /** Where the program is; this project when it is missing. */
  folder?: string;
  port?: number;
  /** Settings beside those of this process. */
  settings?: Record<string, string>;
  args?: readonly string[];
  /** Runs dist/ (built before) instead of the sources. */
  built?: boolean;
  /** For node itself, such as --cpu-prof. */
  nodeArgs?: readonly string[];
}

/** A free port that stays free while nobody listens: below those that the system gives to outgoing connections. */
export async function lastingPort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const probe = createServer();
    const free = await new Promise<boolean>((say) =>
      probe.once("error", () => say(false)).listen(port, "127.0.0.1", () => say(true)),
    );
    if (free) return new Promise((done) => probe.close(() => done(port)));
  }
}

/** The real program as a process of its own, ready to serve. @throws when it ends before that */
export async function startProgram(wish: ProgramWish): Promise<Program> {
  const port = String(wish.port ?? (await lastingPort()));
  const main = wish.built ? ["dist/server/main.js"] : ["--import", "tsx", "server/main.ts"];
  const began = performance.now();
  const child = spawn(process.execPath, [...(wish.nodeArgs ?? []), ...main, ...(wish.args ?? [])], {
    cwd: wish.folder ?? project,
    env: { ...process.env, LOG_LEVEL: "silent", DATA_DIR: wish.dataDir, PORT: port, ...wish.settings },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const orphaned = () => child.kill("SIGKILL");
  process.once("exit", orphaned);
  child.once("exit", () => process.off("exit", orphaned));
  const baseUrl = `http://localhost:${port}`;
  await untilReady(child, baseUrl);
  return {
    baseUrl,
    pid: child.pid ?? 0,
    startedIn: performance.now() - began,
    end: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = once(child, "exit");
      child.kill(signal);
      return ((await ended) as [number | null])[0];
    },
  };
}

/** Builds dist/ when a source is newer, of this project or of one that lies elsewhere. */
export function build(folder = project): void {
  const { status } = spawnSync(process.execPath, ["--import", "tsx", "server/commands/build.ts", "--if-needed"], {
    cwd: folder,
    stdio: "inherit",
  });
  if (status !== 0) throw new Error("the build failed");
}

/** Runs one of our scripts to its end. @returns the JSON of its last line */
export async function runScript<T>(script: string, args: string[], settings: Record<string, string>): Promise<T> {
  const child = spawn(process.execPath, ["--import", "tsx", join("test/support", script), ...args], {
    cwd: project,
    env: { ...process.env, LOG_LEVEL: "silent", PORT: String(await freePort()), ...settings },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${script} ended with ${String(code)}`);
  return JSON.parse(said.trim().split("\n").at(-1) ?? "") as T;
}

async function untilReady(child: ChildProcess, baseUrl: string): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    const ready = await fetch(`${baseUrl}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await new Promise((next) => setTimeout(next, 15));
  }
  throw new Error(`the program ended before it was ready: ${String(child.exitCode)}`);
}
