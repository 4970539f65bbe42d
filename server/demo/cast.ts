import { randomBytes } from "node:crypto";
import { generateSync } from "otplib";
import { enrolSecondFactor, sealIdNumber, secretToEnrol } from "../account/actions.ts";
import { joinAsNewPerson } from "../cohorts/actions.ts";
import type { CohortFacts } from "../cohorts/store.ts";
import { setUp } from "../first-run/actions.ts";
import type { BaseFacts } from "../people/bases.ts";
import { findReset } from "../people/credentials.ts";
import { roleOf, type RoleId } from "../people/roles/index.ts";
import { changePerson, findActor, personOf } from "../people/store.ts";
import type { Actor } from "../platform/actor.ts";
import type { DemoAccount } from "../platform/demo-accounts.ts";
import { resetPassword } from "../sign-in/actions.ts";
import { createPerson } from "../staff/actions.ts";
import { idNumberOf, latinOf, mobileOf } from "./names.ts";

/** The people of the demo as they come in, with what its file of accounts lists. */
export class Cast {
  readonly accounts: DemoAccount[] = [];
  private serial = 0;

  async administrator(name: string, base: { zh: string; en: string }, now: Date): Promise<Actor> {
    const password = newPassword();
    const id = await setUp({ name, login: "admin", password, baseZh: base.zh, baseEn: base.en }, now);
    return this.enrol(id ?? "", "administrator", "admin", password, "");
  }

  /** A member of staff the way a clerk adds one: a printed link, her own password, a second factor. */
  async staff(by: Actor, role: RoleId, name: string, base: BaseFacts | null, now: Date): Promise<Actor> {
    const login = `${role}-${String((this.serial += 1))}`;
    const made = await createPerson(by, { name, login, role, baseId: base?.id ?? "" }, now);
    if (!made) throw new Error(`the login ${login} is taken`);
    const password = newPassword();
    const person = await findReset(made.token, now);
    if (person) await resetPassword(person, made.token, password, now);
    return this.enrol(made.id, role, login, password, base?.name["zh-CN"] ?? "");
  }

  /** A trainee who joins by the cohort's code and fills in her profile. */
  async trainee(cohort: CohortFacts, name: string, base: BaseFacts, now: Date): Promise<Actor> {
    this.serial += 1;
    const login = mobileOf(this.serial);
    const password = newPassword();
    const id = await joinAsNewPerson(cohort, { name, login, password, language: "zh-CN" }, now);
    if (!id) throw new Error(`the login ${login} is taken`);
    await changePerson(id, { ...sealIdNumber("resident-id", idNumberOf(this.serial)), latinName: latinOf(name) });
    this.accounts.push({ role: "trainee", name, login, password, base: base.name["zh-CN"] });
    return actorOfDemo(id);
  }

  private async enrol(id: string, role: RoleId, login: string, password: string, base: string): Promise<Actor> {
    const actor = await actorOfDemo(id);
    const { name } = await personOf(id);
    const totpSecret = roleOf(role)?.staff ? await secretToEnrol(actor) : "";
    if (totpSecret) await enrolSecondFactor(actor, generateSync({ secret: totpSecret }));
    this.accounts.push({ role, name, login, password, ...(totpSecret && { totpSecret }), base });
    return actorOfDemo(id);
  }
}

function newPassword(): string {
  return randomBytes(9).toString("base64url");
}

async function actorOfDemo(id: string): Promise<Actor> {
  const actor = await findActor(id);
  if (!actor) throw new Error("a person of the demo is gone");
  return actor;
}
