import { type Db, type Document, MongoClient } from "mongodb";
import { openEmbeddedStore } from "../embedded/index.ts";
import { collectionsOf, indexesOf } from "./tally.ts";

const batch = 1000;

/** Copies every collection with its indexes into an empty database. */
export async function copyDatabase(from: Db, to: Db): Promise<void> {
  for (const name of await collectionsOf(from)) {
    await to.createCollection(name);
    let waiting: Document[] = [];
    const flush = async (): Promise<void> => {
      if (waiting.length) await to.collection(name).insertMany(waiting);
      waiting = [];
    };
    for await (const document of from.collection(name).find().sort({ _id: 1 })) {
      waiting.push(document);
      if (waiting.length === batch) await flush();
    }
    await flush();
    const indexes = (await indexesOf(from, name)).filter((index) => index.name !== "_id_");
    if (indexes.length) await to.collection(name).createIndexes(indexes);
  }
}

/** Connects so that every type of a document comes back as it was stored. */
export async function withDatabase<T>(uri: string, use: (db: Db) => Promise<T>): Promise<T> {
  const client = new MongoClient(uri, {
    promoteValues: false,
    promoteLongs: false,
    bsonRegExp: true,
    serverSelectionTimeoutMS: 5000,
    ignoreUndefined: false,
  });
  try {
    await client.connect();
    return await use(client.db());
  } finally {
    await client.close();
  }
}

/**
 * Opens the store in a folder for the time of one piece of work.
 * @throws StoreUnusable when the program is running on it, or when it is broken
 */
export async function withEmbedded<T>(folder: string, use: (db: Db) => Promise<T>): Promise<T> {
  const store = await openEmbeddedStore(folder);
  try {
    return await withDatabase(store.uri, use);
  } finally {
    await store.close();
  }
}
