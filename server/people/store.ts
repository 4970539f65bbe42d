import { trusted } from "mongoose";
import type { Language } from "../../courses/language.ts";
import type { Actor } from "../platform/actor.ts";
import { containing, isDuplicate } from "../platform/database.ts";
import { NotFound } from "../platform/errors.ts";
import { pageOf, type ListQuery } from "../platform/lists.ts";
import type { IdType } from "./identity.ts";
import { loginKey } from "./identity.ts";
import { Person } from "./model.ts";
import { capabilitiesOf, isStaff, issuerFor, type RoleId } from "./roles/index.ts";

/** A person as staff and she herself see her; never a hash, never a sealed number. */
export interface PersonFacts {
  id: string;
  login: string;
  name: string;
  latinName: string;
  mail: string;
  roles: RoleId[];
  baseId: string | null;
  issuer: string | null;
  language: Language;
  idType: IdType;
  idMasked: string;
  idHash: string | null;
  extraTimeFactor: number;
  state: "active" | "disabled";
  hasSecondFactor: boolean;
}

const shown = {
  login: 1,
  name: 1,
  latinName: 1,
  mail: 1,
  roles: 1,
  baseId: 1,
  issuer: 1,
  language: 1,
  idType: 1,
  idMasked: 1,
  idHash: 1,
  extraTimeFactor: 1,
  state: 1,
  "secondFactor.lastStep": 1,
} as const;

type Row = Record<string, unknown> & { _id: unknown };

/** Who is signed in, read at each request so that disabling and new roles hold at once; null when gone or disabled. */
export async function findActor(id: string): Promise<Actor | null> {
  if (!isId(id)) return null;
  const row = await Person.findOne({ _id: id, state: "active" }, shown).lean();
  if (!row) return null;
  const { hasSecondFactor } = toFacts(row);
  return {
    id,
    name: row.name,
    login: row.login,
    language: row.language,
    roles: row.roles,
    capabilities: capabilitiesOf(row.roles, row.baseId ?? null),
    baseId: row.baseId ?? null,
    issuer: issuerFor(row.roles) && (row.issuer ?? null),
    secondFactor: hasSecondFactor ? "enrolled" : isStaff(row.roles) ? "to-enrol" : "not-needed",
  };
}

/** @throws NotFound; for jobs and for people one is already allowed to see. */
export async function personOf(id: string): Promise<PersonFacts> {
  const row = isId(id) ? await Person.findById(id, shown).lean() : null;
  if (!row) throw new NotFound();
  return toFacts(row);
}

/** A person that the actor may see: of her own base, or anybody for those who work for all. @throws NotFound */
export async function personSeenBy(actor: Actor, id: string): Promise<PersonFacts> {
  const person = await personOf(id);
  if (actor.baseId && person.baseId !== actor.baseId) throw new NotFound();
  return person;
}

export async function findByLogin(login: string): Promise<PersonFacts | null> {
  const row = await Person.findOne({ loginKey: loginKey(login) }, shown).lean();
  return row ? toFacts(row) : null;
}

export async function peopleByIds(ids: readonly string[]): Promise<Map<string, PersonFacts>> {
  const rows = await Person.find({ _id: trusted({ $in: [...new Set(ids)] }) }, shown).lean();
  return new Map(rows.map((row) => [String(row._id), toFacts(row as Row)]));
}

export const peopleOrders = { name: { name: 1, _id: 1 }, login: { loginKey: 1 } } as const;

/** The people an actor may see, by name unless she wants another order; `q` is a part of a name or login. */
export async function peopleSeenBy(
  actor: Actor,
  { role, ...query }: ListQuery & { role?: RoleId },
): Promise<{ people: PersonFacts[]; total: number }> {
  const filter = {
    ...(actor.baseId && { baseId: actor.baseId }),
    ...(role && { roles: role }),
    ...(query.q && named(query.q)),
  };
  const { rows, total } = await pageOf(Person.find(filter, shown).lean(), peopleOrders, query);
  return { people: rows.map((row) => toFacts(row as Row)), total };
}

/** Of these people (of one cohort, say) those whose name or login contains what somebody typed, or all, by name. */
export async function idsByName(ids: readonly string[], q = ""): Promise<string[]> {
  const filter = { _id: trusted({ $in: [...ids] }), ...(q && named(q)) };
  const rows = await Person.find(filter, { _id: 1 }).sort(peopleOrders.name).limit(ids.length).maxTimeMS(5000).lean();
  return rows.map(({ _id }) => String(_id));
}

function named(q: string) {
  const like = containing(q);
  return { $or: [{ name: like }, { loginKey: like }] };
}

export interface NewPerson {
  login: string;
  name: string;
  passwordHash: string;
  roles: RoleId[];
  baseId: string | null;
  issuer?: string | null;
  language?: Language;
  latinName?: string;
  mail?: string;
  idType?: IdType;
  idSealed?: string;
  idHash?: string;
  idMasked?: string;
}

/** The id of the new person, or null when the login is taken. */
export async function addPerson(person: NewPerson, now: Date): Promise<string | null> {
  try {
    const made = await Person.create({ ...person, loginKey: loginKey(person.login), createdAt: now });
    return String(made._id);
  } catch (error) {
    if (isDuplicate(error)) return null;
    throw error;
  }
}

/** Changes plain facts of a person. @returns false when she does not exist. */
export async function changePerson(
  id: string,
  change: Partial<Omit<NewPerson, "login">> & { extraTimeFactor?: number },
): Promise<boolean> {
  const done = await Person.updateOne({ _id: id }, { $set: change });
  return done.matchedCount === 1;
}

/** Switches a person on or off; the expected state is part of the filter, so a double click has one effect. */
export async function switchPerson(
  id: string,
  from: "active" | "disabled",
  to: "active" | "disabled",
): Promise<boolean> {
  const done = await Person.updateOne({ _id: id, state: from }, { $set: { state: to } });
  return done.matchedCount === 1;
}

export async function countPeople(filter: { role?: RoleId; active?: true } = {}): Promise<number> {
  return Person.countDocuments({
    ...(filter.role && { roles: filter.role }),
    ...(filter.active && { state: "active" as const }),
  });
}

export function isId(id: string): boolean {
  return /^[0-9a-f]{24}$/.test(id);
}

function toFacts(row: Row): PersonFacts {
  const { _id, secondFactor, idHash, ...rest } = row;
  return {
    ...(rest as unknown as PersonFacts),
    id: String(_id),
    idHash: typeof idHash === "string" ? idHash : null,
    hasSecondFactor: Boolean(secondFactor),
  };
}
