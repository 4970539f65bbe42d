import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder of this run's own; what is judged lies in it. */
export const folder = mkdtempSync(join(tmpdir(), "judges-"));

export function kept(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** What a judge says, both streams together, or null when it is not on this machine. */
export function said(command: string, ...args: string[]): string | null {
  const { error, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 2 ** 24 });
  return error ? null : stdout + stderr;
}

/** Skips a test loudly when its judge is missing; otherwise gives what it said. */
export function judgement(test: Mocha.Context, judge: string, how: string, answer: string | null): string {
  if (answer !== null) return answer;
  console.error(`      left out: ${judge} is not on this machine (${how})`);
  return test.skip();
}

/** The answer of a Python script, or null when its package is missing. */
export function pythonSaid(packageName: string, script: string, ...args: string[]): string | null {
  const here = said("python3", "-c", `import ${packageName}; print("here")`);
  return here?.startsWith("here") ? said("python3", script, ...args) : null;
}
