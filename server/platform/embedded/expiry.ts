import { serialize } from "bson";
import type { Store } from "./commands/command.ts";
import { compileFilter } from "./filter.ts";
import { planFor } from "./plan.ts";
import { asValue } from "./raw.ts";

/** Removed in one transaction, so that a long sweep holds nobody up. */
const atOnce = 500;

/** Removes the documents that are over by a TTL index. */
export async function sweepExpired(store: Store, now: Date): Promise<void> {
  for (const collection of store.catalog.all()) {
    for (const index of collection.indexes) {
      const [field] = index.fields;
      if (index.expireAfter === null || !field) continue;
      const over = new Date(now.getTime() - index.expireAfter * 1000);
      const filter = compileFilter(asValue(Buffer.from(serialize({ [field.path.text]: { $lte: over } }))));
      for (let removed = atOnce; removed === atOnce;) {
        removed = await store.disk.transaction(() => {
          const plan = planFor(collection, filter, null, index.name);
          const rows = [];
          for (const { id, doc } of store.documents.find(collection, plan, filter, {
            keys: 0,
            docs: 0,
            deadline: Infinity,
          })) {
            rows.push({ id: Buffer.from(id), doc: Buffer.from(doc) });
            if (rows.length === atOnce) break;
          }
          for (const row of rows) store.documents.remove(collection, row);
          return rows.length;
        });
      }
    }
  }
}
