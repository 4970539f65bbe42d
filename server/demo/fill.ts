import { randomFrom, type Random } from "../../courses/random.ts";
import { allLessons } from "../catalog/store.ts";
import { reviewLessons } from "../catalog/actions.ts";
import { withdraw } from "../certificates/actions.ts";
import { candidacyOf, issueCertificate } from "../issuing/actions.ts";
import { loadKeys } from "../certificates/keys.ts";
import { openCohort } from "../cohorts/actions.ts";
import { cohortSeenBy, type CohortFacts } from "../cohorts/store.ts";
import { createExam, publishExam } from "../exams/actions.ts";
import { addBase, allBases, type BaseFacts } from "../people/bases.ts";
import { countPeople } from "../people/store.ts";
import type { Actor } from "../platform/actor.ts";
import { settings } from "../platform/config.ts";
import { dayOf, localOf } from "../platform/dates.ts";
import { writeDemoAccounts } from "../platform/demo-accounts.ts";
import { reviewQuestions } from "../questions/actions.ts";
import { bankOf } from "../questions/store.ts";
import { Cast } from "./cast.ts";
import { nameFrom } from "./names.ts";
import { sit, study } from "./study.ts";

const day = 86_400_000;
const courses = ["GN1", "OM1"];

/** A demo has certificates of years ago, so its key is older than they are; part of the start, before the keys are read. */
export async function prepareDemo(): Promise<void> {
  if (settings().demo) await loadKeys(new Date(Date.now() - 4 * 365 * day));
}

/**
 * Fills an empty store once with two bases and people in every role. Everything is done by the deeds of the product, at
 * instants in the past; nothing is written into the store by hand.
 */
export async function fillDemo(): Promise<void> {
  if ((await countPeople()) > 0) return;
  const now = Date.now();
  const ago = (days: number) => new Date(now - days * day);
  const cast = new Cast();
  const people = await staffOf(cast, ago(1300));
  await reviewEverything(people.officer, ago(1290));
  const random = randomFrom("demo");
  const total = settings().DEMO_PEOPLE;
  const counts = { old: 4, past: Math.round(Math.min(total, 60) * 0.4), south: Math.round(Math.min(total, 60) * 0.2) };

  const old = await cohort(people.clerkA, "OM-1 设备操作维护 · 2023 秋", ago(1260), ago(1150));
  const veterans = await join(cast, old, people.baseA, counts.old, random, ago(1258));
  const oldExam = await exam(people.clerkA, old, ago(1200), ago(1190), { showAnswers: "on" });
  await learnAndSit(veterans, 6, oldExam, ago(1250), ago(1198), () => 0.9);
  await award(people.officer, veterans, people.baseA, ago(1185));

  const past = await cohort(people.clerkA, "OM-1 设备操作维护 · 第 3 期", ago(60), ago(3));
  const graduates = await join(cast, past, people.baseA, counts.past, random, ago(58));
  const theory = await exam(people.clerkA, past, ago(20), ago(6), { showAnswers: "on" });
  await learnAndSit(
    graduates,
    6,
    theory,
    ago(50),
    ago(12),
    (place) => [0.95, 0.86, 0.78, 0.9, 0.7, 0.5, 0.83][place % 7] ?? 0.8,
  );
  const awarded = await award(people.officer, graduates, people.baseA, ago(5));
  await withdrawSome(people.second, awarded, ago(2));

  const running = await cohort(people.clerkA, "OM-1 设备操作维护 · 第 4 期", ago(25), ago(-40));
  const learners = await join(
    cast,
    running,
    people.baseA,
    Math.max(0, total - counts.old - counts.past - counts.south),
    random,
    ago(24),
  );
  await exam(people.clerkA, running, ago(1), ago(-12), { showAnswers: "on" });
  await mock(people.clerkA, running, ago(20), ago(-40));
  for (const [place, learner] of learners.slice(0, 40).entries())
    await study(learner, courses, place % 7, 0.75, ago(20));

  const south = await cohort(people.clerkB, "OM-1 设备操作维护 · 南村班", ago(30), ago(-30));
  const others = await join(cast, south, people.baseB, counts.south, random, ago(28));
  const southExam = await exam(people.clerkB, south, ago(2), ago(-10), { release: "by-hand" });
  await mock(people.clerkB, south, ago(20), ago(-30));
  for (const [place, learner] of others.entries())
    await study(learner, courses, place < 6 ? 6 : place % 5, 0.8, ago(20));
  for (const learner of others.slice(0, 3)) await sit(learner, southExam, 0.8, ago(1));
  const [midway] = others.slice(3);
  if (midway) await sit(midway, southExam, 0.8, new Date(now - 600_000), { leaveOpen: true });

  await writeDemoAccounts(cast.accounts);
}

