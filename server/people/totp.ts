import { generateSecret, generateURI, verifySync } from "otplib";
import { credentialsOf, useRecovery, useStep } from "./credentials.ts";
import { decrypt } from "../platform/secrets.ts";

/** A new secret for an authenticator app: 160 bits, base32. */
export function newSecret(): string {
  return generateSecret();
}

/** What the app scans. */
export function secretUri(secret: string, login: string, issuer: string): string {
  return generateURI({ secret, label: login, issuer });
}

/** The time step of a right code (RFC 6238, 30 s, one step of tolerance), or null. */
export function stepOf(secret: string, code: string): number | null {
  const digits = code.normalize("NFKC").replace(/\s+/g, "");
  if (!/^\d{6}$/.test(digits)) return null;
  const result = verifySync({ secret, token: digits, epochTolerance: 30 });
  return result.valid && "timeStep" in result ? result.timeStep : null;
}

/** Uses a code of the app, or a recovery code, once; false when it is wrong or was used. */
export async function useCode(personId: string, code: string): Promise<boolean> {
  const factor = (await credentialsOf(personId))?.secondFactor;
  if (!factor) return false;
  const step = stepOf(decrypt(factor.secret), code);
  if (step !== null) return useStep(personId, step);
  return useRecovery(personId, code.toLowerCase().replace(/[^a-z0-9]/g, ""));
}
