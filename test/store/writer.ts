import { MongoClient } from "mongodb";
import { openEmbeddedStore } from "../../server/platform/embedded/index.ts";

/**
 * A process of its own that writes as fast as it can until it is killed: fifty writers, each with a counter in one
 * document and a new document a step. It says on its output what was acknowledged, one line each.
 */
const store = await openEmbeddedStore(process.argv[2] ?? "");
const client = await new MongoClient(store.uri, { maxPoolSize: 50 }).connect();
const rows = client.db().collection<{ _id: string; n: number }>("counters");
const lines = client.db().collection<{ _id: string; writer: number; n: number }>("lines");
await lines.createIndex({ writer: 1, n: 1 }, { unique: true });
await Promise.all(Array.from({ length: 50 }, (_, writer) => write(writer)));

async function write(writer: number): Promise<void> {
  const _id = `w${String(writer)}`;
  const [last] = await lines.find({ writer }).sort({ n: -1 }).limit(1).toArray();
  for (let n = (last?.n ?? 0) + 1; ; n += 1) {
    await lines.insertOne({ _id: `${_id}-${String(n)}`, writer, n });
    await rows.updateOne({ _id }, { $set: { n } }, { upsert: true });
    process.stdout.write(`${String(writer)} ${String(n)}\n`);
  }
}
