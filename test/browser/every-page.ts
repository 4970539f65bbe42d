import { numberOf } from "../../certificates/number.ts";
import { issueCertificate } from "../../server/issuing/actions.ts";
import { openReset } from "../../server/people/credentials.ts";
import type { RoleId } from "../../server/people/roles/index.ts";
import { makeEligible } from "../support/eligible.ts";
import { newMember, type Member } from "../support/cast.ts";
import { answerRightly, newCandidate, newSitting, start } from "../support/exams.ts";
import { practiceOf, answer, keyOf, lessonPath } from "../support/study.ts";

/** A page, and who looks at it. */
export interface Visit {
  who: string;
  as?: Member;
  path: string;
}

/** A base in the middle of its work, and every page that somebody of each role can open there. */
export async function everyPage(): Promise<Visit[]> {
  const world = await makeWorld();
  return [...strangersPages(world), ...traineesPages(world), ...(await staffPages(world))];
}

async function makeWorld() {
  const sitting = await newSitting();
  const holder = await newCandidate(sitting, "欧阳娜娜");
  const desk = await holder.signIn();
  const [first, second] = await practiceOf("GN1L1");
  if (first) await answer(desk, first, keyOf(first));
  if (second) await answer(desk, second, null);
  const done = await start(desk, sitting.examId);
  await answerRightly(desk, done, 20);
  await desk.post(`/attempts/${done}/submission`, {}, `/attempts/${done}/submission`);
  await makeEligible(holder.id);
  const officer = await newMember("awarding-officer", null, "何志明");
  const wish = { personId: holder.id, qualificationId: "OM-1", baseId: sitting.baseId };
  const number = await issueCertificate(await officer.actor(), wish, new Date());
  const candidate = await newCandidate(sitting, "李晓雯");
  const open = await start(await candidate.signIn(), sitting.examId);
  const reset = await openReset(candidate.id, new Date(Date.now() + 3_600_000));
  return { sitting, holder, officer, candidate, number, done, open, reset };
}
type World = Awaited<ReturnType<typeof makeWorld>>;

function strangersPages({ sitting, number, reset }: World): Visit[] {
  const unknown = numberOf({ issuer: "PY", programme: "IM", tier: "OM", level: 1, year: 2020, serial: 999_999 });
  const wrong = `${number.slice(0, -2)}XX`;
  return [
    ...["/", "/login", "/login/reset", `/login/reset/${reset}`, "/join", `/join/${sitting.code}`, "/join/WRONG234"],
    ...["/courses", "/courses/GN1", "/courses/OM1", "/help", "/search?q=安全", "/nowhere"],
    ...["/verify", `/verify?number=${wrong}`, `/verify/${number}`, `/verify/${unknown}`],
    ...["/qualifications/OM-1", "/qualifications/OM-1/1"],
  ].map((path) => ({ who: "stranger", path }));
}

function traineesPages({ sitting, holder, candidate, number, done, open }: World): Visit[] {
  const of = (who: string, as: Member, paths: string[]) => paths.map((path) => ({ who, as, path }));
  return [
    ...of("trainee", holder, [
      ...["/", "/account", "/account/profile", "/account/password", "/account/second-factor", "/account/confirmation"],
      ...["/courses", "/courses/OM1", lessonPath("GN1L1"), lessonPath("OM1L2"), lessonPath("OM1L4"), "/exams"],
      ...[
        `/exams/${sitting.examId}`,
        `/attempts/${done}/result`,
        "/certificates",
        `/certificates/${number}`,
        "/people",
      ],
    ]),
    ...of("candidate", candidate, ["/certificates", `/exams/${sitting.examId}`, lessonPath("OM1L2")]),
    ...of("candidate", candidate, [`/attempts/${open}`, `/attempts/${open}/submission`]),
  ];
}

async function staffPages({ sitting, holder, officer, number, done }: World): Promise<Visit[]> {
  const { cohortId, examId, baseId, clerkMember } = sitting;
  const person = `/people/${holder.id}`;
  const others: RoleId[] = [
    "instructor",
    "assessor",
    "invigilator",
    "quality-supervisor",
    "district-officer",
    "employer",
  ];
  const clerk = [
    ...[
      "/",
      "/people",
      "/people/new",
      person,
      "/cohorts",
      "/cohorts/new",
      `/cohorts/${cohortId}`,
      `/cohorts/${cohortId}/code`,
    ],
    ...["/exams", "/exams/new", `/exams/${examId}`, `/exams/${examId}/results`, `/attempts/${done}/result`],
    ...["/questions", "/questions/OM1L2-01", "/certificates", `/certificates/${number}`, "/audit", "/search?q=娜娜"],
  ];
  const desk = [
    ...[
      "/",
      "/content",
      "/questions",
      "/questions/GN1L1-03",
      lessonPath("OM1L3"),
      "/certificates",
      `/certificates/${number}`,
    ],
    ...[
      "/certificates/issue",
      `/certificates/issue?qualification=OM-1&cohort=${cohortId}`,
      await batchOf(officer, cohortId),
    ],
  ];
  const another = await newMember("awarding-officer", null, "梁慧敏");
  const administrator = ["/", "/health", "/outbox", "/audit", "/bases", "/people", person];
  return [
    ...clerk.map((path) => ({ who: "base-administrator", as: clerkMember, path })),
    ...desk.map((path) => ({ who: "awarding-officer", as: officer, path })),
    ...["suspension", "revocation"].map((deed) => ({
      who: "another officer",
      as: another,
      path: `/certificates/${number}/${deed}`,
    })),
    ...(await pagesOf("administrator", null, administrator)),
    ...(await Promise.all(others.map((role) => pagesOf(role, baseId, ["/"])))).flat(),
  ];
}

async function pagesOf(role: RoleId, baseId: string | null, paths: readonly string[]): Promise<Visit[]> {
  const as = await newMember(role, baseId, "卢振宇");
  return paths.map((path) => ({ who: role, as, path }));
}

/** A batch that issued nothing new: its page says why. */
async function batchOf(officer: Member, cohort: string): Promise<string> {
  const desk = await officer.signIn();
  const ordered = await desk.post(
    "/certificates/issue",
    { qualification: "OM-1", cohort, scope: "all" },
    "/certificates/issue",
  );
  return ordered.location;
}
