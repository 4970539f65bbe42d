import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** `npm run build`: TypeScript to JavaScript in dist/. With --if-needed only when a source is newer than the last build. */
const project = resolve(import.meta.dirname, "../..");
const stamp = join(project, "dist/built");

if (!process.argv.includes("--if-needed") || isStale()) build();

function build(): void {
  rmSync(join(project, "dist"), { recursive: true, force: true });
  const compiler = join(project, "node_modules/typescript/bin/tsc");
  const { status } = spawnSync(process.execPath, [compiler, "-p", join(project, "tsconfig.build.json")], {
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, new Date().toISOString());
}

function isStale(): boolean {
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  return ["server", "courses", "certificates"].some((folder) => newest(join(project, folder)) > built);
}

/** When the newest source below a folder was changed, in ms since 1970. */
function newest(folder: string): number {
  const sources = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name.endsWith(".ts"),
  );
  return Math.max(0, ...sources.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs));
}