async function staffOf(cast: Cast, at: Date) {
  const administrator = await cast.administrator(
    "郭立新",
    { zh: "番禺智造实训基地", en: "Panyu Smart Manufacturing Training Base" },
    at,
  );
  await addBase("nancun", { "zh-CN": "南村装备实训中心", en: "Nancun Equipment Training Centre" }, at);
  const [baseA, baseB] = (await allBases()) as [BaseFacts, BaseFacts];
  const add = (role: Parameters<Cast["staff"]>[1], name: string, base: BaseFacts | null) =>
    cast.staff(administrator, role, name, base, at);
  const clerkA = await add("base-administrator", "周文彬", baseA);
  const clerkB = await add("base-administrator", "邓雅琴", baseB);
  await add("instructor", "郑敏", baseA);
  await add("instructor", "曾国栋", baseB);
  await add("assessor", "苏建华", baseA);
  await add("invigilator", "潘玉兰", baseA);
  await add("quality-supervisor", "钟永康", baseA);
  const officer = await add("awarding-officer", "何志明", null);
  const second = await add("awarding-officer", "梁慧敏", null);
  await add("district-officer", "卢振宇", null);
  await add("employer", "冯海涛", null);
  return { administrator, baseA, baseB, clerkA, clerkB, officer, second };
}

/** A named person looks at what ships, through the real deed: exams that certify ask for it. Some practice is left to look at. */
async function reviewEverything(officer: Actor, at: Date): Promise<void> {
  await reviewLessons(
    officer,
    allLessons().map(({ id, version }) => ({ id, version })),
    at,
  );
  const questions = await bankOf({ reviewed: false });
  await reviewQuestions(
    officer,
    questions
      .filter(({ use, lesson }) => use === "exam" || !lesson.startsWith("OM1"))
      .map(({ question, version }) => ({ id: question, version })),
    at,
  );
}

async function cohort(clerk: Actor, name: string, opens: Date, closes: Date): Promise<CohortFacts> {
  const last = dayOf(closes > opens ? closes : opens);
  const wish = { name, baseId: "", courses, opensOn: dayOf(opens), closesOn: last, codeUntil: last, codeMax: 5000 };
  return cohortSeenBy(clerk, await openCohort(clerk, wish, opens));
}

async function join(
  cast: Cast,
  cohort: CohortFacts,
  base: BaseFacts,
  count: number,
  random: Random,
  at: Date,
): Promise<Actor[]> {
  const joined: Actor[] = [];
  // A few at a time: the hash of a password takes its time on every core.
  for (let from = 0; from < count; from += 4) {
    const names = Array.from({ length: Math.min(4, count - from) }, () => nameFrom(random));
    joined.push(
      ...(await Promise.all(
        names.map((name, place) => cast.trainee(cohort, name, base, new Date(at.getTime() + (from + place) * 60_000))),
      )),
    );
  }
  return joined;
}

async function exam(
  clerk: Actor,
  cohort: CohortFacts,
  opens: Date,
  closes: Date,
  wish: { showAnswers?: "on"; release?: "by-hand" },
): Promise<string> {
  const usual = {
    purpose: "certifying",
    scorePolicy: "best",
    release: "at-once",
    maxAttempts: 2,
    gapMinutes: 0,
    coursesFirst: "on",
  } as const;
  const times = { opensAt: localOf(opens), closesAt: localOf(closes) };
  const id = await createExam(
    clerk,
    { cohortId: cohort.id, blueprint: "om1-theory", ...usual, ...times, ...wish },
    opens,
  );
  await publishExam(clerk, id);
  return id;
}

/** Forty questions, as often as one likes, open to the whole cohort from its first day. */
async function mock(clerk: Actor, cohort: CohortFacts, opens: Date, closes: Date): Promise<void> {
  const usual = {
    purpose: "mock",
    scorePolicy: "best",
    release: "at-once",
    maxAttempts: 0,
    gapMinutes: 0,
    showAnswers: "on",
  } as const;
  const times = { opensAt: localOf(opens), closesAt: localOf(closes) };
  await publishExam(
    clerk,
    await createExam(clerk, { cohortId: cohort.id, blueprint: "om1-mock", ...usual, ...times }, opens),
  );
}

async function learnAndSit(
  people: readonly Actor[],
  lessons: number,
  examId: string,
  from: Date,
  examAt: Date,
  skillOf: (place: number) => number,
): Promise<void> {
  for (const [place, person] of people.entries()) {
    // Two of the cohort have not finished, so the exam is closed to them.
    const behind = people.length > 10 && place >= people.length - 2;
    await study(person, courses, behind ? 4 : lessons, skillOf(place), from);
    if (!behind) await sit(person, examId, skillOf(place), new Date(examAt.getTime() + place * 120_000));
  }
}

/** The last of a class wait for theirs, so that the dry run has somebody to show. */
async function award(officer: Actor, people: readonly Actor[], base: BaseFacts, at: Date): Promise<string[]> {
  const numbers: string[] = [];
  for (const { id } of people.slice(0, Math.max(4, people.length - 3))) {
    const { verdict } = await candidacyOf(officer, id, "OM-1", at);
    if (verdict.allowed)
      numbers.push(await issueCertificate(officer, { personId: id, qualificationId: "OM-1", baseId: base.id }, at));
  }
  return numbers;
}

/** One under review and one withdrawn, so that every state can be looked at; by another officer than the one who issued. */
async function withdrawSome(officer: Actor, numbers: readonly string[], at: Date): Promise<void> {
  const [, suspended = "", revoked = ""] = numbers;
  await withdraw(officer, suspended, "suspension", { reason: "result-review", words: "理论考试监控录像正在复核" }, at);
  await withdraw(officer, revoked, "revocation", { reason: "cheating", words: "复核确认由他人代考" }, at);
}
