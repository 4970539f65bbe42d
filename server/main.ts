import { readSettings, SettingsError, useSettings } from "./platform/config.ts";
import { StoreUnusable } from "./platform/embedded/index.ts";
import { startDraining } from "./platform/health.ts";
import { log } from "./platform/log.ts";
import { ContentError } from "../courses/catalog/content-error.ts";
import { openHouse, type House } from "./house.ts";
import { fillDemo } from "./demo/fill.ts";
import { firstRunLine } from "./first-run/actions.ts";

/** Reads the settings, opens the house, and drains on a signal. */
async function main(): Promise<void> {
  const settings = readSettings(process.env, { demo: process.argv.includes("--demo") });
  useSettings(settings);
  const house = await openHouse();
  if (settings.demo) await fillDemo();
  const line = await firstRunLine();
  if (line) process.stdout.write(`${line}\n`);
  process.stdout.write(`${settings.baseUrl}\n`);
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop(house, signal));
}

/** Milliseconds within which whoever shares out the requests sees that /readyz says no; a person at a terminal does not wait. */
const noticed = { SIGTERM: 1000, SIGINT: 0 };

async function stop(house: House, signal: keyof typeof noticed): Promise<void> {
  const giveUp = setTimeout(() => process.exit(1), 9500);
  startDraining();
  await new Promise((next) => setTimeout(next, noticed[signal]));
  await house.close();
  clearTimeout(giveUp);
  process.exit(0);
}

main().catch((error: unknown) => {
  if (error instanceof SettingsError || error instanceof StoreUnusable || error instanceof ContentError)
    process.stderr.write(`${error.message}\n`);
  else log.fatal({ err: error }, "the start failed");
  process.exit(1);
});
