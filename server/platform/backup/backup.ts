import { mkdir, rename, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Disk } from "../embedded/disk.ts";
import { storeFile } from "../embedded/index.ts";
import { copyDatabase, withDatabase, withEmbedded } from "./copy.ts";
import { BackupError, copyFiles, isEmpty, type Manifest, writeManifest } from "./folder.ts";
import { differences, tallyOf, type Tallies } from "./tally.ts";

export interface BackupOrder {
  dataDir: string;
  /** Where MongoDB is, when the data is not in DATA_DIR. */
  mongodb: string | undefined;
  /** A folder that is not there yet, or is empty. */
  target: string;
  now: Date;
  /** The running program's own copy of its store; by itself the store's file is read from outside. */
  copyStore?: (file: string) => Promise<void>;
}

/**
 * Makes a backup while the program runs: the store as of one moment, then files and settings. Until it is whole its
 * folder ends in `.part`.
 * @throws BackupError
 */
export async function makeBackup({ dataDir, mongodb, target, now, copyStore }: BackupOrder): Promise<Manifest> {
  if (!(await isEmpty(target)))
    throw new BackupError(`The folder ${target} is not empty: a backup needs a folder of its own.`);
  const part = `${target}.part`;
  await rm(part, { recursive: true, force: true });
  const store = join(part, "store");
  await mkdir(store, { recursive: true, mode: 0o700 });
  try {
    const collections = mongodb
      ? await fromMongodb(mongodb, store)
      : await fromEmbedded(join(dataDir, "store", storeFile), store, copyStore);
    await rm(join(store, `${storeFile}-lock`), { force: true });
    await copyFiles(dataDir, part);
    const manifest = await writeManifest(part, { madeAt: now.toISOString(), collections });
    await rm(target, { recursive: true, force: true });
    await rename(part, target);
    return manifest;
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}

/** LMDB's own copy of one moment, counted in the copy. */
async function fromEmbedded(file: string, store: string, copyStore: BackupOrder["copyStore"]): Promise<Tallies> {
  if (!existsSync(file)) throw new BackupError(`There is no store at ${file}.`);
  await (copyStore ?? copyFromOutside(file))(join(store, storeFile));
  return withEmbedded(store, tallyOf);
}

/** Another process may read the store while the program writes: it sees one moment. */
function copyFromOutside(file: string): (copy: string) => Promise<void> {
  return async (copy) => {
    const disk = new Disk(file, { readOnly: true });
    try {
      await disk.backup(copy);
    } finally {
      await disk.close();
    }
  };
}

/** MongoDB is read through the driver into a store of the same form; both are counted. */
async function fromMongodb(uri: string, store: string): Promise<Tallies> {
  return withDatabase(uri, (from) =>
    withEmbedded(store, async (to) => {
      await copyDatabase(from, to);
      const copied = await tallyOf(to);
      const wrong = differences(await tallyOf(from), copied);
      if (wrong.length)
        throw new BackupError(`The data changed while it was read (${wrong.join("; ")}): try again at a quiet time.`);
      return copied;
    }),
  );
}
