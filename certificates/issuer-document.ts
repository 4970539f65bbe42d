import { z } from "zod";
import { keyValidity, verifyingKey, type Issuer, type VerifyingKey } from "./keys.ts";

/** `/.well-known/jwks.json`: every public key that ever signed, so that old certificates verify for ever. */
export function publicJwks(keys: readonly VerifyingKey[]): object {
  return { keys: keys.map((key) => ({ ...key.jwk, kid: key.kid, alg: "ES256", use: "sig" })) };
}

/** The decentralised identifier (did:web) of an installation; a port is written `%3A`. */
export function didOf(baseUrl: string): string {
  const { host, pathname } = new URL(baseUrl);
  const path = pathname.split("/").filter((step) => step !== "");
  return ["did:web", encodeURIComponent(host), ...path].join(":");
}

/** `/.well-known/did.json`. */
export function didDocument(keys: readonly VerifyingKey[], baseUrl: string): object {
  const did = didOf(baseUrl);
  return {
    "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"],
    id: did,
    verificationMethod: keys.map((key) => ({
      id: `${did}#${key.kid}`,
      type: "JsonWebKey2020",
      controller: did,
      publicKeyJwk: key.jwk,
    })),
    assertionMethod: keys.map((key) => `${did}#${key.kid}`),
  };
}

/**
 * `/.well-known/issuer.json`, the file for `--issuer`: profiles and keys with their validity. The certificates are in
 * it because the strict check of a PDF rebuilds its signature from them, offline.
 */
export function issuerDocument(issuers: readonly Issuer[], keys: readonly VerifyingKey[]): object {
  return {
    issuers: issuers.map((issuer) => ({
      code: issuer.code,
      name: issuer.name,
      keys: keys.filter((key) => key.issuer.code === issuer.code).map(published),
    })),
  };
}

/** The keys in an issuer's file (parsed JSON). @throws when it is not one. */
export function readIssuerDocument(json: unknown): VerifyingKey[] {
  const { issuers } = issuerFile.parse(json);
  return issuers.flatMap(({ code, name, keys }) =>
    keys.map(({ certificate, jwk: _, ...validity }) =>
      verifyingKey({ ...validity, issuer: { code, name } }, Buffer.from(certificate, "base64")),
    ),
  );
}

const { issuer: profile, ...validityOfKey } = keyValidity;
const publishedKey = z.strictObject({
  ...validityOfKey,
  jwk: z.record(z.string(), z.string()),
  certificate: z.base64(),
});
const issuerFile = z.object({ issuers: z.array(profile.extend({ keys: z.array(publishedKey) })) });

function published(key: VerifyingKey): z.input<typeof publishedKey> {
  const { kid, notBefore, notAfter, retired, compromisedSince } = key;
  const { kty = "", crv = "", x = "", y = "" } = key.jwk;
  const certificate = Buffer.from(key.certificate).toString("base64");
  return { kid, notBefore, notAfter, retired, compromisedSince, jwk: { kty, crv, x, y }, certificate };
}
