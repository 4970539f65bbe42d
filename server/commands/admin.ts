import { record } from "../audit/actions.ts";
import { dropSecondFactor, openReset } from "../people/credentials.ts";
import { isRoleId, issuerFor, needBase, roleIds, type RoleId } from "../people/roles/index.ts";
import { changePerson, findByLogin, type PersonFacts } from "../people/store.ts";
import { settings, SettingsError, useSettings } from "../platform/config.ts";
import { connectBeside, disconnect } from "../platform/database.ts";
import { endSessions } from "../platform/session.ts";
import { runCommand } from "./run.ts";

const usage = `npm run admin -- reset-second-factor LOGIN
npm run admin -- new-password LOGIN
npm run admin -- grant LOGIN ROLE    (${roleIds.join(", ")})`;

/** What whoever has the machine may do beside the running program; each deed is audited as the program's own. */
const deeds: Record<string, (person: PersonFacts, argument: string) => Promise<string>> = {
  "reset-second-factor": async (person) => {
    await dropSecondFactor(person.id);
    await endSessions(person.id);
    await record(null, "person.second-factor-reset", { object: person.id, facts: { by: "command line" } });
    return `${person.login} sets up a new second factor at the next sign-in.`;
  },
  "new-password": async (person) => {
    const token = await openReset(person.id, new Date(Date.now() + 3_600_000));
    await record(null, "person.password-reset-asked", { object: person.id, facts: { by: "command line" } });
    return `Within an hour, once: ${settings().baseUrl}/login/reset/${token}`;
  },
  grant: async (person, role) => {
    if (!isRoleId(role)) throw new SettingsError(`there is no role ${role || "(none given)"}: ${roleIds.join(", ")}`);
    const roles: RoleId[] = [...new Set([...person.roles, role])];
    if (needBase(roles) && !person.baseId)
      throw new SettingsError(`${person.login} belongs to no base, and ${role} is held within one`);
    await changePerson(person.id, { roles, issuer: issuerFor(roles) });
    await record(null, "person.roles-changed", {
      object: person.id,
      facts: { before: person.roles, after: roles, by: "command line" },
    });
    return `${person.login}: ${roles.join(", ")}`;
  },
};

await runCommand(async (read, [deed = "", login = "", argument = ""]) => {
  const work = deeds[deed];
  if (!work || !login) throw new SettingsError(usage);
  useSettings(read);
  await connectBeside();
  try {
    const person = await findByLogin(login);
    if (!person) throw new SettingsError(`there is nobody with the login ${login}`);
    return await work(person, argument);
  } finally {
    await disconnect();
  }
});
