import { StoreError } from "./errors.ts";
import { inverted } from "./keys.ts";
import { ordersAt, pathOf } from "./paths.ts";
import { fieldsOf, isDocument, type Value } from "./raw.ts";
import { numberOf } from "./types.ts";

export interface Sort {
  fields: { path: string; direction: 1 | -1 }[];
  /** Bytes whose plain order is the wanted order of the documents. */
  key: (doc: Buffer) => Buffer;
}

/** Reads `{ field: 1, other: -1 }`; null when nothing is to be sorted. */
export function compileSort(spec: Value | null): Sort | null {
  if (!spec || !isDocument(spec)) return null;
  const fields = fieldsOf(spec.bytes, spec.at).map(([path, value]): Sort["fields"][number] => {
    const direction = numberOf(value);
    if (direction !== 1 && direction !== -1)
      throw new StoreError("Location15975", `$sort key ordering must be 1 (for ascending) or -1 (for descending)`);
    return { path, direction: direction };
  });
  if (!fields.length) return null;
  const ready = fields.map(({ path, direction }) => ({ path: pathOf(path), direction }));
  return { fields, key: (doc) => Buffer.concat(ready.map(({ path, direction }) => oneKey(doc, path, direction))) };
}

/** Of an array the smallest element counts upwards, the largest downwards. */
function oneKey(doc: Buffer, path: ReturnType<typeof pathOf>, direction: 1 | -1): Buffer {
  const { orders } = ordersAt(doc, path);
  const best = orders.reduce((a, b) => (b.compare(a) * direction < 0 ? b : a));
  return direction === 1 ? best : inverted(best);
}
