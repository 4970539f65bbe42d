import { createHash } from "node:crypto";
import type { Db } from "mongodb";

/** What a collection comes to: equal tallies mean equal documents, byte by byte, and equal indexes. */
export interface Tally {
  count: number;
  /** SHA-256 over the documents in the order of their ids. */
  hash: string;
  indexes: IndexFacts[];
}

/** An index as far as both stores describe it alike. */
export interface IndexFacts {
  name: string;
  key: Record<string, number>;
  unique?: boolean;
  sparse?: boolean;
  partialFilterExpression?: Record<string, unknown>;
  expireAfterSeconds?: number;
}

export type Tallies = Record<string, Tally>;

/** Counts and hashes every collection of a database. */
export async function tallyOf(db: Db): Promise<Tallies> {
  const tallies: Tallies = {};
  for (const name of await collectionsOf(db)) {
    const hash = createHash("sha256");
    let count = 0;
    for await (const bytes of db.collection(name).find({}, { raw: true }).sort({ _id: 1 })) {
      hash.update(bytes as unknown as Uint8Array);
      count += 1;
    }
    tallies[name] = { count, hash: hash.digest("hex"), indexes: await indexesOf(db, name) };
  }
  return tallies;
}

export async function collectionsOf(db: Db): Promise<string[]> {
  const rows = await db.listCollections({}, { nameOnly: true }).toArray();
  return rows
    .map(({ name }) => name)
    .filter((name) => !name.startsWith("system."))
    .sort();
}

export async function indexesOf(db: Db, name: string): Promise<IndexFacts[]> {
  const rows = (await db.collection(name).indexes()) as unknown as IndexFacts[];
  return rows
    .map((row) => {
      const { key, unique, sparse, partialFilterExpression, expireAfterSeconds } = row;
      return {
        name: row.name,
        key,
        ...(unique && { unique }),
        ...(sparse && { sparse }),
        ...(partialFilterExpression && { partialFilterExpression }),
        ...(expireAfterSeconds !== undefined && { expireAfterSeconds }),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What differs between two tallies, one line each; nothing when they are equal. */
export function differences(expected: Tallies, found: Tallies): string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort();
  return names.flatMap((name) => {
    const [a, b] = [expected[name], found[name]];
    if (!a || !b) return [`${name}: ${a ? "missing" : "not expected"}`];
    if (a.count !== b.count) return [`${name}: ${String(b.count)} documents instead of ${String(a.count)}`];
    if (a.hash !== b.hash) return [`${name}: the documents differ`];
    return JSON.stringify(a.indexes) === JSON.stringify(b.indexes) ? [] : [`${name}: the indexes differ`];
  });
}

/** `12 collections, 3,456 documents` */
export function summary(tallies: Tallies): string {
  const documents = Object.values(tallies).reduce((sum, { count }) => sum + count, 0);
  return `${String(Object.keys(tallies).length)} collections, ${documents.toLocaleString("en")} documents`;
}
