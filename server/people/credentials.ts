import { trusted } from "mongoose";
import { newToken, tokenHash } from "../platform/secrets.ts";
import { loginKey } from "./identity.ts";
import { Person } from "./model.ts";
import { passwordIsRight } from "./passwords.ts";

/** What sign-in needs of a person and nobody else sees. */
export interface Credentials {
  id: string;
  name: string;
  login: string;
  baseId: string | null;
  passwordHash: string;
  roles: string[];
  secondFactor: { secret: string; lastStep: number; recovery: string[] } | null;
  enrolling: string;
}

const secret = { name: 1, login: 1, baseId: 1, passwordHash: 1, roles: 1, secondFactor: 1, enrolling: 1 } as const;

/** Credentials of an active person, by login. */
export async function findCredentials(login: string): Promise<Credentials | null> {
  return toCredentials(await Person.findOne({ loginKey: loginKey(login), state: "active" }, secret).lean());
}

export async function credentialsOf(id: string): Promise<Credentials | null> {
  return toCredentials(await Person.findOne({ _id: id, state: "active" }, secret).lean());
}

/** Whether this is the password of somebody who is signed in already. */
export async function passwordOf(id: string, password: string): Promise<boolean> {
  return passwordIsRight((await credentialsOf(id))?.passwordHash ?? null, password);
}

export async function savePassword(id: string, passwordHash: string): Promise<void> {
  await Person.updateOne({ _id: id }, { $set: { passwordHash, reset: null } });
}

/** Marks a time step as used; false when it (or a later one) was used already: a code works once. */
export async function useStep(id: string, step: number): Promise<boolean> {
  const done = await Person.updateOne(
    { _id: id, "secondFactor.lastStep": trusted({ $lt: step }) },
    { $set: { "secondFactor.lastStep": step } },
  );
  return done.modifiedCount === 1;
}

/** Uses up a recovery code. */
export async function useRecovery(id: string, code: string): Promise<boolean> {
  const hash = tokenHash(code);
  const done = await Person.updateOne(
    { _id: id, "secondFactor.recovery": hash },
    { $pull: { "secondFactor.recovery": hash } },
  );
  return done.modifiedCount === 1;
}

/** Keeps the secret that a person is about to enrol, until she proves it. */
export async function startEnrolling(id: string, sealed: string): Promise<void> {
  await Person.updateOne({ _id: id }, { $set: { enrolling: sealed } });
}

export async function enrol(id: string, sealed: string, step: number, recovery: string[]): Promise<boolean> {
  const done = await Person.updateOne(
    { _id: id, enrolling: sealed },
    { $set: { secondFactor: { secret: sealed, lastStep: step, recovery: recovery.map(tokenHash) }, enrolling: "" } },
  );
  return done.modifiedCount === 1;
}

export async function dropSecondFactor(id: string): Promise<void> {
  await Person.updateOne({ _id: id }, { $set: { secondFactor: null, enrolling: "" } });
}

/** A one-time way to a new password; the one before it ends. @returns the token, stored only as its hash. */
export async function openReset(id: string, until: Date): Promise<string> {
  const { token, hash } = newToken();
  await Person.updateOne({ _id: id }, { $set: { reset: { hash, until } } });
  return token;
}

/** Who may set a new password with this token, now. */
export async function findReset(token: string, now: Date): Promise<{ id: string; name: string; login: string } | null> {
  const row = await Person.findOne(
    { "reset.hash": tokenHash(token), "reset.until": trusted({ $gt: now }), state: "active" },
    { name: 1, login: 1 },
  ).lean();
  return row ? { id: String(row._id), name: row.name, login: row.login } : null;
}

/** Sets the password and ends the token in one step; false when it was used or is over. */
export async function useReset(token: string, passwordHash: string, now: Date): Promise<boolean> {
  const done = await Person.updateOne(
    { "reset.hash": tokenHash(token), "reset.until": trusted({ $gt: now }) },
    { $set: { passwordHash, reset: null } },
  );
  return done.modifiedCount === 1;
}

function toCredentials(row: Record<string, unknown> | null): Credentials | null {
  return row
    ? ({
        ...row,
        id: String(row["_id"]),
        baseId: row["baseId"] ?? null,
        secondFactor: row["secondFactor"] ?? null,
      } as unknown as Credentials)
    : null;
}
