import { endOfValidity, stateAt, type LifeState } from "./life.ts";
import { issuerOfNumber, type NumberReading } from "./number.ts";
import type { Check, CheckId, Outcome, Verdict } from "./outcome.ts";
import type { VerifyingKey } from "./keys.ts";
import { factsOf, type QrFacts, type QrReading } from "./qr.ts";
import { recordIntact, type CertificateRecord } from "./record.ts";
import { sealChecks, type SealFinding } from "./seal.ts";

export { outcomeName, outcomes } from "./outcome.ts";
export type { Check, CheckId, Outcome, Verdict } from "./outcome.ts";

/** What the store knows of a certificate; the caller looks it up by number. */
export interface KnownCertificate {
  record: CertificateRecord;
  state: LifeState;
}

/**
 * The outcome for a typed number. `issuerCodes` are the awarding bodies of this installation, so that another's number is
 * not called unknown. A number with wrong check characters is told to its writer before; asked nevertheless, there is
 * nothing of ours in it.
 */
export function outcomeOfNumber(
  reading: NumberReading,
  known: KnownCertificate | null,
  issuerCodes: readonly string[],
  now: Date,
): Verdict {
  if (!reading.ok) return verdict("unreadable", [failed("number-form")], null, null, now);
  const checks = [passed("number-form")];
  if (known) return ofRecord(checks, known, reading.number, now);
  const ours = issuerCodes.includes(issuerOfNumber(reading.number));
  return verdict(ours ? "unknown" : "not_issued_here", [...checks, failed("number-known")], reading.number, null, now);
}

/** The outcome for a file, read by `readSeal`, beside the stored record of its number. Altered beats everything. */
export function outcomeOfDocument(finding: SealFinding, known: KnownCertificate | null, now: Date): Verdict {
  const standing = known && standingOf(known, now);
  const checks = checksOf(finding);
  if (finding.kind === "nothing") return verdict("unreadable", checks, null, null, now);
  if (finding.kind === "stranger") return verdict("not_issued_here", checks, finding.number, null, now);
  if (finding.kind === "altered") return verdict("altered", checks, finding.number, standing, now);
  if (!known) return verdict("unknown", [...checks, failed("number-known")], finding.number, null, now);
  const agrees = known.record.number === finding.number && known.record.recordHash === finding.credential.recordHash;
  if (!agrees)
    return verdict("altered", [...checks, passed("number-known"), failed("record")], finding.number, standing, now);
  return ofRecord(checks, known, finding.number, now);
}

/** The outcome for a file with nothing but the issuer's public keys: withdrawals cannot be known. */
export function outcomeOfDocumentAlone(finding: SealFinding, keys: readonly VerifyingKey[], now: Date): Verdict {
  if (finding.kind !== "intact") return outcomeOfDocument(finding, null, now);
  if (isStolen(finding.kid, keys)) return doubtful(finding.number, now);
  return ofDates(checksOf(finding), finding.number, finding.credential.validUntil, now);
}

/** The outcome for a paper's code, read by `readQr`; its facts must be those of the stored record. */
export function outcomeOfQr(reading: QrReading, known: KnownCertificate | null, now: Date): Verdict {
  const standing = known && standingOf(known, now);
  if (reading === null) return verdict("unreadable", [failed("paper-code")], null, null, now);
  if (reading === "not_issued_here") return verdict(reading, [failed("paper-code")], null, null, now);
  if (reading === "altered")
    return verdict("altered", [failed("paper-code")], known?.record.number ?? null, standing, now);
  const checks = [passed("paper-code")];
  if (!known) return verdict("unknown", [...checks, failed("number-known")], reading.number, null, now);
  const differing = differingFacts(reading, known.record);
  if (differing.length > 0)
    return verdict("altered", [...checks, failed("paper-facts")], reading.number, standing, now);
  return ofRecord([...checks, passed("paper-facts")], known, reading.number, now);
}

/** The same with nothing but the issuer's public keys. */
export function outcomeOfQrAlone(reading: QrReading, keys: readonly VerifyingKey[], now: Date): Verdict {
  if (reading === null || typeof reading === "string") return outcomeOfQr(reading, null, now);
  if (isStolen(reading.kid, keys)) return doubtful(reading.number, now);
  return ofDates([passed("paper-code")], reading.number, reading.validUntil, now);
}

/** What a stolen key has signed carries whatever date the thief liked: without the record nothing can be said for it. */
function isStolen(kid: string, keys: readonly VerifyingKey[]): boolean {
  return keys.some((key) => key.kid === kid && key.compromisedSince !== null);
}

function doubtful(number: string, now: Date): Verdict {
  return verdict("suspended", [failed("key-in-force")], number, null, now);
}

/** Which facts of a paper are not those of the record; the key may differ, since a paper is signed when it is made. */
export function differingFacts(paper: QrFacts, record: CertificateRecord): Exclude<keyof QrFacts, "kid">[] {
  const stored = factsOf(record);
  const compared = ["number", "name", "qualification", "level", "issuedOn", "validUntil"] as const;
  return compared.filter((fact) => paper[fact] !== stored[fact]);
}

function standingOf({ record, state }: KnownCertificate, now: Date): Outcome {
  return recordIntact(record) ? stateAt({ state, validUntil: record.validUntil }, now) : "altered";
}

/** A stored record that is not what was sealed is altered, too: somebody wrote into the store. */
function ofRecord(checks: readonly Check[], known: KnownCertificate, number: string, now: Date): Verdict {
  const standing = standingOf(known, now);
  const all = [...checks, passed("number-known"), { id: "record" as const, passed: standing !== "altered" }];
  if (standing !== "altered") all.push({ id: "in-force", passed: standing === "valid" });
  return verdict(standing, all, number, standing, now);
}

function ofDates(checks: readonly Check[], number: string, validUntil: string, now: Date): Verdict {
  const inForce = now.getTime() < endOfValidity(validUntil).getTime();
  return verdict(inForce ? "valid" : "expired", [...checks, { id: "in-force", passed: inForce }], number, null, now);
}

/** The checks up to the one that failed. */
function checksOf(finding: SealFinding): Check[] {
  if (finding.kind === "intact") return sealChecks.map(passed);
  if (finding.kind === "nothing") return [failed("seal-form")];
  if (finding.kind === "stranger") return [failed("issuer-key")];
  const before = sealChecks.slice(0, sealChecks.indexOf(finding.failed));
  return [...before.map(passed), failed(finding.failed)];
}

function verdict(outcome: Outcome, checks: Check[], number: string | null, record: Outcome | null, now: Date): Verdict {
  return { outcome, checks, number, record, checkedAt: now };
}

function passed(id: CheckId): Check {
  return { id, passed: true };
}

function failed(id: CheckId): Check {
  return { id, passed: false };
}
