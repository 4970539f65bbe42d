import type { Collection, Db, Document } from "mongodb";

/** A document with an id of any kind that a case writes down. */
interface Row extends Document {
  _id: number | string | boolean | null;
}

export type Rows = Collection<Row>;

/** One call (or a few) whose replies must be the same on every store; `rows` is a new, empty collection. */
export type Case = readonly [title: string, run: (rows: Rows, db: Db) => Promise<unknown>];

/** What a call gives, or its error as far as a caller may rely on it. */
export async function outcome(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    const { code, codeName, keyPattern, keyValue, errorResponse, writeErrors } = error as Record<string, unknown>;
    const facts = (errorResponse ?? {}) as Record<string, unknown>;
    const places = Array.isArray(writeErrors)
      ? writeErrors.map((one: { index: number; code: number }) => [one.index, one.code])
      : undefined;
    return {
      refused: {
        code,
        codeName: codeName ?? facts["codeName"],
        keyPattern: keyPattern ?? facts["keyPattern"],
        keyValue: keyValue ?? facts["keyValue"],
        places,
      },
    };
  }
}

/** Everything in the collection, by id. */
export function all(rows: Rows): Promise<Document[]> {
  return rows.find().sort({ _id: 1 }).toArray();
}

/** Puts documents, makes one change to the first, and shows what became of it. */
export function updating(
  title: string,
  doc: Document,
  update: Document,
  filter: Document = { _id: 1 },
  options: Document = {},
): Case {
  return [
    title,
    async (rows) => {
      await rows.insertOne({ _id: 1, ...doc });
      const done = (await outcome(rows.updateOne(filter, update, options))) as Document;
      return [done, await all(rows)];
    },
  ];
}

/** Puts documents (ids 1, 2, 3 …) and shows which of them a filter finds. */
export function finding(title: string, docs: readonly Document[], filter: Document): Case {
  return [
    title,
    async (rows) => {
      await rows.insertMany(docs.map((doc, i) => ({ _id: i + 1, ...doc })));
      return outcome(
        rows
          .find(filter, { projection: { _id: 1 } })
          .sort({ _id: 1 })
          .toArray(),
      );
    },
  ];
}
