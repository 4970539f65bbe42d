import { ObjectId } from "bson";
import type { Collection } from "../catalog.ts";
import type { Found } from "../documents.ts";
import { notHere, StoreError } from "../errors.ts";
import type { Filter } from "../filter.ts";
import { planFor } from "../plan.ts";
import { compileProjection } from "../projection.ts";
import { asValue, build, elementsOf, get, type Value, valueOf } from "../raw.ts";
import { compileSort, type Sort } from "../sort.ts";
import { compileUpdate, isReplacement, refuseTooLarge, type Update, upserted, withId } from "../update.ts";
import {
  type Command,
  documentOf,
  filterIn,
  isTrue,
  listIn,
  namespace,
  numberIn,
  part,
  reply,
  type Request,
  startExamining,
  type Store,
} from "./command.ts";

const nullValue = valueOf(null);

/** Runs the statements of a write one after the other; a refused one ends an ordered list, as in MongoDB. */
function runAll(
  request: Request,
  list: string,
  one: (statement: Buffer, place: number) => void,
): readonly [string, Value][] {
  const ordered = get(request.body, "ordered") ? isTrue(request.body, "ordered") : true;
  const errors: Value[] = [];
  for (const [place, statement] of listIn(request, list).entries()) {
    try {
      one(documentOf(statement), place);
    } catch (error) {
      if (!(error instanceof StoreError) || error.codeName === "OutOfDiskSpace") throw error;
      errors.push(valueOf({ index: place, code: error.code, ...error.facts, errmsg: error.message }));
      if (ordered) break;
    }
  }
  if (!errors.length) return [];
  const doc = build(errors.map((value, i) => [String(i), value] as const));
  return [["writeErrors", { type: 4, bytes: doc, at: 0, end: doc.length }]];
}

function insert(request: Request, store: Store): Buffer {
  store.disk.refuseWhenFull();
  const collection = store.catalog.open(namespace(request));
  let n = 0;
  const errors = runAll(request, "documents", (doc) => {
    refuseTooLarge(doc);
    store.documents.insert(collection, withId(Buffer.from(doc)));
    n += 1;
  });
  return reply([["n", valueOf(n)], ...errors]);
}

/** The documents that a statement is about, copied, so that changing them does not disturb the search. */
function matches(
  store: Store,
  collection: Collection | null,
  filter: Filter,
  sort: Sort | null,
  body: Buffer,
  one: boolean,
): Found[] {
  if (!collection) return [];
  const plan = planFor(collection, filter, sort);
  const found = store.documents.find(
    collection,
    plan,
    filter,
    startExamining(body),
    one && (!sort || plan.sorted) ? 1 : 64,
  );
  const rows: (Found & { key: Buffer | null })[] = [];
  for (const { id, doc } of found) {
    rows.push({ id: Buffer.from(id), doc: Buffer.from(doc), key: sort && !plan.sorted ? sort.key(doc) : null });
    if (one && (!sort || plan.sorted)) break;
  }
  if (sort && !plan.sorted) rows.sort((a, b) => (a.key && b.key ? a.key.compare(b.key) : 0));
  return one ? rows.slice(0, 1) : rows;
}

function updateIn(doc: Buffer, name: string): { update: Update; replaces: boolean } {
  const value = part(doc, name);
  if (!value) throw new StoreError("FailedToParse", `the field ${name} is missing`);
  if (part(doc, "arrayFilters") && elementsOf(part(doc, "arrayFilters") ?? value).length) throw notHere("arrayFilters");
  return { update: compileUpdate(value), replaces: isReplacement(value) };
}

