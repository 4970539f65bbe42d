import { randomBytes } from "node:crypto";
import type { z } from "zod";
import { record } from "../audit/actions.ts";
import { credentialsOf, enrol, savePassword, startEnrolling } from "../people/credentials.ts";
import { idNumberFits, maskIdNumber, plainIdNumber, type IdType } from "../people/identity.ts";
import { hashPassword } from "../people/passwords.ts";
import { changePerson } from "../people/store.ts";
import type { Actor } from "../platform/actor.ts";
import { decrypt, encrypt, keyedHash } from "../platform/secrets.ts";
import { endSessions } from "../platform/session.ts";
import { newSecret, stepOf } from "../people/totp.ts";
import type { ProfileForm } from "./forms.ts";

/** A new password ends every other session of the person. */
export async function changePassword(actor: Actor, password: string, sessionId: string): Promise<void> {
  await savePassword(actor.id, await hashPassword(password));
  await endSessions(actor.id, sessionId);
  await record(actor, "person.password-changed");
}

/** The secret that is being enrolled; the same one until it is proven, so that a reload does not spoil a scan. */
export async function secretToEnrol(actor: Actor): Promise<string> {
  const started = (await credentialsOf(actor.id))?.enrolling;
  if (started) return decrypt(started);
  const secret = newSecret();
  await startEnrolling(actor.id, encrypt(secret));
  return secret;
}

/** Proves the app by a code. @returns the recovery codes, shown this once, or null when the code is wrong. */
export async function enrolSecondFactor(actor: Actor, code: string): Promise<string[] | null> {
  const sealed = (await credentialsOf(actor.id))?.enrolling;
  const step = sealed ? stepOf(decrypt(sealed), code) : null;
  if (!sealed || step === null) return null;
  const recovery = Array.from({ length: 8 }, () => randomBytes(16).toString("hex"));
  if (!(await enrol(actor.id, sealed, step, recovery))) return null;
  await record(actor, "person.second-factor-enrolled");
  return recovery;
}

/** What is stored of an ID number: sealed, findable by keyed hash, masked; null when the number does not fit its type. */
export function sealIdNumber(idType: IdType, typed: string) {
  const number = plainIdNumber(typed);
  if (!idNumberFits(idType, number)) return null;
  return { idType, idSealed: encrypt(number), idHash: keyedHash(number), idMasked: maskIdNumber(number) };
}

/** Saves the profile; an empty ID number keeps the one that is stored. False when the ID number does not fit. */
export async function saveProfile(
  actor: Actor,
  { idType, idNumber, ...plain }: z.output<typeof ProfileForm>,
): Promise<boolean> {
  const identity = idNumber ? sealIdNumber(idType, idNumber) : {};
  if (!identity) return false;
  await changePerson(actor.id, { ...plain, ...identity });
  await record(actor, "person.changed", {
    object: actor.id,
    facts: { fields: [...Object.keys(plain), ...(idNumber ? ["idNumber"] : [])] },
  });
  return true;
}
