import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { copyDatabase, withDatabase, withEmbedded } from "./copy.ts";
import { BackupError, checkedManifest, copyManifested, isEmpty, type Manifest } from "./folder.ts";
import { collectionsOf, differences, tallyOf, type Tallies } from "./tally.ts";

/**
 * Puts a backup into an empty DATA_DIR and counts what came of it.
 * @throws BackupError when the backup is broken, the folder is not empty, or counts or hashes differ
 */
export async function restoreBackup(folder: string, dataDir: string): Promise<Manifest> {
  const manifest = await checkedManifest(folder);
  if (!(await isEmpty(dataDir)))
    throw new BackupError(`The folder ${dataDir} is not empty: a backup is put back into an empty DATA_DIR only.`);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await copyManifested(folder, dataDir, manifest);
  const found = await withEmbedded(join(dataDir, "store"), tallyOf);
  refuseDifferent(manifest.collections, found, `The store in ${dataDir} is not what was backed up`);
  return manifest;
}

/**
 * Copies the embedded store to MongoDB. The program must not be running.
 * @throws BackupError when the target holds data already, or when counts or hashes differ
 */
export async function moveToMongodb(dataDir: string, uri: string): Promise<Tallies> {
  return withEmbedded(join(dataDir, "store"), (from) =>
    withDatabase(uri, async (to) => {
      for (const name of await collectionsOf(to))
        if (await to.collection(name).findOne({}, { projection: { _id: 1 } }))
          throw new BackupError(
            `The database ${to.databaseName} holds data already (${name}): move into an empty one.`,
          );
      for (const name of await collectionsOf(to)) await to.dropCollection(name);
      await copyDatabase(from, to);
      const moved = await tallyOf(to);
      refuseDifferent(await tallyOf(from), moved, `The database ${to.databaseName} is not what was in ${dataDir}`);
      return moved;
    }),
  );
}

function refuseDifferent(expected: Tallies, found: Tallies, line: string): void {
  const wrong = differences(expected, found);
  if (wrong.length) throw new BackupError(`${line}: ${wrong.join("; ")}.`);
}
