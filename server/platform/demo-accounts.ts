import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { settings } from "./config.ts";

/** One of the people of a demo, as DATA_DIR/demo-accounts.json lists them. */
export interface DemoAccount {
  role: string;
  name: string;
  login: string;
  password: string;
  totpSecret?: string;
  base: string;
}

const file = () => join(settings().dataDir, "demo-accounts.json");

/** The people whom the sign-in page offers; none outside a demo. */
export async function readDemoAccounts(): Promise<DemoAccount[]> {
  if (!settings().demo) return [];
  try {
    return JSON.parse(await readFile(file(), "utf8")) as DemoAccount[];
  } catch {
    return [];
  }
}

export async function writeDemoAccounts(accounts: readonly DemoAccount[]): Promise<void> {
  await writeFile(file(), JSON.stringify(accounts, null, 2), { mode: 0o600 });
}
