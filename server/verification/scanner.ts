import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { RequestHandler } from "express";
import { publish } from "../platform/assets.ts";

const home = createRequire(import.meta.url);

let addresses: { code: string; wasm: string } | null = null;

/**
 * The reader of QR codes for browsers that have none: served from here like every asset (never from a CDN) and fetched
 * by a page only after a tap.
 */
export function scannerAssets(): { code: string; wasm: string } {
  addresses ??= publishScanner();
  return addresses;
}

function publishScanner(): { code: string; wasm: string } {
  const folder = join(dirname(home.resolve("barcode-detector/ponyfill")), "..");
  const script = readFileSync(join(folder, "iife/ponyfill.js"), "utf8");
  // The build for plain scripts, made a module, so that it can be imported when it is wanted.
  const module = `${script}\nexport const { BarcodeDetector, prepareZXingModule } = BarcodeDetectionAPI;\n`;
  // The very copy that barcode-detector resolves: code and WASM belong together.
  const zxing = createRequire(home.resolve("barcode-detector/ponyfill"));
  const wasm = readFileSync(zxing.resolve("zxing-wasm/reader/zxing_reader.wasm"));
  return { code: publish("scanner.js", Buffer.from(module)), wasm: publish("scanner.wasm", wasm) };
}

/** The pages of verification may compile that WASM; no other page may, and nothing may eval. */
export const allowScanner: RequestHandler = (_req, res, next) => {
  const policy = String(res.getHeader("Content-Security-Policy") ?? "");
  res.set("Content-Security-Policy", policy.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"));
  next();
};
