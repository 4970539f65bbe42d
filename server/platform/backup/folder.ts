import { createHash } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { copyFile, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import type { Tallies } from "./tally.ts";

/** Thrown for a backup that cannot be made or used; the message is one readable line. */
export class BackupError extends Error {}

const manifestFile = "manifest.json";
/** The parts of DATA_DIR that no backup holds: the store goes by a copy of its own. */
const left = new Set(["store", "backups"]);

const index = z.object({ name: z.string(), key: z.record(z.string(), z.number()) }).loose();
const Manifest = z.object({
  format: z.literal(1),
  madeAt: z.string(),
  collections: z.record(z.string(), z.object({ count: z.number(), hash: z.string(), indexes: z.array(index) })),
  files: z.record(z.string(), z.object({ bytes: z.number(), sha256: z.string() })),
});

/** What a backup holds, so that it can be told whole from broken. */
export interface Manifest {
  format: 1;
  madeAt: string;
  collections: Tallies;
  files: Record<string, { bytes: number; sha256: string }>;
}

export async function writeManifest(folder: string, facts: Omit<Manifest, "format" | "files">): Promise<Manifest> {
  const files: Manifest["files"] = {};
  for (const path of await filesIn(folder)) files[path] = await factsOf(join(folder, path));
  const manifest: Manifest = { format: 1, ...facts, files };
  await writeFile(join(folder, manifestFile), `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600 });
  return manifest;
}

/**
 * Reads a backup's manifest and looks at every file that it names.
 * @throws BackupError naming what is missing or was changed
 */
export async function checkedManifest(folder: string): Promise<Manifest> {
  const manifest = readManifest(folder);
  for (const [path, expected] of Object.entries(manifest.files)) {
    const found = await factsOf(join(folder, path)).catch(() => null);
    if (!found) throw new BackupError(`The backup ${folder} is broken: ${path} is missing.`);
    if (found.sha256 !== expected.sha256)
      throw new BackupError(`The backup ${folder} is broken: ${path} was changed or damaged.`);
  }
  return manifest;
}

function readManifest(folder: string): Manifest {
  try {
    return Manifest.parse(JSON.parse(readFileSync(join(folder, manifestFile), "utf8")));
  } catch {
    throw new BackupError(`The folder ${folder} holds no whole backup: its ${manifestFile} is missing or damaged.`);
  }
}

const restoredFile = "restored-at";

/** Notes in the backup's own folder that it was put back whole: the proof that it can be. */
export async function noteRestore(folder: string, at: Date): Promise<void> {
  await writeFile(join(folder, restoredFile), at.toISOString(), { mode: 0o600 }).catch(() => undefined);
}

/** The newest whole backup in a folder of backups, and the newest time that one was put back; null for never. */
export async function lastBackup(backups: string): Promise<{ madeAt: Date | null; restoredAt: Date | null }> {
  const entries = await readdir(backups, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(backups, name));
  const made = folders.flatMap((folder) =>
    timeIn(join(folder, manifestFile), (text) => Manifest.parse(JSON.parse(text)).madeAt),
  );
  const restored = folders.flatMap((folder) => timeIn(join(folder, restoredFile), (text) => text));
  return { madeAt: newest(made), restoredAt: newest(restored) };
}

function timeIn(file: string, read: (text: string) => string): number[] {
  try {
    return [Date.parse(read(readFileSync(file, "utf8")))];
  } catch {
    return [];
  }
}

function newest(times: readonly number[]): Date | null {
  return times.length ? new Date(Math.max(...times)) : null;
}

/** Copies files and settings (keys, secrets, fonts, letters) from DATA_DIR into a backup, which may lie within it. */
export async function copyFiles(from: string, to: string): Promise<void> {
  const own = relative(from, to).split(sep)[0] ?? "";
  for (const path of await filesIn(from)) {
    const [top = ""] = path.split("/");
    if (left.has(top) || top === own) continue;
    await mkdir(dirname(join(to, path)), { recursive: true, mode: 0o700 });
    await copyFile(join(from, path), join(to, path));
  }
}

/** Puts the files of a backup where they belong. */
export async function copyManifested(folder: string, to: string, manifest: Manifest): Promise<void> {
  for (const path of Object.keys(manifest.files)) {
    await mkdir(dirname(join(to, path)), { recursive: true, mode: 0o700 });
    await copyFile(join(folder, path), join(to, path));
  }
}

/** Whether a folder is not there or has nothing in it. */
export async function isEmpty(folder: string): Promise<boolean> {
  const entries = await readdir(folder).catch(() => []);
  return entries.length === 0;
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

async function factsOf(file: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return { bytes: (await stat(file)).size, sha256: hash.digest("hex") };
}
