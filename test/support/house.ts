import "./environment.ts";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mongoose from "mongoose";
import { openHouse, type House } from "../../server/house.ts";
import { readSettings, useSettings } from "../../server/platform/config.ts";

export interface TestHouse extends House {
  baseUrl: string;
  dataDir: string;
}

let house: TestHouse | null = null;

/** The one house that all HTTP tests of this process share, on a fresh store: tests keep apart by making their own people. */
export async function testHouse(): Promise<TestHouse> {
  house ??= await startHouse();
  return house;
}

/** Closes the shared house and forgets its data; called once, after the last test. */
export async function closeTestHouse(): Promise<void> {
  if (!house) return;
  if (process.env["MONGODB_URI"]) await mongoose.connection.dropDatabase();
  await house.close();
  await rm(house.dataDir, { recursive: true, force: true });
  house = null;
}

async function startHouse(): Promise<TestHouse> {
  const port = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), "zz-test-"));
  const settings = readSettings({ ...process.env, PORT: String(port), DATA_DIR: dataDir, ...ownDatabase() });
  useSettings(settings);
  const opened = await openHouse();
  return { ...opened, baseUrl: settings.baseUrl, dataDir };
}

/** On a real MongoDB every run has a database of its own. */
function ownDatabase(): { MONGODB_URI?: string } {
  const given = process.env["MONGODB_URI"];
  if (!given) return {};
  const uri = new URL(given);
  uri.pathname = `/zz_test_${String(process.pid)}_${Date.now().toString(36)}`;
  return { MONGODB_URI: uri.toString() };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
