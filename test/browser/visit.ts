import type { CDPSession, Page } from "playwright-core";
import { look, type Window } from "./chromium.ts";

/** What one visit took over the line, in bytes as transferred, and how it felt. */
export interface Visited {
  requests: number;
  bytes: number;
  js: number;
  css: number;
  fonts: number;
  largestImage: number;
  fcp: number;
  lcp: number;
  tbt: number;
  cls: number;
}

/** Fast 3G: 1.6 Mb/s down, 150 ms; slow 3G: 0.4 Mb/s, 400 ms. */
export const lines = { fast: { down: 200_000, latency: 150 }, slow: { down: 50_000, latency: 400 } } as const;

/** A phone of five years ago: a quarter of this machine, on a slow line. */
export async function slowDown(cdp: CDPSession, line: keyof typeof lines): Promise<void> {
  const { down, latency } = lines[line];
  await cdp.send("Network.enable");
  await cdp.send("Network.emulateNetworkConditions", {
    offline: false,
    latency,
    downloadThroughput: down,
    uploadThroughput: down / 2,
  });
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
}

/** Measures from the first moment of the document. */
export const observers = `
  window.seen = { fcp: 0, lcp: 0, tbt: 0, cls: 0, inp: 0 };
  const watch = (type, note, more) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...more });
  watch("paint", (one) => { if (one.name === "first-contentful-paint") seen.fcp = one.startTime; });
  watch("largest-contentful-paint", (one) => { seen.lcp = one.startTime; });
  watch("longtask", (one) => { if (!seen.fcp || one.startTime > seen.fcp) seen.tbt += one.duration - 50; });
  watch("layout-shift", (one) => { if (!one.hadRecentInput) seen.cls += one.value; });
  watch("event", (one) => { seen.inp = Math.max(seen.inp, one.duration); }, { durationThreshold: 16 });
`;

/** Opens a page and waits until nothing more comes. */
export async function visit(
  { page, go }: Pick<Window, "page" | "go">,
  cdp: CDPSession,
  path: string,
): Promise<Visited> {
  const types = new Map<string, string>();
  const sizes = new Map<string, number>();
  const began = ({ requestId, type, request }: { requestId: string; type?: string; request: { url: string } }) => {
    if (!request.url.startsWith("data:")) types.set(requestId, type ?? "");
  };
  const ended = ({ requestId, encodedDataLength }: { requestId: string; encodedDataLength: number }) =>
    sizes.set(requestId, encodedDataLength);
  cdp.on("Network.requestWillBeSent", began);
  cdp.on("Network.loadingFinished", ended);
  await go(path);
  await page.waitForLoadState("networkidle");
  cdp.off("Network.requestWillBeSent", began);
  cdp.off("Network.loadingFinished", ended);
  // What comes from the browser's own cache is no request on the line.
  const onLine = [...types.keys()].filter((id) => (sizes.get(id) ?? 0) > 0);
  const of = (type?: string) => onLine.filter((id) => !type || types.get(id) === type).map((id) => sizes.get(id) ?? 0);
  const sum = (list: number[]) => list.reduce((total, size) => total + size, 0);
  const felt = await look<Pick<Visited, "fcp" | "lcp" | "tbt" | "cls">>(page, "({ ...seen })");
  return {
    ...felt,
    requests: onLine.length,
    bytes: sum(of()),
    js: sum(of("Script")),
    css: sum(of("Stylesheet")),
    fonts: of("Font").length,
    largestImage: Math.max(0, ...of("Image")),
  };
}

/** How long the slowest of some keys took from the press to the paint that followed, in ms. */
export async function slowestKey(page: Page, keys: readonly string[]): Promise<number> {
  await page.evaluate("seen.inp = 0");
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))");
  }
  return look(page, "new Promise((done) => setTimeout(() => done(seen.inp), 100))");
}
