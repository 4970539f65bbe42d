import "./environment.ts";
import { markAttempt } from "../../server/attempts/actions.ts";
import { attemptOf, attemptsOfExam } from "../../server/attempts/store.ts";
import { openCohort } from "../../server/cohorts/actions.ts";
import { addMember } from "../../server/cohorts/store.ts";
import { createExam, publishExam } from "../../server/exams/actions.ts";
import { examOf, saveExtraMinutes } from "../../server/exams/store.ts";
import { openHouse } from "../../server/house.ts";
import { addBase } from "../../server/people/bases.ts";
import { hashPassword } from "../../server/people/passwords.ts";
import { addPerson, findActor } from "../../server/people/store.ts";
import { readSettings, useSettings } from "../../server/platform/config.ts";
import { dayOf, localOf } from "../../server/platform/dates.ts";

/**
 * A program of its own, before and after the real one: `fill <people>` puts candidates with a published mock exam into
 * the store, `read <exam>` says what the store holds of every attempt, and what marking it again comes to.
 */
const [, , deed, given = ""] = process.argv;
const day = 86_400_000;
useSettings(readSettings(process.env));
const house = await openHouse();
const told = JSON.stringify(deed === "fill" ? await fill(Number(given)) : await readAll(given));
// Waited for: an exit would cut off what the pipe has not taken yet.
await new Promise((done) => process.stdout.write(`${told}\n`, done));
await house.close();
process.exit(0);

async function fill(people: number) {
  const now = new Date();
  const baseId = await addBase("hall", { "zh-CN": "番禺基地", en: "Panyu base" }, now);
  const password = "Lathe-and-mill-7";
  const passwordHash = await hashPassword(password);
  const staff = { login: "clerk", name: "周文彬", passwordHash, roles: ["base-administrator" as const], baseId };
  const clerk = await findActor((await addPerson(staff, now)) ?? "");
  if (!clerk || !baseId) throw new Error("the store is not empty");
  const days = { opensOn: dayOf(now), closesOn: "2099-12-31", codeUntil: "2099-12-31" };
  const cohortId = await openCohort(clerk, { name: "一班", baseId: "", courses: ["GN1"], ...days, codeMax: 5000 }, now);
  const rules = { purpose: "mock", scorePolicy: "best", release: "at-once", maxAttempts: 0, gapMinutes: 0 } as const;
  const times = { opensAt: localOf(new Date(now.getTime() - day)), closesAt: localOf(new Date(now.getTime() + day)) };
  const examId = await createExam(clerk, { cohortId, blueprint: "om1-mock", ...rules, ...times }, now);
  await publishExam(clerk, examId);
  const logins = Array.from({ length: people }, (_, at) => `candidate-${String(at)}`);
  for (const login of logins) {
    const id = await addPerson({ login, name: "李晓雯", passwordHash, roles: ["trainee"], baseId }, now);
    await addMember(cohortId, id ?? "", now);
    // A proof may take longer than the exam.
    await saveExtraMinutes(examId, id ?? "", 600);
  }
  return { examId, logins, password };
}

export interface ReadAttempt {
  id: string;
  state: string;
  answers: Record<string, { answer: unknown; revision: number }>;
  /** Whether the stored marks are those of the stored answers; null while the attempt is open. */
  markedRight: boolean | null;
}

async function readAll(examId: string): Promise<ReadAttempt[]> {
  const exam = await examOf(examId);
  const { attempts } = await attemptsOfExam(examId, { page: 1, size: 100_000 });
  const read: ReadAttempt[] = [];
  for (const { id } of attempts) {
    const attempt = await attemptOf(id);
    const again = attempt.state === "open" ? null : await markAttempt(attempt, exam);
    const markedRight = again && JSON.stringify(again) === JSON.stringify(attempt.result);
    read.push({ id, state: attempt.state, answers: attempt.answers, markedRight });
  }
  return read;
}
