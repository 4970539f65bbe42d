import { resolve } from "node:path";
import { BackupError, noteRestore } from "../platform/backup/folder.ts";
import { restoreBackup } from "../platform/backup/restore.ts";
import { summary } from "../platform/backup/tally.ts";
import { runCommand } from "./run.ts";

/** `npm run restore -- FOLDER`: puts a backup back into an empty DATA_DIR. */
await runCommand(async ({ dataDir, MONGODB_URI }, [folder]) => {
  if (!folder) throw new BackupError("npm run restore -- FOLDER (a folder that npm run backup made)");
  const { collections, madeAt } = await restoreBackup(resolve(folder), dataDir);
  await noteRestore(resolve(folder), new Date());
  const next = MONGODB_URI
    ? "\nThe data is in DATA_DIR/store now; npm run move-to-mongodb brings it to MONGODB_URI."
    : "";
  return `${dataDir}: ${summary(collections)} as of ${madeAt}, counts and hashes equal${next}`;
});
