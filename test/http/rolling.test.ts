import { expect } from "chai";
import { Copies } from "../support/copies.ts";
import { ownDatabase } from "../support/databases.ts";
import { KilledExam } from "../support/killed-exam.ts";

describe("two copies of the program on one database", function () {
  this.timeout(240_000);
  const database = ownDatabase("rolling");
  const copies = new Copies([undefined, undefined]);
  const exam = new KilledExam(database.settings, (wish) => copies.start(wish));

  after(async () => {
    await exam.close();
    await database.drop();
  });

  it("[R09] (two copies of one version; two versions: npm run proof) each is replaced in the middle of an exam: no request fails, no answer is lost", async function () {
    if (!process.env["MONGODB_URI"]) {
      console.error("      left out: the embedded store serves one process (set MONGODB_URI)");
      return this.skip();
    }
    await exam.open(10);
    for (const place of [0, 1])
      await exam.round(100, async () => {
        expect(await copies.replace(place), "exit code").to.equal(0);
      });
    await exam.end();
    const { broken, lost, saves, handIns } = exam.figures;
    expect({ broken, lost }).to.deep.equal({ broken: 0, lost: [] });
    expect(saves, "acknowledged saves").to.be.at.least(200);
    expect(handIns, "acknowledged hand-ins").to.be.at.least(10);
  });
});
