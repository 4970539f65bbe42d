import { MongoClient } from "mongodb";
import { type EmbeddedStore, openEmbeddedStore } from "../../server/platform/embedded/index.ts";

/** Opens the store in a folder, with a client, for the time of one piece of work. */
export async function withStore<T>(
  place: string,
  use: (client: MongoClient, store: EmbeddedStore) => Promise<T>,
): Promise<T> {
  const store = await openEmbeddedStore(place);
  const client = await new MongoClient(store.uri).connect();
  try {
    return await use(client, store);
  } finally {
    await client.close();
    await store.close();
  }
}
