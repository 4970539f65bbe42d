import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { signIn, type Answer, type Browser } from "../support/actor.ts";
import { CutableLine } from "../support/cutable-line.ts";
import { ownDatabase } from "../support/databases.ts";
import { runScript, startProgram, type Program } from "../support/real-program.ts";

/** On the embedded store these tests are left out: it is part of the program and cannot be away from it. */
const given = process.env["MONGODB_URI"];

describe("while the store is away (only on MongoDB: the embedded store is part of the program)", function () {
  this.timeout(120_000);
  const dataDir = mkdtempSync(join(tmpdir(), "zz-away-"));
  const database = ownDatabase("away");
  let line: CutableLine;
  let program: Program;
  let browser: Browser;
  let save: () => Promise<Answer>;

  before(async function () {
    if (!given) return this.skip();
    const hall = await runScript<{ examId: string; logins: string[]; password: string }>(
      "exam-hall.ts",
      ["fill", "1"],
      { DATA_DIR: dataDir, ...database.settings },
    );
    const uri = new URL(database.settings["MONGODB_URI"] ?? "");
    line = new CutableLine(uri.hostname, Number(uri.port || 27017));
    uri.host = `127.0.0.1:${String(await line.mend())}`;
    uri.search = "directConnection=true";
    program = await startProgram({ dataDir, settings: { MONGODB_URI: uri.toString() } });
    browser = await signIn(program.baseUrl, { login: hall.logins[0] ?? "", password: hall.password });
    const started = await browser.post(`/exams/${hall.examId}/attempts`, {}, `/exams/${hall.examId}`);
    let revision = 0;
    save = async () => {
      const answer = await browser.sendJson("PUT", `${started.location}/answers/q1`, { revision, answer: "A" });
      if (answer.status === 200) revision += 1;
      return answer;
    };
    expect((await save()).status).to.equal(200);
  });

  after(async () => {
    line?.cut();
    await program?.end("SIGKILL");
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it("[R06] the store is gone: 503 with Retry-After within 2 s for pages and saves, /readyz says why, and it all returns by itself", async () => {
    line.cut();
    await expectAway();
    await line.mend();
    await expectBack();
  });

  it("[R06] the store is there and silent: noticed within 5 s, and from then on the same", async () => {
    line.hold(true);
    const began = performance.now();
    expect((await save()).status).to.equal(503);
    expect(performance.now() - began).to.be.below(5500);
    await expectAway();
    line.hold(false);
    await expectBack();
  });

  async function expectAway(): Promise<void> {
    for (const [what, ask] of [
      ["a save", save],
      ["a page", () => browser.get("/")],
      ["another page", () => browser.get("/exams")],
    ] as const) {
      const began = performance.now();
      const { status, headers } = await ask();
      expect([status, headers.get("retry-after")], what).to.deep.equal([503, "5"]);
      // Two seconds, and half a one for a machine on which other tests run.
      expect(performance.now() - began, what).to.be.below(2500);
    }
    const ready = await fetch(`${program.baseUrl}/readyz`);
    expect([ready.status, await ready.json()]).to.deep.equal([
      503,
      { status: "unavailable", reasons: ["the store does not answer"] },
    ]);
    expect((await fetch(`${program.baseUrl}/healthz`)).status, "the process lives").to.equal(200);
  }

  async function expectBack(): Promise<void> {
    while (!(await fetch(`${program.baseUrl}/readyz`)).ok) await new Promise((next) => setTimeout(next, 50));
    expect((await browser.get("/")).status).to.equal(200);
    // What was on its way may have been stored after all: then its revision is told.
    const saved = await save();
    expect(
      saved.status === 409 ? saved.json<{ stored: { answer: unknown } }>().stored.answer : saved.status,
    ).to.be.oneOf([200, "A"]);
  }
});
