import { join, resolve } from "node:path";
import { makeBackup } from "../platform/backup/backup.ts";
import { summary } from "../platform/backup/tally.ts";
import { runCommand } from "./run.ts";

/** `npm run backup -- [FOLDER]`: a backup of store, files and settings, also while the program runs. */
await runCommand(async ({ dataDir, backupDir, MONGODB_URI, keysDir, DATA_KEY_FILE }, [folder]) => {
  const now = new Date();
  const target = folder ? resolve(folder) : join(backupDir, now.toISOString().slice(0, 19).replaceAll(":", "-"));
  const { collections, files } = await makeBackup({ dataDir, mongodb: MONGODB_URI, target, now });
  const outside = [keysDir, DATA_KEY_FILE].filter((path) => path && !resolve(path).startsWith(dataDir));
  const note = outside.length ? `\nNot in it, since outside DATA_DIR: ${outside.join(", ")}` : "";
  return `${target}: ${summary(collections)}, ${String(Object.keys(files).length)} files${note}`;
});
