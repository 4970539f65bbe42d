import { MongoClient } from "mongodb";

export interface OwnDatabase {
  /** MONGODB_URI for a child process; nothing on the embedded store. */
  settings: Record<string, string>;
  drop(): Promise<void>;
}

/** A database of a test's own for programs that it starts, when MONGODB_URI names a real MongoDB; else their own embedded store. */
export function ownDatabase(name: string): OwnDatabase {
  const given = process.env["MONGODB_URI"];
  if (!given) return { settings: {}, drop: () => Promise.resolve() };
  const uri = new URL(given);
  uri.pathname = `/zz_${name}_${String(process.pid)}_${Date.now().toString(36)}`;
  return { settings: { MONGODB_URI: uri.toString() }, drop: () => dropDatabase(uri.toString()) };
}

async function dropDatabase(uri: string): Promise<void> {
  const client = await new MongoClient(uri).connect();
  await client.db().dropDatabase();
  await client.close();
}
