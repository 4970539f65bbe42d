import type { Request } from "express";
import { record } from "../audit/actions.ts";
import { credentialsOf, findReset, openReset, useReset } from "../people/credentials.ts";
import { loginKey } from "../people/identity.ts";
import { hashPassword } from "../people/passwords.ts";
import { findActor, findByLogin } from "../people/store.ts";
import { settings } from "../platform/config.ts";
import { Forbidden } from "../platform/errors.ts";
import { countTry, forgetTries, giveBackTry } from "../platform/limits.ts";
import { ownPath } from "../platform/locals.ts";
import { post } from "../platform/mail.ts";
import { tokenHash } from "../platform/secrets.ts";
import { endSessions } from "../platform/session.ts";
import { translator } from "../platform/words/index.ts";
import { useCode } from "../people/totp.ts";

/** Where a right password leads: into the house, or to the second factor of whoever has one. */
export async function signIn(req: Request, personId: string, next: string | undefined): Promise<string> {
  const person = await credentialsOf(personId);
  if (!person) throw new Forbidden();
  const target = ownPath(next) ?? "/";
  await giveBackTry("sign-in-address", req.ip ?? "");
  if (person.secondFactor) {
    req.session.awaiting = { personId, next: target };
    return "/login/second-factor";
  }
  await forgetTries("sign-in-name", loginKey(person.login));
  await startSession(req, personId);
  return target;
}

/**
 * The second step; a code works once. Counted with the passwords, and only the whole sign-in gives the tries back:
 * whoever knows the password cannot guess codes without end. @returns where to go, or null when the code is wrong
 */
export async function signInByCode(
  req: Request,
  { personId, next }: { personId: string; next: string },
  code: string,
): Promise<string | null> {
  const person = await credentialsOf(personId);
  if (!person) throw new Forbidden();
  await countSignIn(req, person.login);
  if (!(await useCode(personId, code))) return null;
  await startSession(req, personId);
  await giveBackTry("sign-in-address", req.ip ?? "");
  await forgetTries("sign-in-name", loginKey(person.login));
  return next;
}

/** A new session id for the person (passport regenerates it), with what the list of sessions shows. */
export async function startSession(req: Request, personId: string): Promise<void> {
  const actor = await findActor(personId);
  if (!actor) throw new Forbidden();
  await new Promise<void>((resolve, reject) => {
    req.logIn(actor, (error: unknown) =>
      error ? reject(error instanceof Error ? error : new Error("sign-in")) : resolve(),
    );
  });
  Object.assign(req.session, {
    authenticatedAt: Date.now(),
    startedAt: Date.now(),
    device: (req.get("user-agent") ?? "").slice(0, 200),
  });
  await record(actor, "person.signed-in", { from: req.ip ?? "" });
}

/** Counted by name and by address, whoever asks and however: form, code, reset. */
export async function countSignIn(req: Request, login: string): Promise<void> {
  await countTry("sign-in-address", req.ip ?? "");
  await countTry("sign-in-name", loginKey(login));
}

/** Links are tried as passwords are: counted by address, and a right one gives its try back. @returns whose it is, or null */
export async function personOfReset(
  req: Request,
  token: string,
  now: Date,
): Promise<Awaited<ReturnType<typeof findReset>>> {
  await countTry("sign-in-address", req.ip ?? "");
  const person = await findReset(token, now);
  if (person) await giveBackTry("sign-in-address", req.ip ?? "");
  return person;
}

/** Sends a letter with a one-time link if the person is known and has an address; says nothing about either. */
export async function askReset(login: string, now: Date): Promise<void> {
  const person = await findByLogin(login);
  if (!person?.mail || person.state !== "active") return;
  const token = await openReset(person.id, new Date(now.getTime() + 60 * 60_000));
  const t = translator(person.language);
  const link = `${settings().baseUrl}/login/reset/${token}`;
  await post(
    `reset:${tokenHash(token)}`,
    { to: person.mail, subject: t("reset.letter-subject"), text: t("reset.letter", { name: person.name, link }) },
    now,
  );
  await record({ ...person, id: person.id }, "person.password-reset-asked");
}

/** Sets the new password once and ends every session of the person; false when the link is over. */
export async function resetPassword(
  person: { id: string; name: string },
  token: string,
  password: string,
  now: Date,
): Promise<boolean> {
  if (!(await useReset(token, await hashPassword(password), now))) return false;
  await endSessions(person.id);
  await record({ ...person, baseId: null }, "person.password-reset");
  return true;
}
