import type { Collection } from "../catalog.ts";
import type { Examined } from "../documents.ts";
import { StoreError } from "../errors.ts";
import type { Filter } from "../filter.ts";
import { planFor, type Plan } from "../plan.ts";
import { compileProjection, type Project } from "../projection.ts";
import { buildList, elementsOf, get, kind, type Value, valueOf } from "../raw.ts";
import { compileSort, type Sort } from "../sort.ts";
import { pathOf, reach } from "../paths.ts";
import { orderOf } from "../keys.ts";
import { textOf } from "../types.ts";
import {
  type Command,
  collectionOf,
  documentOf,
  filterIn,
  isTrue,
  namespace,
  numberIn,
  part,
  reply,
  replyOf,
  type Request,
  startExamining,
  type Store,
} from "./command.ts";

/** A query made ready to run. */
export interface Query {
  collection: Collection;
  filter: Filter;
  sort: Sort | null;
  skip: number;
  /** 0 for no limit. */
  limit: number;
  plan: Plan;
  examined: Examined;
}

/** More documents than this are not sorted or grouped: a query that asks for it lacks an index. */
export const mostInMemory = 100_000;

/** Makes the query of a find; null when the collection does not exist. */
export function queryOf(request: Request, store: Store, names = { filter: "filter", sort: "sort" }): Query | null {
  const { body } = request;
  const filter = filterIn(body, names.filter);
  const sort = compileSort(part(body, names.sort));
  const collection = collectionOf(request, store);
  if (!collection) return null;
  const skip = numberIn(body, "skip") ?? 0;
  const limit = Math.abs(numberIn(body, "limit") ?? 0);
  return {
    collection,
    filter,
    sort,
    skip,
    limit,
    plan: planFor(collection, filter, sort, hintOf(collection, body)),
    examined: startExamining(body),
  };
}

function hintOf(collection: Collection, body: Buffer): string | null {
  const hint = part(body, "hint");
  if (!hint) return null;
  const wanted = hint.type === kind.string ? textOf(hint) : null;
  const key = hint.type === kind.object ? documentOf(hint) : null;
  const found = collection.indexes.find(
    (index) => index.name === wanted || (key && documentOf(valueOf(index.spec.key)).equals(key)),
  );
  if (!found)
    throw new StoreError(
      "BadValue",
      "error processing query: planner returned error: hint provided does not correspond to an existing index",
    );
  return found.name;
}

/** The documents of a query in their order, each a copy (or a projection) of its own. */
export function* run(query: Query, store: Store, project: Project | null = null): Generator<Buffer> {
  const { collection, filter, sort, skip, limit, plan, examined } = query;
  const wanted = limit ? skip + limit : Infinity;
  const out = (doc: Buffer): Buffer => (project ? project(doc) : Buffer.from(doc));
  const first = Math.min(wanted, 64);
  if (sort && !plan.sorted) {
    yield* sorted(query, store, wanted, out);
    return;
  }
  let count = 0;
  for (const { doc } of store.documents.find(collection, plan, filter, examined, first)) {
    count += 1;
    if (count > skip) yield out(doc);
    if (count >= wanted) return;
  }
}

/** Sorts what the filter lets pass; keeps no more than twice what is wanted. */
function sorted(
  { collection, filter, sort, skip, plan, examined }: Query,
  store: Store,
  wanted: number,
  out: (doc: Buffer) => Buffer,
): Buffer[] {
  let rows: { key: Buffer; doc: Buffer }[] = [];
  const inOrder = (): void => void rows.sort((a, b) => a.key.compare(b.key));
  for (const { doc } of store.documents.find(collection, plan, filter, examined, 256)) {
    rows.push({ key: sort?.key(doc) ?? Buffer.alloc(0), doc: out(doc) });
    if (rows.length > wanted * 2 + 1000) {
      inOrder();
      rows = rows.slice(0, wanted);
    }
    if (rows.length > mostInMemory)
      throw new StoreError(
        "QueryExceededMemoryLimit",
        `Sort exceeded the ${String(mostInMemory)} documents that the embedded store sorts; an index is missing`,
      );
  }
  inOrder();
  return rows.slice(skip, wanted === Infinity ? undefined : wanted).map(({ doc }) => doc);
}

function find(request: Request, store: Store): Buffer {
  const { body } = request;
  const project = compileProjection(part(body, "projection"));
  const query = queryOf(request, store);
  const limit = numberIn(body, "limit") ?? 0;
  const single = isTrue(body, "singleBatch") || limit < 0;
  const rows = query ? run(query, store, project) : [][Symbol.iterator]();
  return store.cursors.first(namespace(request), rows, numberIn(body, "batchSize") ?? 101, single);
}

function getMore({ body }: Request, store: Store): Buffer {
  return store.cursors.next(idOf(get(body, "getMore")), numberIn(body, "batchSize") || 1000);
}

function idOf(value: Value | null): bigint {
  if (value?.type !== kind.long) throw new StoreError("TypeMismatch", "a cursor id must be a long");
  return value.bytes.readBigInt64LE(value.at);
}

function killCursors({ body }: Request, store: Store): Buffer {
  const list = get(body, "cursors");
  const ids = list ? elementsOf(list) : [];
  const killed = ids.filter((id) => store.cursors.kill(idOf(id)));
  const gone = ids.filter((id) => !killed.includes(id));
  const none = buildList([]);
  return reply([
    ["cursorsKilled", buildList(killed)],
    ["cursorsNotFound", buildList(gone)],
    ["cursorsAlive", none],
    ["cursorsUnknown", none],
  ]);
}

/** How many documents a query has, its skip and limit counted in. */
export function countOf({ collection, plan, filter, examined, skip, limit }: Query, store: Store): number {
  const all = Math.max(0, store.documents.count(collection, plan, filter, examined) - skip);
  return limit ? Math.min(all, limit) : all;
}

function count(request: Request, store: Store): Buffer {
  const query = queryOf(request, store, { filter: "query", sort: "" });
  return replyOf({ n: query ? countOf(query, store) : 0 });
}

function distinct(request: Request, store: Store): Buffer {
  const query = queryOf(request, store, { filter: "query", sort: "" });
  const key = get(request.body, "key");
  if (key?.type !== kind.string) throw new StoreError("TypeMismatch", "distinct needs a key");
  const path = pathOf(textOf(key));
  const found = new Map<string, Value>();
  for (const doc of query ? run(query, store) : [])
    reach(doc, 0, path, (value, isElement) => {
      if (value && (isElement || value.type !== kind.array)) found.set(orderOf(value).toString("latin1"), value);
      return false;
    });
  const inOrder = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  return reply([["values", buildList(inOrder)]]);
}

export const reading: Record<string, Command> = {
  find: { writes: false, run: find },
  getMore: { writes: false, run: getMore },
  killCursors: { writes: false, run: killCursors },
  count: { writes: false, run: count },
  distinct: { writes: false, run: distinct },
};
