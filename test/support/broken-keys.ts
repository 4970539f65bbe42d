import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** Folders of signing keys with which no start may succeed, each with its fault. */
export const brokenKeys = {
  filesIn(folder: string): string[] {
    return readdirSync(folder).map((name) => join(folder, name));
  },

  /** A folder with a copy of a key in which some facts are others. */
  changed(key: string, facts: Record<string, unknown>): string {
    const file = copyOf(key);
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), ...facts }));
    return join(file, "..");
  },

  folders(goodKey: string): [fault: string, folder: string][] {
    const whole = JSON.parse(readFileSync(goodKey, "utf8")) as Record<string, unknown>;
    const readable = copyOf(goodKey);
    chmodSync(readable, 0o644);
    const faults: [string, string][] = [["readable by others", readable]];
    for (const [fault, text] of [
      ["no JSON", "{"],
      ["no key", "{}"],
      [
        "cut off",
        JSON.stringify({ ...whole, privateKey: "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n" }),
      ],
      ["another body's", JSON.stringify({ ...whole, issuer: { ...(whole["issuer"] as object), code: "ZZ" } })],
    ] as const) {
      const file = copyOf(goodKey);
      writeFileSync(file, text);
      faults.push([fault, file]);
    }
    return faults.map(([fault, file]) => [fault, join(file, "..")]);
  },
};

function copyOf(file: string): string {
  const copy = join(mkdtempSync(join(tmpdir(), "zz-keys-")), basename(file));
  copyFileSync(file, copy);
  chmodSync(copy, 0o600);
  return copy;
}
