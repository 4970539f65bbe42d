import { deserialize } from "bson";
import type { Catalog, Collection, Index } from "./catalog.ts";
import type { Disk } from "./disk.ts";
import { StoreError } from "./errors.ts";
import type { Filter } from "./filter.ts";
import { after, cut, inverted, isCut, nullOrder, orderOf } from "./keys.ts";
import { ordersAt, type Path, reach, valueAt } from "./paths.ts";
import { keyBase, type Plan } from "./plan.ts";
import { build, get, type Value } from "./raw.ts";

/** A document where it lies: under the ordered bytes of its `_id`. */
export interface Found {
  id: Buffer;
  doc: Buffer;
}

const none = Buffer.alloc(0);

export function docKey(collection: Collection, id: Buffer): Buffer {
  return Buffer.concat([keyBase(collection.number, 0), id]);
}

/** Puts documents and their index entries; inside a write transaction. Everything is checked before anything is put. */
export class Documents {
  private readonly disk: Disk;
  private readonly catalog: Catalog;

  constructor(disk: Disk, catalog: Catalog) {
    this.disk = disk;
    this.catalog = catalog;
  }

  /** @throws StoreError DuplicateKey */
  insert(collection: Collection, doc: Buffer): void {
    const order = orderOf(get(doc, "_id"));
    const id = cut(order);
    const key = docKey(collection, id);
    const [primary] = collection.indexes;
    if (primary && !primary.cut && isCut(order)) this.mark(collection, primary, { cut: true });
    if (primary && this.disk.peek(key)) throw duplicate(collection, primary, key, doc);
    this.put(collection, id, key, null, doc);
  }

  /** @throws StoreError DuplicateKey */
  replace(collection: Collection, { id, doc }: Found, next: Buffer): void {
    this.put(collection, id, docKey(collection, id), doc, next);
  }

  remove(collection: Collection, { id, doc }: Found): void {
    for (const index of collection.indexes)
      if (index.number)
        for (const entry of this.entries(collection, index, doc)) this.disk.remove(Buffer.concat([entry, id]));
    this.disk.remove(docKey(collection, id));
  }

  /** Fills a new index from the documents that are there. @throws StoreError DuplicateKey */
  fill(collection: Collection, index: Index): void {
    const base = keyBase(collection.number, 0);
    for (const { key, value } of this.disk.range({ start: base, end: after(base) })) {
      const id = key.subarray(6);
      for (const entry of this.entries(collection, index, value)) {
        this.refuseDouble(collection, index, entry, id, value);
        this.disk.put(Buffer.concat([entry, id]), id);
      }
    }
  }

  /** Removes the entries of an index. */
  forget(collection: Collection, index: Index): void {
    this.disk.clear(keyBase(collection.number, index.number));
  }

  private put(collection: Collection, id: Buffer, key: Buffer, old: Buffer | null, next: Buffer): void {
    const gone: Buffer[] = [];
    const added: Buffer[] = [];
    for (const index of collection.indexes) {
      if (index.number === 0) continue;
      const before = old ? this.entries(collection, index, old) : [];
      const now = this.entries(collection, index, next);
      for (const entry of before) if (!now.some((one) => one.equals(entry))) gone.push(entry);
      for (const entry of now) {
        if (before.some((one) => one.equals(entry))) continue;
        this.refuseDouble(collection, index, entry, id, next);
        added.push(entry);
      }
    }
    for (const entry of gone) this.disk.remove(Buffer.concat([entry, id]));
    for (const entry of added) this.disk.put(Buffer.concat([entry, id]), id);
    this.disk.put(key, next);
  }

  private refuseDouble(collection: Collection, index: Index, entry: Buffer, id: Buffer, doc: Buffer): void {
    if (!index.unique) return;
    for (const { value } of this.disk.range({ start: entry, end: after(entry) }, false, 2)) {
      if (!value.equals(id)) throw duplicate(collection, index, entry, doc);
    }
  }

  /** The keys under which a document stands in an index, without its id. @throws StoreError CannotIndexParallelArrays */
  private entries(collection: Collection, index: Index, doc: Buffer): Buffer[] {
    if (index.partial && !index.partial.test(doc)) return [];
    if (index.sparse && index.fields.every(({ path }) => !valueAt(doc, path) && onlyNull(ordersAt(doc, path).orders)))
      return [];
    let keys = [keyBase(collection.number, index.number)];
    let arrayAt = "";
    for (const { path, direction } of index.fields) {
      const { orders, many } = ordersAt(doc, path);
      if (many) {
        const [root = ""] = path.text.split(".");
        if (arrayAt && arrayAt !== root)
          throw new StoreError("CannotIndexParallelArrays", `cannot index parallel arrays [${path.text}] [${arrayAt}]`);
        arrayAt = root;
        if (!index.many.includes(path.text)) this.mark(collection, index, { many: [...index.many, path.text] });
      }
      if (!index.cut && orders.some(isCut)) this.mark(collection, index, { cut: true });
      const parts = orders.map((order) => (direction === 1 ? cut(order) : inverted(cut(order))));
      const [only = none] = parts;
      keys =
        parts.length === 1
          ? keys.map((key) => Buffer.concat([key, only]))
          : keys.flatMap((key) => parts.map((part) => Buffer.concat([key, part])));
    }
    return keys.length < 2 ? keys : keys.filter((key, i) => keys.findIndex((one) => one.equals(key)) === i);
  }

