import { deserialize, serialize } from "bson";
import { StoreError } from "./errors.ts";
import type { Constraint } from "./comparison.ts";
import { compileFilter, everything } from "./filter.ts";
import { pathOf, type Path } from "./paths.ts";
import { valueOf } from "./raw.ts";
import type { Disk } from "./disk.ts";

/** An index as it is listed, and what the store knows of its entries. */
export interface Index {
  name: string;
  /** Its number within the collection; 0 is `_id`, where the documents themselves lie. */
  number: number;
  fields: { path: Path; direction: 1 | -1 }[];
  unique: boolean;
  sparse: boolean;
  /** What a document must meet to be in the index; nothing for a plain index. */
  partial: { test: (doc: Buffer) => boolean; constraints: Constraint[] } | null;
  /** Seconds after which a document goes by itself; null when it stays. */
  expireAfter: number | null;
  /** As it was asked for. */
  spec: IndexSpec;
  /** The fields in which some document has an array, and so several entries. */
  many: readonly string[];
  /** Whether some entry is cut, so that the index's order is not quite the values' order. */
  cut: boolean;
  /** Whether it is on the disk: queries do not see what is not committed yet. */
  ready: boolean;
}

export interface IndexSpec {
  v: number;
  key: Record<string, number>;
  name: string;
  unique?: boolean;
  sparse?: boolean;
  partialFilterExpression?: Record<string, unknown>;
  expireAfterSeconds?: number;
}

export interface Collection {
  name: string;
  number: number;
  indexes: Index[];
}

interface Stored {
  number: number;
  /** `many` without `arrays` was written by a version that did not tell the fields apart: any of them may have arrays. */
  indexes: { number: number; spec: IndexSpec; many: boolean; arrays?: readonly string[]; cut: boolean }[];
}

const prefix = Buffer.from([0, 0, 0, 0, 1]);
const counterKey = Buffer.from([0, 0, 0, 0, 0, 1]);
const formatKey = Buffer.from([0, 0, 0, 0, 0, 0]);
const format = "zhizao-academy store 1";

/** Which collections and indexes there are, in memory and on disk. Changes happen inside a write transaction. */
export class Catalog {
  private readonly disk: Disk;
  private readonly collections = new Map<string, Collection>();
  /** Indexes that the running transaction has made. */
  fresh: Index[] = [];

  constructor(disk: Disk) {
    this.disk = disk;
  }

  /** Marks a new file as this program's; false when it is a file of another one, or of a form to come. */
  async claim(): Promise<boolean> {
    const mark = this.disk.get(formatKey);
    if (mark) return mark.toString() === format;
    if (!this.disk.isEmpty()) return false;
    await this.disk.transaction(() => this.disk.put(formatKey, Buffer.from(format)));
    return true;
  }

  /** Reads everything anew: after the start, and after a commit that failed. */
  load(): void {
    this.collections.clear();
    for (const { key, value } of this.disk.range({ start: prefix, end: Buffer.from([0, 0, 0, 0, 2]) })) {
      const name = key.toString("utf8", prefix.length);
      const stored = deserialize(value) as Stored;
      const indexes = stored.indexes.map((one) => ({
        ...readIndex(one.spec, one.number),
        many: one.many ? (one.arrays ?? Object.keys(one.spec.key)) : [],
        cut: one.cut,
      }));
      this.collections.set(name, { name, number: stored.number, indexes });
    }
  }

  find(name: string): Collection | null {
    return this.collections.get(name) ?? null;
  }

  all(): Collection[] {
    return [...this.collections.values()];
  }

  /** The collection, made when it is not there yet. */
  open(name: string): Collection {
    const there = this.find(name);
    if (there) return there;
    if (!/^[^.$\0]+\.[^$\0]+$/.test(name) || name.endsWith("."))
      throw new StoreError("InvalidNamespace", `Invalid namespace specified '${name}'`);
    const number = (this.disk.get(counterKey)?.readUInt32BE(0) ?? 0) + 1;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(number);
    this.disk.put(counterKey, counter);
    const made: Collection = { name, number, indexes: [readIndex({ v: 2, key: { _id: 1 }, name: "_id_" }, 0)] };
    this.collections.set(name, made);
    this.save(made);
    return made;
  }

  save(collection: Collection): void {
    const indexes = collection.indexes.map(({ number, spec, many, cut }) => ({
      ...{ number, spec, cut },
      ...{ many: many.length > 0, arrays: many },
    }));
    const key = Buffer.concat([prefix, Buffer.from(collection.name)]);
    this.disk.put(key, Buffer.from(serialize({ number: collection.number, indexes })));
  }

  /** Forgets a collection and removes everything in it. */
  drop(collection: Collection): void {
    this.collections.delete(collection.name);
    this.disk.remove(Buffer.concat([prefix, Buffer.from(collection.name)]));
    const number = Buffer.alloc(4);
    number.writeUInt32BE(collection.number);
    this.disk.clear(number);
  }
}

/**
 * @throws StoreError for kinds of index that the store does not have
 */
export function readIndex(spec: IndexSpec, number: number): Index {
  const fields = Object.entries(spec.key).map(([path, direction]): Index["fields"][number] => {
    if (direction !== 1 && direction !== -1)
      throw new StoreError(
        "CannotCreateIndex",
        `an index of kind ${String(direction)} is not supported by the embedded store; set MONGODB_URI to use MongoDB`,
      );
    return { path: pathOf(path), direction: direction };
  });
  const filter = spec.partialFilterExpression ? compileFilter(valueOf(spec.partialFilterExpression)) : null;
  return {
    name: spec.name,
    number,
    fields,
    unique: spec.unique === true || number === 0,
    sparse: spec.sparse === true,
    partial:
      filter && filter !== everything ? { test: (doc) => filter.test(doc, 0), constraints: filter.constraints } : null,
    expireAfter: typeof spec.expireAfterSeconds === "number" ? spec.expireAfterSeconds : null,
    spec,
    many: [],
    cut: false,
    ready: true,
  };
}
