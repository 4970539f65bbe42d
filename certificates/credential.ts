import { CompactSign, compactVerify, decodeProtectedHeader } from "jose";
import { z } from "zod";
import { credentialBody, recordAddress } from "./credential-body.ts";
import { didOf } from "./issuer-document.ts";
import type { IssuerKey, VerifyingKey } from "./keys.ts";
import { endOfValidity } from "./life.ts";
import { issuerOfNumber } from "./number.ts";
import type { CertificateRecord } from "./record.ts";
import { lowered } from "./signature.ts";

/** What a credential of ours says, as far as verification needs it. */
export interface CredentialFacts {
  number: string;
  recordHash: string;
  name: string;
  issuedOn: string;
  validUntil: string;
  kid: string;
}

/**
 * The Open Badges 3.0 credential of a record as a signed token (`vc+jwt`, OB 3.0 §8.2): the payload is the credential
 * itself with the registered claims beside it.
 */
export async function credentialOf(record: CertificateRecord, key: IssuerKey, baseUrl: string): Promise<string> {
  const body = credentialBody(record, baseUrl);
  const claims = {
    iss: body.issuer.id,
    jti: body.id,
    sub: record.subjectId,
    nbf: Math.floor(Date.parse(body.validFrom) / 1000),
    exp: Math.floor(endOfValidity(record.validUntil).getTime() / 1000),
  };
  const { kty = "", crv = "", x = "", y = "" } = key.jwk;
  const header = { alg: "ES256", typ: "vc+jwt", kid: `${didOf(baseUrl)}#${key.kid}`, jwk: { kty, crv, x, y } };
  const token = await new CompactSign(Buffer.from(JSON.stringify({ ...body, ...claims })))
    .setProtectedHeader(header)
    .sign(key.privateKey);
  return withLowS(token);
}

/**
 * Reads a credential: its facts when a key of ours signed it, `altered` when one of our keys or numbers is named and
 * something is wrong, `not_issued_here` for another issuer's, null when it is no such token.
 */
export async function readCredential(
  token: string,
  keys: readonly VerifyingKey[],
): Promise<CredentialFacts | "altered" | "not_issued_here" | null> {
  const kid = kidOf(token);
  if (kid === null) return null;
  const key = keys.find((candidate) => candidate.kid === kid);
  if (!key) return keys.some(({ issuer }) => kid.startsWith(`${issuer.code}-`)) ? "altered" : "not_issued_here";
  try {
    if (withLowS(token) !== token) return "altered";
    const { payload } = await compactVerify(token, key.publicKey, { algorithms: ["ES256"] });
    const said = claimed.parse(JSON.parse(new TextDecoder().decode(payload)));
    return issuerOfNumber(said.number) === key.issuer.code ? { ...said, kid } : "altered";
  } catch {
    return "altered";
  }
}

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T/)
  .transform((moment) => moment.slice(0, 10));
const claimed = z
  .object({
    validFrom: day,
    validUntil: day,
    credentialSubject: z.object({
      identifier: z.tuple([z.object({ identityHash: z.string() })]),
      licenseNumber: z.string(),
    }),
    evidence: z.tuple([z.object({ id: z.string().startsWith(recordAddress("")) })]),
  })
  .transform(({ validFrom, validUntil, credentialSubject, evidence: [{ id }] }) => ({
    number: credentialSubject.licenseNumber,
    recordHash: Buffer.from(id.slice(recordAddress("").length), "base64url").toString("hex"),
    name: credentialSubject.identifier[0].identityHash,
    issuedOn: validFrom,
    validUntil,
  }));

function kidOf(token: string): string | null {
  try {
    const { kid, typ } = decodeProtectedHeader(token);
    return typ === "vc+jwt" && kid !== undefined ? kid.slice(kid.lastIndexOf("#") + 1) : null;
  } catch {
    return null;
  }
}

/** The token with the lower of the two right signatures, as all of ours are. */
function withLowS(token: string): string {
  const end = token.lastIndexOf(".") + 1;
  const signature = lowered(Buffer.from(token.slice(end), "base64url"));
  return token.slice(0, end) + Buffer.from(signature).toString("base64url");
}
