import "../support/environment.ts";
import mongoose from "mongoose";
import { numberOf } from "../../certificates/number.ts";
import { sealRecord } from "../../certificates/record.ts";
import { lessonsOf } from "../../server/catalog/store.ts";
import { findCertificate } from "../../server/certificates/store.ts";
import { openCohort } from "../../server/cohorts/actions.ts";
import { addMember } from "../../server/cohorts/store.ts";
import { createExam, publishExam } from "../../server/exams/actions.ts";
import { openHouse } from "../../server/house.ts";
import { issueCertificate } from "../../server/issuing/actions.ts";
import { complete, open } from "../../server/learning/store.ts";
import { addBase } from "../../server/people/bases.ts";
import { enrol, startEnrolling } from "../../server/people/credentials.ts";
import { hashPassword } from "../../server/people/passwords.ts";
import { addPerson, findActor } from "../../server/people/store.ts";
import { readSettings, useSettings } from "../../server/platform/config.ts";
import { dayOf, localOf } from "../../server/platform/dates.ts";
import { encrypt } from "../../server/platform/secrets.ts";
import { makeEligible } from "../support/eligible.ts";

/** The fixed data of the bench, put into an empty store: 500 trainees in a cohort, a mock exam a step, 10,000 certificates. */
export interface Filled {
  logins: string[];
  password: string;
  clerk: { login: string; code: string };
  /** One exam for the deeds, and one for each exam day. */
  exams: string[];
  numbers: string[];
}

const [, , trainees = "500", examCount = "6", certificates = "10000"] = process.argv;
const password = "Lathe-and-mill-7";
const now = new Date();
useSettings(readSettings(process.env));
const house = await openHouse();
const told = JSON.stringify(await fill());
// Waited for: an exit would cut off what the pipe has not taken yet.
await new Promise((done) => process.stdout.write(`${told}\n`, done));
await house.close();
process.exit(0);

async function fill(): Promise<Filled> {
  const passwordHash = await hashPassword(password);
  const baseId = (await addBase("bench", { "zh-CN": "番禺基地", en: "Panyu base" }, now)) ?? "";
  const add = async (login: string, role: "trainee" | "base-administrator" | "awarding-officer", facts: object) =>
    (await addPerson({ login, name: "李晓雯", passwordHash, roles: [role], baseId, ...facts }, now)) ?? "";
  const clerkId = await add("clerk", "base-administrator", {});
  const code = "0123456789abcdef0123456789abcdef";
  const sealed = encrypt("bench");
  await startEnrolling(clerkId, sealed);
  await enrol(clerkId, sealed, 0, [code]);
  const { cohortId, exams } = await examsOf(clerkId);
  const people: string[] = [];
  const logins = Array.from({ length: Number(trainees) }, (_, at) => `trainee-${String(at)}`);
  for (const login of logins) people.push(await add(login, "trainee", {}));
  for (const id of people) {
    await addMember(cohortId, id, now);
    const [lesson] = lessonsOf("GN1");
    await open(id, "GN1", lesson?.id ?? "", now);
    await complete(id, lesson?.id ?? "", now);
  }
  const officer = await add("officer", "awarding-officer", { baseId: null, issuer: "PY" });
  return {
    logins,
    password,
    clerk: { login: "clerk", code },
    exams,
    numbers: await issue(officer, people[0] ?? "", baseId),
  };
}

async function examsOf(clerkId: string): Promise<{ cohortId: string; exams: string[] }> {
  const clerk = await findActor(clerkId);
  if (!clerk) throw new Error("the store is not empty");
  const days = { opensOn: dayOf(now), closesOn: "2099-12-31", codeUntil: "2099-12-31" };
  const cohortId = await openCohort(
    clerk,
    { name: "一班", baseId: "", courses: ["GN1", "OM1"], ...days, codeMax: 5000 },
    now,
  );
  const times = {
    opensAt: localOf(new Date(now.getTime() - 60_000)),
    closesAt: localOf(new Date(now.getTime() + 86_400_000)),
  };
  const rules = { purpose: "mock", scorePolicy: "best", release: "at-once", maxAttempts: 0, gapMinutes: 0 } as const;
  const exams: string[] = [];
  for (let at = 0; at < Number(examCount); at += 1) {
    exams.push(await createExam(clerk, { cohortId, blueprint: "om1-mock", ...rules, ...times }, now));
    await publishExam(clerk, exams[at] ?? "");
  }
  return { cohortId, exams };
}

/** One certificate by the real deed for the first trainee; the others are its copies with a number and a seal of their own. */
async function issue(officerId: string, personId: string, baseId: string): Promise<string[]> {
  await makeEligible(personId);
  const officer = await findActor(officerId);
  const number = officer
    ? await issueCertificate(officer, { personId, qualificationId: "OM-1", baseId }, new Date())
    : "";
  const model = await findCertificate(number);
  if (!model) throw new Error("nothing was issued");
  const { number: _, record, ...facts } = model;
  const { programme, tier, level } = record;
  const rows = Array.from({ length: Number(certificates) - 1 }, (_one, at) => {
    const serial = model.serial + at + 1;
    const own = numberOf({ issuer: model.issuer, programme, tier, level, year: model.year, serial });
    const holderId = `holder-${String(at)}`;
    return {
      _id: own as never,
      ...facts,
      serial,
      holderId,
      record: sealRecord({ ...record, number: own, decisionId: holderId }),
    };
  });
  for (let from = 0; from < rows.length; from += 1000)
    await mongoose.connection.collection("certificates").insertMany(rows.slice(from, from + 1000));
  return [number, ...rows.map(({ _id }) => String(_id))];
}
