import { Double } from "bson";
import type { Catalog, Collection } from "../catalog.ts";
import type { Cursors } from "../cursors.ts";
import type { Disk } from "../disk.ts";
import type { Documents, Examined } from "../documents.ts";
import { notHere, StoreError } from "../errors.ts";
import { compileFilter, everything, type Filter } from "../filter.ts";
import { build, elementsOf, get, kind, type Value, valueOf } from "../raw.ts";
import { numberOf, textOf } from "../types.ts";

/** What a command works with. */
export interface Store {
  disk: Disk;
  catalog: Catalog;
  documents: Documents;
  cursors: Cursors;
}

/** A command as it came in: its document, and the lists that the driver sends beside it. */
export interface Request {
  name: string;
  db: string;
  body: Buffer;
  lists: ReadonlyMap<string, readonly Value[]>;
}

export interface Command {
  /** Whether it changes anything: then it runs inside a write transaction. */
  writes: boolean;
  run: (request: Request, store: Store) => Buffer;
}

const ok = valueOf(new Double(1));

/** The answer `{ …fields, ok: 1 }`. */
export function reply(fields: readonly (readonly [string, Value])[]): Buffer {
  return build([...fields, ["ok", ok]]);
}

export function replyOf(facts: Record<string, unknown>): Buffer {
  return reply(Object.entries(facts).map(([name, value]) => [name, valueOf(value)] as const));
}

/** The name of the collection that a command is about, with its database. */
export function namespace({ body, name, db }: Request): string {
  const collection = get(body, name);
  if (collection?.type !== kind.string)
    throw new StoreError("InvalidNamespace", `collection name has invalid type ${String(collection?.type)}`);
  return `${db}.${textOf(collection)}`;
}

export function collectionOf(request: Request, { catalog }: Store): Collection | null {
  return catalog.find(namespace(request));
}

/** A document's part as a document of its own; null when it is not there. */
export function part(doc: Buffer, name: string): Value | null {
  const value = get(doc, name);
  return value && value.type !== kind.null ? value : null;
}

export function documentOf(value: Value): Buffer {
  return value.bytes.subarray(value.at, value.end);
}

export function numberIn(doc: Buffer, name: string): number | null {
  const value = get(doc, name);
  return value ? numberOf(value) : null;
}

export function isTrue(doc: Buffer, name: string): boolean {
  const value = get(doc, name);
  return value?.type === kind.bool ? value.bytes[value.at] === 1 : Boolean(value && numberOf(value));
}

/** The filter of a command or a statement. */
export function filterIn(doc: Buffer, name: string): Filter {
  refuseCollation(doc);
  const query = part(doc, name);
  return query ? compileFilter(query) : everything;
}

/** Only the plain order of bytes is there. */
export function refuseCollation(doc: Buffer): void {
  const collation = part(doc, "collation");
  const locale = collation ? get(documentOf(collation), "locale") : null;
  if (locale && textOf(locale) !== "simple") throw notHere("a collation");
}

/** The statements of a write: beside the command, or inside it. */
export function listIn({ lists, body }: Request, name: string): readonly Value[] {
  const beside = lists.get(name);
  if (beside) return beside;
  const inside = get(body, name);
  if (inside?.type !== kind.array) throw new StoreError("TypeMismatch", `the field ${name} must be an array`);
  return elementsOf(inside);
}

export function startExamining(body: Buffer): Examined {
  const limit = numberIn(body, "maxTimeMS");
  return { keys: 0, docs: 0, deadline: limit ? Date.now() + limit : Infinity };
}
