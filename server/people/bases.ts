import type { Bilingual } from "../../courses/language.ts";
import { isDuplicate } from "../platform/database.ts";
import { NotFound } from "../platform/errors.ts";
import { Base } from "./model.ts";
import { isId } from "./store.ts";

export interface BaseFacts {
  id: string;
  key: string;
  name: Bilingual;
}

/** @throws NotFound */
export async function baseOf(id: string): Promise<BaseFacts> {
  const row = isId(id) ? await Base.findById(id).lean() : null;
  if (!row) throw new NotFound();
  return toBase(row);
}

/** Every base, by key; a district has dozens, not thousands. */
export async function allBases(): Promise<BaseFacts[]> {
  return (await Base.find().sort({ key: 1 }).limit(500).lean()).map(toBase);
}

/** The id of the new base, or null when its key is taken. */
export async function addBase(key: string, name: Bilingual, now: Date): Promise<string | null> {
  try {
    return String((await Base.create({ key, name, createdAt: now }))._id);
  } catch (error) {
    if (isDuplicate(error)) return null;
    throw error;
  }
}

function toBase(row: { _id: unknown; key: string; name?: { "zh-CN": string; en: string } | null }): BaseFacts {
  return { id: String(row._id), key: row.key, name: { "zh-CN": row.name?.["zh-CN"] ?? "", en: row.name?.en ?? "" } };
}