  private mark(collection: Collection, index: Index, facts: Partial<Pick<Index, "many" | "cut">>): void {
    Object.assign(index, facts);
    if (collection.indexes.includes(index)) this.catalog.save(collection);
  }

  /**
   * The documents that a plan finds and the filter lets pass. What is handed out is good until the next one is asked
   * for: whoever keeps a document copies it.
   * @param examined counts what was looked at
   */
  *find(collection: Collection, plan: Plan, filter: Filter, examined: Examined, first = 64): Generator<Found> {
    const seen = plan.index.many.length || plan.branches.length ? new Set<string>() : null;
    for (const { id, doc } of this.candidates(collection, plan, examined, first)) {
      examined.docs += 1;
      if ((examined.docs & 255) === 0 && Date.now() > examined.deadline)
        throw new StoreError("MaxTimeMSExpired", "operation exceeded time limit");
      if (!plan.exact && !filter.test(doc, 0)) continue;
      if (seen) {
        const mark = id.toString("latin1");
        if (seen.has(mark)) continue;
        seen.add(mark);
      }
      yield { id, doc };
    }
  }

  private *candidates(collection: Collection, plan: Plan, examined: Examined, first: number): Generator<Found> {
    if (plan.branches.length) {
      for (const branch of plan.branches) yield* this.candidates(collection, branch, examined, first);
      return;
    }
    for (const range of plan.ranges) {
      if (plan.index.number === 0 && !plan.scan && isOneKey(range)) {
        const doc = this.disk.peek(range.start);
        examined.keys += 1;
        if (doc) yield { id: range.start.subarray(6), doc };
        continue;
      }
      for (const { key, value } of this.disk.range(range, plan.reverse, first)) {
        examined.keys += 1;
        if (plan.index.number === 0) yield { id: key.subarray(6), doc: value };
        else {
          const doc = this.disk.peek(docKey(collection, value));
          if (doc) yield { id: value, doc };
        }
      }
    }
  }

  /** How many documents pass; from the index alone where it says enough. */
  count(collection: Collection, plan: Plan, filter: Filter, examined: Examined): number {
    if (plan.exact) return plan.ranges.reduce((sum, range) => sum + this.disk.count(range), 0);
    let count = 0;
    for (const _ of this.find(collection, plan, filter, examined, 256)) count += 1;
    return count;
  }
}

export interface Examined {
  keys: number;
  docs: number;
  /** When the time that the caller gave is over, in ms since 1970. */
  deadline: number;
}

function onlyNull(orders: readonly Buffer[]): boolean {
  return orders.every((order) => order.equals(nullOrder));
}

/** Whether a range of `_id` is made for one id. */
function isOneKey({ start, end }: { start: Buffer; end: Buffer }): boolean {
  return start.length > 6 && after(start).equals(end) && start.length === end.length;
}

function duplicate({ name }: Collection, index: Index, entry: Buffer, doc: Buffer): StoreError {
  const keyValue = Object.fromEntries(
    index.fields.map(({ path, direction }) => [path.text, valueIn(doc, path, direction, entry)]),
  );
  const shown = index.fields.map(({ path }) => `${path.text}: ${JSON.stringify(keyValue[path.text])}`).join(", ");
  const message = `E11000 duplicate key error collection: ${name} index: ${index.name} dup key: { ${shown} }`;
  return new StoreError("DuplicateKey", message, { keyPattern: index.spec.key, keyValue });
}

/** The value that stands in an entry: of an array the element that is there already. */
function valueIn(doc: Buffer, path: Path, direction: 1 | -1, entry: Buffer): unknown {
  let found: Value | null = null;
  reach(doc, 0, path, (value, _isElement, elementsFollow) => {
    const order = cut(orderOf(value));
    if (!value || elementsFollow || !entry.includes(direction === 1 ? order : inverted(order))) return false;
    found = value;
    return true;
  });
  return found ? (deserialize(build([["", found]]), { promoteValues: false }) as Record<string, unknown>)[""] : null;
}
