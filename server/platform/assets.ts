import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompress, brotliCompressSync, gzipSync } from "node:zlib";
import type { RequestHandler } from "express";
import { settings } from "./config.ts";

interface Asset {
  type: string;
  bytes: Buffer;
  /** Null for a large one until it has been compressed in the background. */
  brotli: Buffer | null;
  gzip: Buffer;
}

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
};

const served = new Map<string, Asset>();
const names = new Map<string, string>();

/**
 * Reads everything the browser needs into memory once: all style sheets as one `site.css`, scripts, icons.
 * Each is served under a name with its content's hash, so that it may be kept for a year.
 */
export function loadAssets(): void {
  if (names.size) return;
  const folder = join(settings().projectFolder, "views/assets");
  const css = list(join(folder, "css"), ".css").map((file) => readFileSync(join(folder, "css", file), "utf8"));
  publish("site.css", Buffer.from(css.join("\n")));
  for (const file of list(join(folder, "icons"), ".svg")) publish(file, readFileSync(join(folder, "icons", file)));
  for (const file of list(join(folder, "js"), ".js")) publishModule(join(folder, "js"), file);
}

/** Publishes a script after those that it imports, whose names become the hashed ones: `from "./exam-clock.js"`. */
function publishModule(folder: string, file: string): string {
  const known = names.get(file);
  if (known) return known;
  const source = readFileSync(join(folder, file), "utf8");
  const linked = source.replace(
    /(from|import\() ?"\.\/([\w-]+\.js)"/g,
    (_, word: string, name: string) => `${word} "${publishModule(folder, name)}"`,
  );
  return publish(file, Buffer.from(linked));
}

/** The address of an asset: /assets/site.3f9a….css */
export function asset(name: string): string {
  const address = names.get(name);
  if (!address) throw new Error(`there is no asset ${name}`);
  return address;
}

export const serveAssets: RequestHandler = (req, res, next) => {
  const found = req.method === "GET" || req.method === "HEAD" ? served.get(req.path) : undefined;
  if (!found) {
    next();
    return;
  }
  const offered = found.brotli ? ["br", "gzip", "identity"] : ["gzip", "identity"];
  const encoding = req.acceptsEncodings(offered) || "identity";
  res.set({
    "Content-Type": found.type,
    "Cache-Control": "public, max-age=31536000, immutable",
    Vary: "Accept-Encoding",
  });
  if (encoding !== "identity") res.set("Content-Encoding", encoding);
  res.end(encoding === "br" && found.brotli ? found.brotli : encoding === "gzip" ? found.gzip : found.bytes);
};

/** Bytes from which on the best compression is left to the background. */
const large = 256 * 1024;

/** Publishes bytes under a hashed name. @returns its address */
export function publish(name: string, bytes: Buffer): string {
  const hash = createHash("sha256").update(bytes).digest("base64url").slice(0, 10);
  const extension = extname(name);
  const address = `/assets/${name.slice(0, -extension.length)}.${hash}${extension}`;
  names.set(name, address);
  const made: Asset = {
    type: types[extension] ?? "application/octet-stream",
    bytes,
    brotli: null,
    gzip: gzipSync(bytes),
  };
  served.set(address, made);
  // The last tenth of a megabyte takes seconds: nobody waits for that.
  if (bytes.length > large) brotliCompress(bytes, (failed, small) => (made.brotli = failed ? null : small));
  else made.brotli = brotliCompressSync(bytes);
  return address;
}

function list(folder: string, extension: string): string[] {
  return readdirSync(folder)
    .filter((file) => extname(file) === extension)
    .sort();
}
