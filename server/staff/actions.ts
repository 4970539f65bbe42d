import { randomBytes } from "node:crypto";
import type { z } from "zod";
import { ensure, refused, allowed } from "../../courses/decision.ts";
import { record } from "../audit/actions.ts";
import { allBases } from "../people/bases.ts";
import { openReset } from "../people/credentials.ts";
import { hashPassword } from "../people/passwords.ts";
import { issuerFor, needBase, type RoleId } from "../people/roles/index.ts";
import { addPerson, changePerson, countPeople, personSeenBy, switchPerson } from "../people/store.ts";
import type { Actor } from "../platform/actor.ts";
import { Forbidden, Invalid } from "../platform/errors.ts";
import { endSessions } from "../platform/session.ts";
import type { NewPersonForm } from "./forms.ts";

/** Days for which a printed one-time link to a first or new password works. */
const printedLinkDays = 7;

/**
 * Whether the actor may give this role: administrators any; others only roles held within a base, to
 * people of their own.
 */
export function mayGrant(actor: Actor, role: RoleId): boolean {
  return actor.capabilities.has("role.grant") || needBase([role]);
}

/** Whether a new person lacks the base that her role is held within. */
export async function lacksBase(actor: Actor, { role, baseId }: z.output<typeof NewPersonForm>): Promise<boolean> {
  if (actor.baseId || !needBase([role])) return false;
  return !(await allBases()).some(({ id }) => id === baseId);
}

/** Adds a person with a one-time link instead of a password. @returns id and link token, or null when the login is taken. */
export async function createPerson(
  actor: Actor,
  input: z.output<typeof NewPersonForm>,
  now: Date,
): Promise<{ id: string; token: string } | null> {
  if (!mayGrant(actor, input.role)) throw new Forbidden();
  if (await lacksBase(actor, input)) throw new Invalid({ baseId: "form.choose" });
  const baseId = actor.baseId ?? (needBase([input.role]) ? input.baseId : null);
  const issuer = issuerFor([input.role]);
  const unusable = await hashPassword(randomBytes(24).toString("base64url"));
  const id = await addPerson(
    { login: input.login, name: input.name, roles: [input.role], baseId, issuer, passwordHash: unusable },
    now,
  );
  if (!id) return null;
  await record(actor, "person.created", { object: id, baseId, facts: { roles: [input.role] } });
  return { id, token: await printLink(actor, id, now) };
}

/** A one-time link that the clerk prints for who has no mail address; the one before it ends. */
export async function printLink(actor: Actor, personId: string, now: Date): Promise<string> {
  const person = await personSeenBy(actor, personId);
  const token = await openReset(person.id, new Date(now.getTime() + printedLinkDays * 86400_000));
  await record(actor, "person.password-reset-asked", { object: person.id, baseId: person.baseId });
  return token;
}

/** Switches a person off (and out of every session), or on again. */
export async function switchTo(actor: Actor, personId: string, state: "active" | "disabled"): Promise<void> {
  const person = await personSeenBy(actor, personId);
  ensure(person.id === actor.id ? refused("person.self") : allowed);
  const lastOne =
    state === "disabled" &&
    person.roles.includes("administrator") &&
    (await countPeople({ role: "administrator", active: true })) <= 1;
  ensure(lastOne ? refused("person.last-administrator") : allowed);
  if (!(await switchPerson(person.id, state === "active" ? "disabled" : "active", state))) return;
  if (state === "disabled") await endSessions(person.id);
  await record(actor, state === "disabled" ? "person.disabled" : "person.enabled", {
    object: person.id,
    baseId: person.baseId,
  });
}

/** New roles hold from the person's next request on. */
export async function changeRoles(actor: Actor, personId: string, roles: RoleId[]): Promise<void> {
  const person = await personSeenBy(actor, personId);
  ensure(person.id === actor.id ? refused("person.self") : allowed);
  ensure(needBase(roles) && !person.baseId ? refused("person.needs-base") : allowed);
  await changePerson(person.id, { roles, issuer: issuerFor(roles) });
  await record(actor, "person.roles-changed", {
    object: person.id,
    baseId: person.baseId,
    facts: { before: person.roles, after: roles },
  });
}

/** An accommodation that lengthens every future exam of the person. */
export async function grantExtraTime(actor: Actor, personId: string, factor: number): Promise<void> {
  const person = await personSeenBy(actor, personId);
  await changePerson(person.id, { extraTimeFactor: factor });
  await record(actor, "person.changed", {
    object: person.id,
    baseId: person.baseId,
    facts: { extraTimeFactor: { before: person.extraTimeFactor, after: factor } },
  });
}
