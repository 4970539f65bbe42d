import type { IssuerKey, VerifyingKey } from "./keys.ts";
import { issuerOfNumber, readNumber } from "./number.ts";
import type { CertificateRecord } from "./record.ts";
import { signLow, verifyLow } from "./signature.ts";

/** The few facts that a paper proves by itself. */
export interface QrFacts {
  number: string;
  name: string;
  qualification: string;
  level: string;
  issuedOn: string;
  validUntil: string;
  kid: string;
}

export type QrReading = QrFacts | "altered" | "not_issued_here" | null;

/** The link in the QR code; its fragment holds facts and signature and never reaches the server. */
export function qrText(record: CertificateRecord, key: IssuerKey, baseUrl: string): string {
  const facts = { ...factsOf(record), kid: key.kid };
  const payload = Buffer.from(JSON.stringify(order.map((name) => facts[name]))).toString("base64url");
  const signature = Buffer.from(signLow(signed(payload), key.privateKey)).toString("base64url");
  return `${verifyAddress(record.number, baseUrl)}#1.${payload}.${signature}`;
}

/** Where a number is looked up. */
export function verifyAddress(number: string, baseUrl: string): string {
  return `${baseUrl.replace(/\/+$/, "")}/verify/${number}`;
}

/**
 * Reads the text of a QR code: its facts when a key of ours signed them; `altered` when it bears one of our numbers and
 * is not right; `not_issued_here` for another issuer's; null when it is no code with facts (the number alone may be).
 */
export function readQr(text: string, keys: readonly VerifyingKey[]): QrReading {
  const parts = /^(?:\S*\/verify\/([^#\s]*)#)?1\.([\w-]*)\.([\w-]*)$/.exec(text.trim());
  if (!parts) return mangled(text, keys);
  const [, address, payload = "", signature = ""] = parts;
  const facts = factsIn(payload);
  const key = keys.find(({ kid }) => kid === facts?.kid);
  if (!facts || !key) return bearsOurs([address, facts?.number, facts?.kid], keys) ? "altered" : "not_issued_here";
  const right =
    verifyLow(signed(payload), fromBase64url(signature), key.publicKey) &&
    key.issuer.code === issuerOfNumber(facts.number);
  return right && (address === undefined || address === facts.number) ? facts : "altered";
}

/** The facts of the record in the form of the code. */
export function factsOf(record: CertificateRecord): QrFacts {
  const { number, holder, qualification, levelName, issuedOn, validUntil, kid } = record;
  return {
    number,
    name: holder.name,
    qualification: qualification.title["zh-CN"],
    level: levelName["zh-CN"],
    issuedOn,
    validUntil,
    kid,
  };
}

const order = ["number", "name", "qualification", "level", "issuedOn", "validUntil", "kid"] as const;

function signed(payload: string): Buffer {
  return Buffer.from(`zz1.${payload}`);
}

function factsIn(payload: string): QrFacts | null {
  try {
    const list: unknown = JSON.parse(fromBase64url(payload).toString("utf8"));
    if (!Array.isArray(list) || list.length !== order.length || !list.every((fact) => typeof fact === "string"))
      return null;
    const [number = "", name = "", qualification = "", level = "", issuedOn = "", validUntil = "", kid = ""] = list;
    return { number, name, qualification, level, issuedOn, validUntil, kid };
  } catch {
    return null;
  }
}

/** Bytes of the one right base64url spelling; an odd spelling (spare bits set) gives none, so it cannot pass. */
function fromBase64url(text: string): Buffer {
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : Buffer.alloc(0);
}

/** A link with a fragment that is no longer one of ours in form. */
function mangled(text: string, keys: readonly VerifyingKey[]): "altered" | null {
  const [, address = "", fragment = ""] = /\/verify\/([^#\s]*)#?(.*)$/s.exec(text.trim()) ?? [];
  return fragment !== "" && bearsOurs([address], keys) ? "altered" : null;
}

function bearsOurs(marks: readonly (string | undefined)[], keys: readonly VerifyingKey[]): boolean {
  const codes = new Set(keys.map(({ issuer }) => issuer.code));
  return marks.some((mark) => {
    if (mark === undefined) return false;
    const reading = readNumber(mark);
    const number = reading.ok ? reading.number : (reading.suggestion ?? mark);
    return codes.has(issuerOfNumber(number));
  });
}
