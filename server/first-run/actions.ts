import { timingSafeEqual } from "node:crypto";
import { record } from "../audit/actions.ts";
import { addBase } from "../people/bases.ts";
import { hashPassword } from "../people/passwords.ts";
import { addPerson, countPeople } from "../people/store.ts";
import { settings } from "../platform/config.ts";
import { newToken, tokenHash } from "../platform/secrets.ts";

/** The one-time token of this process, as its hash; it ends with the first person. */
let offered: string | null = null;

/** On an empty store: the line with the first-run page's address; null once somebody is there. */
export async function firstRunLine(): Promise<string | null> {
  if ((await countPeople()) > 0) return null;
  const { token, hash } = newToken();
  offered = hash;
  return `First run: ${settings().baseUrl}/first-run?token=${token}`;
}

/** Whether the token is the one that was printed, and still of use. */
export async function tokenIsGood(token: string): Promise<boolean> {
  if (!offered || (await countPeople()) > 0) return false;
  const given = Buffer.from(tokenHash(token));
  const wanted = Buffer.from(offered);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Makes the first administrator and the first base. @returns her id, or null when somebody was faster. */
export async function setUp(
  input: { name: string; login: string; password: string; baseZh: string; baseEn: string },
  now: Date,
): Promise<string | null> {
  offered = null;
  await addBase("base-1", { "zh-CN": input.baseZh, en: input.baseEn }, now);
  const id = await addPerson(
    {
      login: input.login,
      name: input.name,
      passwordHash: await hashPassword(input.password),
      roles: ["administrator"],
      baseId: null,
    },
    now,
  );
  if (id)
    await record({ id, name: input.name, baseId: null }, "person.created", {
      object: id,
      facts: { roles: ["administrator"] },
    });
  return id;
}
