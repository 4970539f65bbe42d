import { sign, verify, type KeyObject } from "node:crypto";

/**
 * ECDSA over P-256 with SHA-256, as r ‖ s (64 bytes, IEEE P1363), always with the lower of the two possible s, so that
 * nobody can turn a signature of ours into another right one.
 */
export function signLow(data: Uint8Array, privateKey: KeyObject): Uint8Array {
  return lowered(sign("sha256", data, { key: privateKey, dsaEncoding: "ieee-p1363" }));
}

/** Whether r ‖ s is right and low-s. */
export function verifyLow(data: Uint8Array, signature: Uint8Array, publicKey: KeyObject): boolean {
  if (signature.length !== 64 || !isLow(signature)) return false;
  return verify("sha256", data, { key: publicKey, dsaEncoding: "ieee-p1363" }, signature);
}

/** The same signature with the lower s. */
export function lowered(signature: Uint8Array): Uint8Array {
  if (isLow(signature)) return signature;
  const s = (order - numberIn(signature.subarray(32))).toString(16).padStart(64, "0");
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(s, "hex")]);
}

/** Order of P-256's group (FIPS 186-4, D.1.2.3). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

function isLow(signature: Uint8Array): boolean {
  return numberIn(signature.subarray(32)) <= order / 2n;
}

function numberIn(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex") || "0"}`);
}
