import {
  createPrivateKey,
  createPublicKey,
  webcrypto,
  X509Certificate,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import { z } from "zod";
import type { Bilingual } from "../courses/language.ts";
import { selfSigned } from "./key-certificate.ts";

export interface Issuer {
  /** 2–4 capital letters, as in the numbers. */
  code: string;
  name: Bilingual;
}

/** What is public of a key. Moments are ISO 8601; `retired` and `compromisedSince` are null while all is well. */
export interface KeyValidity {
  /** `PY-2026-1`: issuer, year, number. */
  kid: string;
  issuer: Issuer;
  notBefore: string;
  notAfter: string;
  retired: string | null;
  compromisedSince: string | null;
}

/** As kept in the keys' folder, mode 0600. */
export interface IssuerKeyFile extends KeyValidity {
  /** PKCS#8 PEM. */
  privateKey: string;
  /** X.509 PEM: self-signed, or one of a CA for the same key. */
  certificate: string;
}

/** Enough to check what the key has signed; made once and kept. */
export interface VerifyingKey extends KeyValidity {
  publicKey: KeyObject;
  /** `kty`, `crv`, `x`, `y`. */
  jwk: JsonWebKey;
  /** X.509, DER. */
  certificate: Uint8Array;
}

export interface IssuerKey extends VerifyingKey {
  privateKey: KeyObject;
}

/** Years for which a key's certificate is made; rotation is expected long before. */
const yearsOfValidity = 10;

/** A new P-256 key with its self-signed certificate, in force from `now` (whole seconds) for ten years. */
export async function makeIssuerKey(wish: {
  issuer: Issuer;
  year: number;
  serial: number;
  now: Date;
}): Promise<IssuerKeyFile> {
  const kid = `${wish.issuer.code}-${wish.year}-${wish.serial}`;
  const notBefore = new Date(Math.floor(wish.now.getTime() / 1000) * 1000);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + yearsOfValidity);
  const pair = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const certificate = await selfSigned(pair, { name: wish.issuer.name["zh-CN"], kid, notBefore, notAfter });
  const privateKey = await webcrypto.subtle.exportKey("pkcs8", pair.privateKey);
  return {
    kid,
    issuer: wish.issuer,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    retired: null,
    compromisedSince: null,
    privateKey: pem("PRIVATE KEY", new Uint8Array(privateKey)),
    certificate: pem("CERTIFICATE", certificate),
  };
}

const moment = z.iso.datetime();
export const keyValidity = {
  kid: z.string().regex(/^[A-Z]{2,4}-\d{4}-\d{1,4}$/),
  issuer: z.strictObject({
    code: z.string().regex(/^[A-Z]{2,4}$/),
    name: z.strictObject({ "zh-CN": z.string().min(1), en: z.string() }),
  }),
  notBefore: moment,
  notAfter: moment,
  retired: moment.nullable(),
  compromisedSince: moment.nullable(),
};
const keyFile = z.strictObject({ ...keyValidity, privateKey: z.string(), certificate: z.string() });

/**
 * A key ready for use, from the contents of its file (parsed JSON).
 * @throws when the file is not one of ours, or private key and certificate do not belong together.
 */
export function readIssuerKey(file: unknown): IssuerKey {
  const { privateKey: secret, certificate, ...validity } = keyFile.parse(file);
  const privateKey = createPrivateKey(secret);
  const x509 = new X509Certificate(certificate);
  if (!x509.checkPrivateKey(privateKey)) throw new Error(`key ${validity.kid}: certificate and private key differ`);
  return { ...verifyingKey(validity, x509.raw), privateKey };
}

/** The public half, from a certificate in DER. @throws when the certificate is not for a P-256 key of this issuer. */
export function verifyingKey(validity: KeyValidity, certificate: Uint8Array): VerifyingKey {
  const { publicKey } = new X509Certificate(certificate);
  const curve = publicKey.asymmetricKeyDetails?.namedCurve;
  if (curve !== "prime256v1") throw new Error(`key ${validity.kid}: not on P-256`);
  if (!validity.kid.startsWith(`${validity.issuer.code}-`)) throw new Error(`key ${validity.kid}: of another issuer`);
  return {
    ...validity,
    publicKey: createPublicKey(publicKey.export({ type: "spki", format: "pem" })),
    jwk: publicKey.export({ format: "jwk" }),
    certificate: Uint8Array.from(certificate),
  };
}

/** Whether a signature made at `moment` may stand: within the key's time, before it was retired or stolen. */
export function keyCovers(key: KeyValidity, moment: Date): boolean {
  const at = moment.getTime();
  const end = Math.min(
    ...[key.notAfter, key.retired, key.compromisedSince].map((limit) =>
      limit === null ? Infinity : Date.parse(limit),
    ),
  );
  return at >= Date.parse(key.notBefore) && at <= end;
}

function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}
