import { expect } from "chai";
import { numberOf } from "../../certificates/number.ts";
import { addBatch, endBatch } from "../../server/issuing/store.ts";
import { issueCertificate } from "../../server/issuing/actions.ts";
import { lessonsOf } from "../../server/catalog/store.ts";
import { bankOf } from "../../server/questions/store.ts";
import { newMember, type Member } from "./cast.ts";
import { makeEligible, qualification } from "./eligible.ts";
import { newCandidate, newSitting, start } from "./exams.ts";
import type { AppRoute } from "./routes.ts";

/** What stands for each `:parameter` of an address. */
export type Ids = Record<string, string>;

/** Somebody and one object of every kind that is hers or her base's, made through the real pages. */
export interface Belongings {
  baseId: string;
  owner: Member;
  ids: Ids;
}

const worldly = {
  ...{ courseId: "GN1", lessonId: "GN1L1", itemId: "q1", place: "0", deed: "suspension", code: "22222222" },
  ...{
    qualificationId: "OM-1",
    version: "1",
    jobId: "0".repeat(24),
    token: "A".repeat(22),
    file: "fig-correction.zh-CN.svg",
  },
};

/** A number with a right check character that no certificate has. */
const freeNumber = numberOf({ issuer: "PY", programme: "IM", tier: "OM", level: 1, year: 2031, serial: 987654 });

/** Ids of the right shape that nothing has. */
export const ofNothing: Ids = {
  ...worldly,
  ...{
    attemptId: "f".repeat(24),
    cohortId: "f".repeat(24),
    examId: "f".repeat(24),
    personId: "f".repeat(24),
    batchId: "f".repeat(24),
  },
  ...{ number: freeNumber, questionId: "ZZ9-q9", qualificationId: "ZZ-9" },
};

export async function newBelongings(name: string): Promise<Belongings> {
  const sitting = await newSitting({ purpose: "mock", blueprint: "om1-mock" });
  const { baseId, cohortId, examId } = sitting;
  const owner = await newCandidate(sitting, name);
  const browser = await owner.signIn();
  const attemptId = await start(browser, examId);
  await browser.post(`/attempts/${attemptId}/submission`, {}, `/attempts/${attemptId}/submission`);
  const late = await browser.sendJson("PUT", `/attempts/${attemptId}/answers/q1`, { revision: 9, answer: "A" });
  expect(late.status, "an answer after the end is kept as evidence").to.equal(410);
  await makeEligible(owner.id);
  const officer = await newMember("awarding-officer", null);
  const facts = { qualificationId: qualification, baseId };
  const number = await issueCertificate(await officer.actor(), { ...facts, personId: owner.id }, new Date());
  // A batch that is done: one at work would change the store under the tests' eyes.
  const batchId = await addBatch(
    { ...facts, issuer: "PY", by: officer.id, cohortId, cohortName: "一班", at: new Date() },
    [],
  );
  await endBatch(batchId, new Date());
  const neighbour = await newMember("trainee", baseId, name);
  const [question] = await bankOf({ use: "exam" });
  const ids = {
    ...worldly,
    attemptId,
    cohortId,
    examId,
    personId: neighbour.id,
    batchId,
    number,
    questionId: question?.question ?? "",
  };
  return { baseId, owner, ids };
}

/** The address of a route with these ids in it. */
export function at({ path }: Pick<AppRoute, "path">, ids: Ids): string {
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(ids[name] ?? `no-${name}`));
}

/** A whole, valid form (or JSON, for PUT) of each deed that is for somebody who is signed in. */
export function formOf({ method, path }: Pick<AppRoute, "method" | "path">, ids: Ids): Record<string, unknown> {
  return forms(ids)[`${method} ${path}`] ?? {};
}

function forms(ids: Ids): Record<string, Record<string, unknown>> {
  const { cohortId = "", personId = "" } = ids;
  const exam = {
    cohortId,
    blueprint: "om1-theory",
    purpose: "mock",
    opensAt: "2026-10-08T09:00",
    closesAt: "2099-10-08T09:00",
  };
  const days = { opensOn: "2026-10-08", closesOn: "2099-12-19", codeUntil: "2099-12-19", codeMax: "5" };
  return {
    "POST /login": { login: "nobody@example.cn", password: "Lathe-and-mill-8", next: "/" },
    "POST /login/second-factor": { code: "000000" },
    "POST /login/demo": { login: "nobody@example.cn", next: "/" },
    "POST /login/reset": { login: "nobody@example.cn" },
    "POST /login/password": { token: ids["token"], password: "Lathe-and-mill-8" },
    "POST /language": { language: "zh-CN", next: "/" },
    "POST /first-run": {
      token: ids["token"],
      name: "周",
      login: "first",
      password: "Lathe-and-mill-8",
      baseZh: "基地",
      baseEn: "Base",
    },
    "POST /account/profile": {
      name: "陈晓燕",
      latinName: "CHEN Xiaoyan",
      mail: "a@example.cn",
      idType: "passport",
      idNumber: "",
      language: "zh-CN",
    },
    "POST /account/password": { current: "wrong-password", password: "Lathe-and-mill-8" },
    "POST /account/confirmation": { password: "wrong-password", next: "/" },
    "POST /account/second-factor": { code: "000000", next: "/" },
    "POST /account/sessions/end": { id: "none" },
    "POST /people": { name: "何小明", login: `p${personId}${String(Math.random())}`, role: "trainee", baseId: "" },
    "POST /people/:personId/roles": { roles: ["trainee"] },
    "POST /people/:personId/extra-time": { factor: "1.25" },
    "POST /bases": { key: `b-${String(Math.random()).slice(2, 12)}`, zh: "基地", en: "Base" },
    "POST /lessons/review": { ids: [`GN1L1@${lessonsOf("GN1")[0]?.version ?? ""}`], next: "/content" },
    "POST /questions/review": { ids: [], next: "/questions" },
    "POST /cohorts": { name: "一班", courses: ["GN1"], ...days },
    "POST /cohorts/:cohortId/code": { codeUntil: "2099-12-19", codeMax: "60" },
    "POST /join/:code": { name: "何小明", login: "nobody", password: "Lathe-and-mill-8" },
    "POST /courses/:courseId/lessons/:lessonId/practice": { "GN1L1-p1": "A" },
    "PUT /courses/:courseId/lessons/:lessonId/place": { position: 0.5, seconds: 1 },
    "POST /exams": { ...exam, maxAttempts: "0", gapMinutes: "0", scorePolicy: "best", release: "at-once" },
    "POST /exams/:examId/extra-time": { personId, minutes: "5" },
    "PUT /attempts/:attemptId/answers/:itemId": { revision: 0, answer: "A" },
    "PUT /attempts/:attemptId/flags/:itemId": { flagged: true },
    "POST /attempts/:attemptId/late/:place": { verdict: "reject", reason: "太晚" },
    "POST /certificates/issue": { qualification: "OM-1", cohort: cohortId, scope: "all" },
    "POST /certificates/:number/:deed": { reason: "complaint", words: "" },
    "POST /verify/paper": { text: "PY" },
    "POST /verify/name": { number: freeNumber, name: "何小明" },
  };
}
