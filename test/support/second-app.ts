import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buildApp } from "../../server/app.ts";
import { features as everyFeature } from "../../server/features.ts";
import { settings, useSettings, type Settings } from "../../server/platform/config.ts";
import type { Feature } from "../../server/platform/feature.ts";
import { log } from "../../server/platform/log.ts";

/** A second app on the same store, under other settings or with other features, for as long as `act` needs it. */
export async function secondApp(
  { change = {}, features = everyFeature }: { change?: Partial<Settings>; features?: readonly Feature[] },
  act: (url: string) => Promise<void>,
): Promise<void> {
  const usual = settings();
  useSettings({ ...usual, ...change });
  const server = createServer(buildApp(features));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await act(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  } finally {
    useSettings(usual);
    server.closeAllConnections();
    server.close();
  }
}

/** What is logged as an error, or as a warning, while `act` runs. */
export async function loggedDuring(
  level: "error" | "warn",
  act: () => Promise<void>,
): Promise<Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = [];
  const usual = log[level];
  log[level] = (facts: Record<string, unknown>) => void lines.push(facts);
  try {
    await act();
  } finally {
    log[level] = usual;
  }
  return lines;
}
