import mongoose from "mongoose";

/** A row of the store as it lies there, for looking at what must not be readable and for moving clocks. */
export type Stored = Record<string, unknown>;

const collection = (name: string) => mongoose.connection.collection<Stored & { _id: never }>(name);

export async function storedPerson(id: string): Promise<Stored> {
  return (await collection("people").findOne({ _id: new mongoose.Types.ObjectId(id) as never })) ?? {};
}

export async function changeStored(name: string, filter: object, change: Stored): Promise<void> {
  await collection(name).updateMany(filter, { $set: change });
}

export async function rowsOf(name: string, filter: object = {}): Promise<Stored[]> {
  return collection(name).find(filter).toArray();
}

/** Somebody's sessions as the store holds them. */
export function sessionsOf(personId: string): Promise<Stored[]> {
  return rowsOf("sessions", { "session.passport.user": personId });
}

/** Looks again until something is there: for what is done after an answer has left, e.g. a letter. */
export async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 10_000; Date.now() < end;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((next) => setTimeout(next, 5));
  }
  throw new Error("it did not come");
}

/** The newest letter to an address. */
export function letterTo(to: string): Promise<{ text: string }> {
  return eventually(async () => (await rowsOf("letters", { to })).at(-1) as { text: string } | undefined);
}
