import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "chai";
import mongoose from "mongoose";
import { freePort, testHouse } from "../support/house.ts";

interface Result {
  numbers: { number: string; serial: number }[][];
  gaps: { serial: number; reason: string | null }[];
}

const given = process.env["MONGODB_URI"];

describe("kill -9 in the middle of a bulk issue", function () {
  this.timeout(120_000);
  const dataDir = mkdtempSync(join(tmpdir(), "zz-kill-"));
  const database = `zz_kill_${String(process.pid)}_${Date.now().toString(36)}`;

  after(async () => {
    rmSync(dataDir, { recursive: true, force: true });
    await testHouse();
    if (given) await mongoose.connection.useDb(database).dropDatabase();
  });

  it("[V22] [R15] [G10] the restart finishes it: one certificate each, numbers unique, and every gap is named", async () => {
    const first = await run("start");
    const cohort = await first.line("cohort ");
    await first.line("some");
    first.kill();
    expect(first.said, "killed in the middle").not.to.include("all");
    const second = await run("resume", cohort);
    const { numbers, gaps } = JSON.parse(await second.line("result ")) as Result;
    expect(numbers.map((one) => one.length)).to.deep.equal(numbers.map(() => 1));
    const serials = numbers.flat().map(({ serial }) => serial);
    expect(new Set(serials).size).to.equal(serials.length);
    expect(new Set(numbers.flat().map(({ number }) => number)).size).to.equal(serials.length);
    // A serial that was taken just before the kill is a gap, and it is named.
    const last = Math.max(...serials);
    const missing = Array.from({ length: last }, (_, at) => at + 1).filter((serial) => !serials.includes(serial));
    expect(gaps.map(({ serial }) => serial)).to.deep.equal(missing);
  });

  async function run(...args: string[]) {
    const environment = {
      ...process.env,
      DATA_DIR: dataDir,
      PORT: String(await freePort()),
      LOG_LEVEL: "silent",
      ...ownDatabase(),
    };
    const command = ["--import", "tsx", "test/support/bulk-issue.ts", ...args];
    const child = spawn(process.execPath, command, { env: environment, stdio: ["ignore", "pipe", "inherit"] });
    const said: string[] = [];
    const lines = createInterface(child.stdout).on("line", (line) => said.push(line));
    return {
      said,
      kill: () => child.kill("SIGKILL"),
      line: (start: string) =>
        new Promise<string>((resolve, reject) => {
          const heard = (line: string) => line.startsWith(start) && resolve(line.slice(start.length));
          said.forEach(heard);
          lines.on("line", heard);
          child.once("exit", () => reject(new Error(`it ended without saying “${start}”`)));
        }),
    };
  }

  function ownDatabase(): Record<string, string> {
    if (!given) return {};
    const uri = new URL(given);
    uri.pathname = `/${database}`;
    return { MONGODB_URI: uri.toString() };
  }
});
