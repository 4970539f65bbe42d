import { randomBytes } from "node:crypto";
import { enrol, startEnrolling } from "../../server/people/credentials.ts";
import { addBase } from "../../server/people/bases.ts";
import { hashPassword } from "../../server/people/passwords.ts";
import { roleOf, type RoleId } from "../../server/people/roles/index.ts";
import { addPerson, findActor } from "../../server/people/store.ts";
import type { Actor } from "../../server/platform/actor.ts";
import { encrypt } from "../../server/platform/secrets.ts";
import { newSecret } from "../../server/people/totp.ts";
import { sealIdNumber } from "../../server/account/actions.ts";
import { Browser, signIn, type SignInSecrets } from "./actor.ts";
import { testHouse } from "./house.ts";

/** Somebody of the cast: how she signs in, and who she is to the program. */
export interface Member extends SignInSecrets {
  id: string;
  name: string;
  role: RoleId;
  baseId: string | null;
  actor(): Promise<Actor>;
  /** A browser in which she is signed in. */
  signIn(language?: "zh-CN" | "en"): Promise<Browser>;
}

const password = "Lathe-and-mill-7";
let passwordHash: Promise<string> | null = null;
let counter = 0;

/** A base of its own for each test file, so that tests cannot see each other. */
export async function newBase(): Promise<string> {
  await testHouse();
  counter += 1;
  const id = await addBase(
    `base-${String(process.pid)}-${String(counter)}`,
    { "zh-CN": `番禺第${String(counter)}基地`, en: `Panyu base ${String(counter)}` },
    new Date(),
  );
  if (!id) throw new Error("the base is there already");
  return id;
}

/** A new person in a role, with a second factor where the role asks for one and an identity card on file. */
export async function newMember(role: RoleId, baseId: string | null, name = "陈晓燕"): Promise<Member> {
  const house = await testHouse();
  passwordHash ??= hashPassword(password);
  counter += 1;
  const login = `${role}-${String(counter)}@example.cn`;
  const ofBase = roleOf(role)?.ofBase ?? false;
  const person = {
    login,
    name,
    passwordHash: await passwordHash,
    roles: [role],
    baseId: ofBase ? baseId : null,
    issuer: role === "awarding-officer" ? "PY" : null,
  };
  const id = await addPerson({ ...person, ...sealIdNumber("resident-id", idNumber(counter)) }, new Date());
  if (!id) throw new Error("the login is taken");
  const second = roleOf(role)?.staff ? await secondFactor(id) : {};
  const member = { ...second, id, name, role, baseId: person.baseId, login, password };
  return {
    ...member,
    signIn: (language) => signIn(house.baseUrl, member, language),
    actor: async () => {
      const actor = await findActor(id);
      if (!actor) throw new Error("the person is gone");
      return actor;
    },
  };
}

async function secondFactor(id: string): Promise<{ totpSecret: string; recovery: string[] }> {
  const totpSecret = newSecret();
  const sealed = encrypt(totpSecret);
  const recovery = Array.from({ length: 8 }, () => randomBytes(16).toString("hex"));
  await startEnrolling(id, sealed);
  await enrol(id, sealed, 0, [...recovery]);
  return { totpSecret, recovery };
}

/** A valid identity card number (GB 11643) that belongs to nobody: an area code that was never given out. */
function idNumber(serial: number): string {
  const body = `99010119900101${String(serial % 1000).padStart(3, "0")}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, place) => total + weight * Number(body[place]), 0);
  return body + "10X98765432".charAt(sum % 11);
}
