import "./environment.ts";
import { addPerson, findActor } from "../../server/people/store.ts";
import { addBase } from "../../server/people/bases.ts";
import { orderIssue, workOnBatches } from "../../server/issuing/jobs.ts";
import { certificatesOf, numberGaps } from "../../server/certificates/store.ts";
import { addCohort, addMember, memberIdsOf } from "../../server/cohorts/store.ts";
import { readSettings, useSettings } from "../../server/platform/config.ts";
import { openHouse } from "../../server/house.ts";
import { makeEligible } from "./eligible.ts";

/**
 * A program of its own, to be killed: `start` orders a bulk issue and works on it, saying which cohort it is; `resume`
 * starts again on the same store, finishes what was left undone and says what came out.
 */
const [, , deed, cohortGiven = "", people = "40"] = process.argv;
useSettings(readSettings(process.env));
const house = await openHouse();

if (deed === "start") {
  const now = new Date();
  const baseId = await addBase("kill", { "zh-CN": "番禺基地", en: "Panyu base" }, now);
  const officerId = await addPerson(
    { login: "officer", name: "周发证", passwordHash: "x", roles: ["awarding-officer"], baseId: null, issuer: "PY" },
    now,
  );
  const officer = await findActor(officerId ?? "");
  if (!baseId || !officer) throw new Error("the cast is not there");
  const cohort = {
    name: "一班",
    courses: [],
    opensOn: "2026-10-08",
    closesOn: "2027-01-31",
    code: "KILL",
    codeUntil: now,
    codeMax: 1,
  };
  const cohortId = await addCohort({ baseId, ...cohort }, now);
  for (let at = 0; at < Number(people); at += 1) {
    const id = await addPerson(
      { login: `t${String(at)}`, name: "张三丰", passwordHash: "x", roles: ["trainee"], baseId },
      now,
    );
    if (!id) throw new Error("no trainee");
    await makeEligible(id);
    await addMember(cohortId, id, new Date(now.getTime() + at));
  }
  process.stdout.write(`cohort ${cohortId}\n`);
  await orderIssue(officer, { qualificationId: "OM-1", cohortId, people: "all" }, now);
  const work = workOnBatches();
  while ((await countIssued(cohortId)) < 8) await new Promise((next) => setTimeout(next, 5));
  process.stdout.write("some\n");
  await work;
  process.stdout.write("all\n");
} else {
  // Whoever was killed holds its batch for a while: the sweep takes it over then.
  const members = await memberIdsOf(cohortGiven);
  for (;;) {
    await workOnBatches();
    const held = await Promise.all(members.map((id) => certificatesOf(id)));
    if (held.every((one) => one.length > 0)) {
      const gaps = await numberGaps("PY", new Date().getFullYear());
      const numbers = held.map((one) => one.map(({ number, serial }) => ({ number, serial })));
      process.stdout.write(`result ${JSON.stringify({ numbers, gaps })}\n`);
      break;
    }
    await new Promise((next) => setTimeout(next, 250));
  }
}
await house.close();
process.exit(0);

async function countIssued(cohortId: string): Promise<number> {
  const held = await Promise.all((await memberIdsOf(cohortId)).map((id) => certificatesOf(id)));
  return held.flat().length;
}
