import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { Copies } from "../support/copies.ts";
import { ownDatabase } from "../support/databases.ts";
import { KilledExam } from "../support/killed-exam.ts";
import { build } from "../support/real-program.ts";

/** The version that runs already: any commit that works with the packages of this one. */
const older = process.env["OLDER"] ?? "HEAD~1";
const project = resolve(import.meta.dirname, "../..");

describe("two versions on one database", () => {
  const folder = mkdtempSync(join(tmpdir(), "zz-older-"));
  const database = ownDatabase("versions");
  const copies = new Copies([folder, folder]);
  const exam = new KilledExam(database.settings, (wish) => copies.start({ ...wish, built: true }));

  before(() => {
    const archive = execFileSync("git", ["archive", older], { cwd: project, maxBuffer: 2 ** 30 });
    execFileSync("tar", ["-x", "-C", folder], { input: archive });
    symlinkSync(join(project, "node_modules"), join(folder, "node_modules"));
    build(folder);
    build();
  });

  after(async () => {
    await exam.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it(`[R09] from ${older} to this one in the middle of an exam, back, and again: no request fails, no answer is lost`, async function () {
    if (!process.env["MONGODB_URI"]) {
      console.error("      left out: the embedded store serves one process (set MONGODB_URI)");
      return this.skip();
    }
    await exam.open(30);
    // One new beside an old one, both new, one taken back, new again.
    const steps = [
      [0, project],
      [1, project],
      [1, folder],
      [1, project],
    ] as const;
    for (const [place, next] of steps)
      await exam.round(1000, async () => {
        expect(await copies.replace(place, next), "exit code").to.equal(0);
      });
    await exam.end();
    const { broken, lost, saves, handIns } = exam.figures;
    console.log(`      ${String(saves)} saves and ${String(handIns)} hand-ins acknowledged`);
    expect({ broken, lost }).to.deep.equal({ broken: 0, lost: [] });
  });
});
