import { createHash } from "node:crypto";
import { cmsOf, derLength, signatureIn, signedAttributes } from "./cms.ts";
import { attachedCredential } from "./attachment.ts";
import { readCredential, type CredentialFacts } from "./credential.ts";
import { keyCovers, type IssuerKey, type VerifyingKey } from "./keys.ts";
import { traceOf } from "./trace.ts";
import { findSeal, reservedBytes, type SealPlace } from "./seal-field.ts";
import { signLow, verifyLow } from "./signature.ts";

/** What was looked at in a file, in this order; the first that fails ends the reading. */
export const sealChecks = ["seal-form", "whole-file", "issuer-key", "signature", "key-in-force", "credential"] as const;
export type SealCheck = (typeof sealChecks)[number];

export type SealFinding =
  /** Every byte is as we signed it. */
  | { kind: "intact"; number: string; kid: string; signedAt: Date; credential: CredentialFacts }
  /** Ours once, or pretending to be; `failed` is the first check that fails. */
  | { kind: "altered"; number: string | null; failed: SealCheck }
  /** Signed, or numbered, by somebody whom we do not know. */
  | { kind: "stranger"; number: string | null }
  /** Nothing of ours in it: no PDF, a scan, a print-to-file copy. */
  | { kind: "nothing" };

/**
 * Signs a document that has an empty seal: CMS (ETSI.CAdES.detached) over every byte but the signature itself. The byte
 * range is written in place, so nothing moves.
 * @throws when the document has no empty seal of ours.
 */
export function sealPdf(unsigned: Buffer, key: IssuerKey): Buffer {
  const place = findSeal(unsigned.toString("latin1"));
  if (place === null) throw new Error("the document has no place for the seal");
  const sealed = Buffer.from(unsigned);
  const range = `[0 ${place.start} ${place.end} ${sealed.length - place.end}`;
  sealed.write(`${range.padEnd(place.rangeLength - 1)}]`, place.rangeAt, "latin1");
  const digest = digestOf(sealed, place);
  const signature = signLow(signedAttributes(digest, key.certificate), key.privateKey);
  const cms = cmsOf(digest, key.certificate, signature);
  if (cms.length > reservedBytes) throw new Error("the signature needs more room than is kept for it");
  sealed.write(Buffer.from(cms).toString("hex"), place.start + 1, "latin1");
  return sealed;
}

/** Reads the seal of any file, strictly; never throws for what is in the file. */
export async function readSeal(bytes: Uint8Array, keys: readonly VerifyingKey[]): Promise<SealFinding> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const text = file.toString("latin1");
  const place = findSeal(text);
  const failed = place === null ? ({ failed: "seal-form" } as const) : await examine(file, text, place, keys);
  if (!("failed" in failed)) return failed;
  const trace = traceOf(text, keys);
  if (trace.kind === "ours") return { kind: "altered", number: trace.number, failed: failed.failed };
  return trace;
}

type Examined = Extract<SealFinding, { kind: "intact" }> | { failed: SealCheck };

async function examine(file: Buffer, text: string, place: SealPlace, keys: readonly VerifyingKey[]): Promise<Examined> {
  if (!coversAll(file, place)) return { failed: "whole-file" };
  const cms = contentsOf(text, place);
  if (cms === null) return { failed: "seal-form" };
  const key = keys.find(({ certificate }) => cms.includes(Buffer.from(certificate)));
  if (!key) return { failed: "issuer-key" };
  if (!signatureFits(cms, digestOf(file, place), key)) return { failed: "signature" };
  if (!keyCovers(key, place.signedAt)) return { failed: "key-in-force" };
  const token = attachedCredential(file, text);
  const credential = token === null ? null : await readCredential(token, [key]);
  if (credential === null || typeof credential === "string" || credential.number !== place.number)
    return { failed: "credential" };
  return { kind: "intact", number: place.number, kid: key.kid, signedAt: place.signedAt, credential };
}

/** The signed part starts at the first byte, ends at the last, and leaves out the signature and nothing else. */
function coversAll(file: Buffer, place: SealPlace): boolean {
  const [from, length, next, rest] = place.byteRange;
  return from === 0 && length === place.start && next === place.end && next + rest === file.length;
}

/** One DER object, then zeros only. */
function contentsOf(text: string, place: SealPlace): Buffer | null {
  const contents = Buffer.from(text.slice(place.start + 1, place.end - 1), "hex");
  const length = derLength(contents);
  if (length === null || length > contents.length) return null;
  return contents.subarray(length).every((byte) => byte === 0) ? contents.subarray(0, length) : null;
}

/**
 * The signature is right, and the CMS built again from digest, our own certificate and signature value equals the one
 * found: half of the CMS's bytes are not covered by the signature, and this covers them.
 */
function signatureFits(cms: Buffer, digest: Uint8Array, key: VerifyingKey): boolean {
  const signature = signatureIn(cms);
  if (signature === null || !cms.equals(cmsOf(digest, key.certificate, signature))) return false;
  return verifyLow(signedAttributes(digest, key.certificate), signature, key.publicKey);
}

function digestOf(file: Buffer, place: SealPlace): Uint8Array {
  return createHash("sha256").update(file.subarray(0, place.start)).update(file.subarray(place.end)).digest();
}
