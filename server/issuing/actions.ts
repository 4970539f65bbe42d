import { historyEntry, mayIssue } from "../../certificates/life.ts";
import { sealRecord } from "../../certificates/record.ts";
import { allowed, ensure, refused, Refused, type Decision } from "../../courses/decision.ts";
import type { Finding } from "../../courses/qualification/evaluate.ts";
import { record } from "../audit/actions.ts";
import { trainingDays } from "../learning/store.ts";
import { baseOf } from "../people/bases.ts";
import { personOf, type PersonFacts } from "../people/store.ts";
import type { Actor } from "../platform/actor.ts";
import { Forbidden } from "../platform/errors.ts";
import type { DecisionRecord } from "../qualifications/store.ts";
import { coursesAsked, decideOn, judge, type Judgement } from "../qualifications/actions.ts";
import { factsOf } from "../certificates/facts.ts";
import { undrawable } from "../certificates/fonts.ts";
import { activeKey, chinaDay, issuer, yearOf } from "../certificates/keys.ts";
import { addCertificate, findByDecision, keepGap, nextSerial, numberInForce } from "../certificates/store.ts";

/** Where a person stands for a certificate: whether she may be given it, and by what. */
export interface Candidacy {
  person: PersonFacts;
  verdict: Decision;
  /** What the rule found, met or not. */
  findings: Finding[];
  basis: Judgement;
}

/** Whether a person may be given a certificate now. The dry run shows the reason, the issue hands it to `ensure`. */
export async function candidacyOf(
  actor: Actor,
  personId: string,
  qualificationId: string,
  now: Date,
): Promise<Candidacy> {
  const [person, basis, held] = await Promise.all([
    personOf(personId),
    judge(personId, qualificationId),
    numberInForce(personId, qualificationId, chinaDay(now)),
  ]);
  // A revoked certificate uses its decision up: another one for the same facts would undo the withdrawal.
  const given = held ?? (basis.kept && (await findByDecision(personId, qualificationId, basis.kept.id)));
  const missing = undrawable(person.name, person.latinName);
  const own = mayIssue(personId, actor.id);
  let verdict: Decision = allowed;
  if (!own.allowed) verdict = own;
  else if (given) verdict = refused("certificate.already-issued", { number: given });
  else if (!basis.met) verdict = refused("certificate.not-eligible");
  else if (missing) verdict = refused("certificate.name-not-drawable", { characters: missing });
  return { person, verdict, findings: basis.findings, basis };
}

export interface IssueWish {
  personId: string;
  qualificationId: string;
  /** The base that trained her, as printed. */
  baseId: string;
  /** The batch by which it is issued, if any: run again after a crash, it finds its own. */
  batchId?: string;
}

/**
 * Issues one certificate; for the same decision it is one, however often and by however many at once.
 * @returns its number
 * @throws Refused with the reason, Forbidden for an officer of another body.
 */
export async function issueCertificate(actor: Actor, wish: IssueWish, now: Date): Promise<string> {
  if (actor.issuer !== issuer.code) throw new Forbidden();
  return inTurn(`${wish.personId} ${wish.qualificationId}`, async () => {
    const { person, verdict, basis } = await candidacyOf(actor, wish.personId, wish.qualificationId, now);
    ensure(verdict);
    const decision = basis.kept ?? (await decideOn(person.id, basis.rule, basis.inputs, now));
    if (!basis.kept)
      await record(actor, "decision.made", {
        object: decision.id,
        baseId: wish.baseId,
        facts: { person: person.id, met: decision.met },
      });
    return write(actor, person, decision, wish, now);
  });
}

async function write(
  actor: Actor,
  person: PersonFacts,
  decision: DecisionRecord,
  { baseId, batchId }: IssueWish,
  now: Date,
): Promise<string> {
  const [base, days] = await Promise.all([baseOf(baseId), trainingDays(person.id, coursesAsked(decision.rule))]);
  const training = days ?? { from: decision.at, to: decision.at };
  const { kid } = activeKey(now);
  const year = yearOf(now);
  const serial = await nextSerial(issuer.code, year);
  const sealed = sealRecord(factsOf({ person, base, decision, training, serial, kid, now }));
  const { qualificationId, id: decisionId } = decision;
  const life = { ...historyEntry("issued", actor.id, now), byName: actor.name };
  const added = await addCertificate({
    ...{
      number: sealed.number,
      holderId: person.id,
      baseId,
      batchId: batchId ?? null,
      issuer: issuer.code,
      year,
      serial,
      qualificationId,
      decisionId,
    },
    ...{ name: person.name, validUntil: sealed.validUntil, record: sealed, state: "issued" },
    ...{ issuedAt: now, issuedBy: actor.id, history: [life] },
  });
  if (!added) return alreadyWritten(person.id, qualificationId, decisionId, serial, now);
  const facts = { holder: person.id, qualification: qualificationId, decision: decisionId };
  await record(actor, "certificate.issued", { object: sealed.number, baseId, facts }, now);
  return sealed.number;
}

/** Another copy of the program was faster: its certificate counts, and our serial is a gap with a reason. */
async function alreadyWritten(
  holderId: string,
  qualificationId: string,
  decisionId: string,
  serial: number,
  now: Date,
): Promise<never> {
  await keepGap(issuer.code, yearOf(now), serial, now);
  const number = (await findByDecision(holderId, qualificationId, decisionId)) ?? "";
  throw new Refused({ code: "certificate.already-issued", facts: { number } });
}

const turns = new Map<string, Promise<unknown>>();

/** One after the other for the same person and qualification, so that a double click does not even take a serial. */
async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = turns.get(key) ?? Promise.resolve();
  const mine = before.then(work, work);
  turns.set(key, mine);
  try {
    return await mine;
  } finally {
    if (turns.get(key) === mine) turns.delete(key);
  }
}
