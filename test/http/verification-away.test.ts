import { connect, createServer, type Server, type Socket } from "node:net";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { mongo } from "mongoose";
import { readQr } from "../../certificates/qr.ts";
import { freePort } from "../support/house.ts";

const given = process.env["MONGODB_URI"];

describe("verification while the store is away", function () {
  this.timeout(60_000);
  const dataDir = mkdtempSync(join(tmpdir(), "zz-away-"));
  const database = `zz_away_${String(process.pid)}_${Date.now().toString(36)}`;
  let program: ChildProcess | null = null;
  let line: Server | null = null;
  const sockets = new Set<Socket>();

  after(async () => {
    program?.kill("SIGKILL");
    line?.close();
    for (const socket of sockets) socket.destroy();
    rmSync(dataDir, { recursive: true, force: true });
    if (!given) return;
    const client = await new mongo.MongoClient(given).connect();
    await client.db(database).dropDatabase();
    await client.close();
  });

  it("[R06] a dropped file and a paper's code are still checked by the keys in memory, and the page says what could not be looked up", async function () {
    if (!given) {
      console.error("      left out: the embedded store cannot be away from its own process (set MONGODB_URI)");
      return this.skip();
    }
    const proxy = await cutableLine(given);
    const port = String(await freePort());
    const environment = {
      ...process.env,
      DATA_DIR: dataDir,
      PORT: port,
      LOG_LEVEL: "silent",
      MONGODB_URI: `mongodb://127.0.0.1:${String(proxy)}/${database}?directConnection=true`,
    };
    program = spawn(process.execPath, ["--import", "tsx", "test/support/away.ts"], {
      env: environment,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const { pdf, code } = JSON.parse(await firstLine(program)) as { pdf: string; code: string };
    const site = `http://127.0.0.1:${port}`;
    const file = Buffer.from(pdf, "base64");
    expect(await drop(site, file)).to.include({ outcome: "valid", registerAsked: true });

    line?.close();
    for (const socket of sockets) socket.destroy();
    const start = Date.now();
    expect(await drop(site, file)).to.include({ outcome: "valid", registerAsked: false, record: null });
    expect(Date.now() - start, "ms until the answer").to.be.below(2500);
    const changed = Buffer.from(file);
    changed[5000] = (changed[5000] ?? 0) ^ 1;
    expect(await drop(site, changed)).to.include({ outcome: "altered", registerAsked: false });
    expect(readQr(code, [])).not.to.equal(null);
    const page = await fetch(`${site}/verify/paper`, {
      method: "POST",
      body: new URLSearchParams({ text: code }),
      headers: { accept: "text/html", cookie: "lang=zh-CN" },
    });
    expect(await page.text())
      .to.include("登记库暂时连不上")
      .and.to.include("只核对了二维码的签名");
    const byNumber = await fetch(`${site}/verify/PY-IM-OM1-2026-000001-PS`, { headers: { accept: "text/html" } });
    expect([byNumber.status, byNumber.headers.get("retry-after")]).to.deep.equal([503, "5"]);
  });

  async function drop(site: string, bytes: Buffer): Promise<Record<string, unknown>> {
    const body = new FormData();
    body.append("document", new Blob([Uint8Array.from(bytes)]), "a.pdf");
    const answer = await fetch(`${site}/verify/document`, {
      method: "POST",
      body,
      headers: { accept: "application/json" },
    });
    return (await answer.json()) as Record<string, unknown>;
  }

  /** A way to the store that can be cut. @returns its port */
  async function cutableLine(uri: string): Promise<number> {
    const target = new URL(uri);
    const port = await freePort();
    line = createServer((near) => {
      const far = connect(Number(target.port || 27017), target.hostname);
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.on("error", () => socket.destroy());
      }
      near.pipe(far).pipe(near);
    }).listen(port, "127.0.0.1");
    return port;
  }
});

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout) createInterface(child.stdout).once("line", resolve);
    child.once("exit", () => reject(new Error("the program ended")));
  });
}
