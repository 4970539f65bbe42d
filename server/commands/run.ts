import { BackupError } from "../platform/backup/folder.ts";
import { readSettings, type Settings, SettingsError } from "../platform/config.ts";
import { StoreUnusable } from "../platform/embedded/index.ts";

/** Runs a command of the shell: prints the line it gives, or one readable line on what went wrong and exit code 1. */
export async function runCommand(
  command: (settings: Settings, argv: readonly string[]) => Promise<string>,
): Promise<void> {
  try {
    process.stdout.write(`${await command(readSettings(process.env), process.argv.slice(2))}\n`);
  } catch (error) {
    const known = error instanceof BackupError || error instanceof StoreUnusable || error instanceof SettingsError;
    process.stderr.write(
      `${known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = 1;
  }
}