function update(request: Request, store: Store): Buffer {
  store.disk.refuseWhenFull();
  const name = namespace(request);
  let [n, nModified] = [0, 0];
  const made: Value[] = [];
  const errors = runAll(request, "updates", (statement, place) => {
    const filter = filterIn(statement, "q");
    const { update: change, replaces } = updateIn(statement, "u");
    const multi = isTrue(statement, "multi");
    if (multi && replaces)
      throw new StoreError("FailedToParse", "multi update is not supported for replacement-style update");
    const collection = store.catalog.find(name);
    const rows = matches(store, collection, filter, compileSort(part(statement, "sort")), request.body, !multi);
    for (const row of rows) {
      if (collection && changed(store, collection, row, change)) nModified += 1;
      n += 1;
    }
    if (rows.length || !isTrue(statement, "upsert")) return;
    const doc = insertNew(store, name, filter, change, replaces);
    n += 1;
    made.push(
      asValue(
        build([
          ["index", valueOf(place)],
          ["_id", get(doc, "_id") ?? nullValue],
        ]),
      ),
    );
  });
  const list = made.map((value, i) => [String(i), value] as const);
  const doc = build(list);
  const upserts = made.length ? [["upserted", { type: 4, bytes: doc, at: 0, end: doc.length }] as const] : [];
  return reply([["n", valueOf(n)], ["nModified", valueOf(nModified)], ...upserts, ...errors]);
}

/** Whether the document became another one. */
function changed(store: Store, collection: Collection, row: Found, change: Update): boolean {
  const next = change(row.doc, false);
  if (next === row.doc) return false;
  refuseTooLarge(next);
  store.documents.replace(collection, row, next);
  row.doc = next;
  return true;
}

function insertNew(store: Store, name: string, filter: Filter, change: Update, replaces: boolean): Buffer {
  const doc = upserted(filter, change, replaces);
  refuseTooLarge(doc);
  store.documents.insert(store.catalog.open(name), doc);
  return doc;
}

function remove(request: Request, store: Store): Buffer {
  const collection = store.catalog.find(namespace(request));
  let n = 0;
  const errors = runAll(request, "deletes", (statement) => {
    const rows = matches(
      store,
      collection,
      filterIn(statement, "q"),
      null,
      request.body,
      numberIn(statement, "limit") === 1,
    );
    for (const row of rows) if (collection) store.documents.remove(collection, row);
    n += rows.length;
  });
  return reply([["n", valueOf(n)], ...errors]);
}

function findAndModify(request: Request, store: Store): Buffer {
  const { body } = request;
  const name = namespace(request);
  const collection = store.catalog.find(name);
  const filter = filterIn(body, "query");
  const project = compileProjection(part(body, "fields"));
  const shown = (doc: Buffer): Value => asValue(project ? project(doc) : doc);
  const [row] = matches(store, collection, filter, compileSort(part(body, "sort")), body, true);
  if (isTrue(body, "remove")) {
    if (row && collection) store.documents.remove(collection, row);
    return modified({ n: row ? 1 : 0 }, row ? shown(row.doc) : nullValue);
  }
  store.disk.refuseWhenFull();
  const { update: change, replaces } = updateIn(body, "update");
  if (row && collection) {
    const before = row.doc;
    changed(store, collection, row, change);
    return modified({ n: 1, updatedExisting: true }, shown(isTrue(body, "new") ? row.doc : before));
  }
  if (!isTrue(body, "upsert")) return modified({ n: 0, updatedExisting: false }, nullValue);
  const doc = insertNew(store, name, filter, change, replaces);
  const id = get(doc, "_id") ?? valueOf(new ObjectId());
  return modified({ n: 1, updatedExisting: false }, isTrue(body, "new") ? shown(doc) : nullValue, id);
}

function modified(facts: Record<string, unknown>, value: Value, upsertedId?: Value): Buffer {
  const last = build([
    ...Object.entries(facts).map(([name, fact]) => [name, valueOf(fact)] as const),
    ...(upsertedId ? [["upserted", upsertedId] as const] : []),
  ]);
  return reply([
    ["lastErrorObject", asValue(last)],
    ["value", value],
  ]);
}

export const writing: Record<string, Command> = {
  insert: { writes: true, run: insert },
  update: { writes: true, run: update },
  delete: { writes: true, run: remove },
  findAndModify: { writes: true, run: findAndModify },
};
