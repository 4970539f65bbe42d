import { createHash } from "node:crypto";
import { canonicalize } from "json-canonicalize";
import type { Bilingual } from "../courses/language.ts";

/** As `server/people/identity.ts` names them; null when no document is on file. */
export type IdType = "resident-id" | "passport" | "hong-kong-macau-permit" | "taiwan-permit";

export interface Holder {
  /** As printed. */
  name: string;
  /** As printed below the name; null when there is none. */
  latinName: string | null;
  idType: IdType | null;
  /** As printed, for example `440113********1234`; never shown to strangers. */
  idMasked: string | null;
  /** Keyed hash of the ID number; never printed. */
  idHash: string | null;
}

/** A part of the examination with what was reached. */
export interface RecordPart {
  /** `theory`, `practical`, …; unique within the certificate. */
  id: string;
  title: Bilingual;
  /** As printed: at most one decimal, rounded down (`percentShown`). */
  percent: string;
  /** Percent that had to be reached, 0–100. */
  minimum: number;
}

export interface Named {
  id: string;
  title: Bilingual;
}

/** Everything that is printed or signed, fixed at the moment of issue. Dates are `YYYY-MM-DD` in Asia/Shanghai. */
export interface CertificateFacts {
  number: string;
  holder: Holder;
  qualification: Named & { version: string };
  programme: string;
  tier: string;
  level: number;
  levelName: Bilingual;
  parts: RecordPart[];
  /** Hours of training; 0 when none are to be printed. */
  hours: number;
  trainedFrom: string;
  trainedTo: string;
  competencies: Named[];
  base: { id: string; name: Bilingual };
  /** Roll numbers of those who assessed. */
  assessors: string[];
  decisionId: string;
  issuedOn: string;
  /** Last day of validity, inclusive. */
  validUntil: string;
  issuer: { code: string; name: Bilingual };
  /** Key that was active at issue. */
  kid: string;
  template: { id: string; version: number };
  /** SHA-256 of the photo in hex; null without one. */
  photoHash: string | null;
  /** Random `urn:uuid:…` that stands for the holder in the credential. */
  subjectId: string;
  /** Random; keeps `recordHash` from being guessed from public facts. At least 16 bytes in hex or base64url. */
  salt: string;
}

export interface CertificateRecord extends CertificateFacts {
  /** SHA-256 in hex over the JCS form (RFC 8785) of everything else, salt included. */
  recordHash: string;
}

/**
 * Closes the facts with their hash.
 * @throws RangeError when the salt is too short to keep the hash from being guessed.
 */
export function sealRecord(facts: CertificateFacts): CertificateRecord {
  if (facts.salt.length < 22) throw new RangeError("the salt of a record has at least 16 bytes");
  return { ...facts, recordHash: hashOf(facts) };
}

/** Whether a stored record still is what was sealed. */
export function recordIntact(record: CertificateRecord): boolean {
  const { recordHash, ...facts } = record;
  return hashOf(facts) === recordHash;
}

function hashOf(facts: CertificateFacts): string {
  return createHash("sha256").update(canonicalize(facts)).digest("hex");
}
