import { expect } from "chai";
import { ownDatabase } from "../support/databases.ts";
import { KilledExam } from "../support/killed-exam.ts";

describe("kill -9 of the program in the middle of an exam", function () {
  this.timeout(240_000);
  const database = ownDatabase("kill");
  const exam = new KilledExam(database.settings);

  after(async () => {
    await exam.close();
    await database.drop();
  });

  it("[R01] [R02] three times, with twenty people who save in parallel: every acknowledged answer is there, and in the hand-in", async () => {
    await exam.open(20);
    for (let kill = 0; kill < 3; kill += 1) await exam.round(1 + Math.floor(Math.random() * 150));
    await exam.end();
    const { rounds, saves, handIns, lost } = exam.figures;
    expect(lost).to.deep.equal([]);
    expect(rounds).to.equal(3);
    expect(saves, "acknowledged saves").to.be.at.least(3);
    expect(handIns, "acknowledged hand-ins").to.be.at.least(20);
  });
});
