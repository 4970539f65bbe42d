import { BackupError } from "../platform/backup/folder.ts";
import { moveToMongodb } from "../platform/backup/restore.ts";
import { summary } from "../platform/backup/tally.ts";
import { runCommand } from "./run.ts";

/** `MONGODB_URI=… npm run move-to-mongodb`: copies the embedded store to MongoDB; the program must be stopped. */
await runCommand(async ({ dataDir, MONGODB_URI }) => {
  if (!MONGODB_URI) throw new BackupError("MONGODB_URI says where to: MONGODB_URI=mongodb://… npm run move-to-mongodb");
  return `${summary(await moveToMongodb(dataDir, MONGODB_URI))} moved, counts and hashes equal`;
});
