import { deserialize } from "bson";
import { type Collection, type Index, type IndexSpec, readIndex } from "../catalog.ts";
import { StoreError } from "../errors.ts";
import { mostFields } from "../keys.ts";
import { get, kind, valueOf } from "../raw.ts";
import { textOf } from "../types.ts";
import {
  type Command,
  collectionOf,
  documentOf,
  filterIn,
  isTrue,
  listIn,
  namespace,
  numberIn,
  refuseCollation,
  replyOf,
  type Request,
  type Store,
} from "./command.ts";

function create(request: Request, { catalog }: Store): Buffer {
  const name = namespace(request);
  refuseCollation(request.body);
  for (const kindOf of ["capped", "viewOn", "timeseries", "validator"])
    if (get(request.body, kindOf) && !(kindOf === "capped" && !isTrue(request.body, kindOf)))
      throw new StoreError(
        "CommandNotSupported",
        `a collection with ${kindOf} is not supported by the embedded store; set MONGODB_URI to use MongoDB`,
      );
  if (catalog.find(name)) throw new StoreError("NamespaceExists", `Collection ${name} already exists.`);
  catalog.open(name);
  return replyOf({});
}

function drop(request: Request, store: Store): Buffer {
  const collection = collectionOf(request, store);
  if (!collection) throw new StoreError("NamespaceNotFound", "ns not found");
  store.catalog.drop(collection);
  return replyOf({ nIndexesWas: collection.indexes.length, ns: collection.name });
}

function dropDatabase({ db }: Request, { catalog }: Store): Buffer {
  const own = catalog.all().filter(({ name }) => name.startsWith(`${db}.`));
  for (const collection of own) catalog.drop(collection);
  return replyOf(own.length ? { dropped: db } : {});
}

function createIndexes(request: Request, store: Store): Buffer {
  store.disk.refuseWhenFull();
  const name = namespace(request);
  const isNew = !store.catalog.find(name);
  const specs = listIn(request, "indexes").map((one) => readSpec(documentOf(one)));
  const collection = store.catalog.open(name);
  const before = collection.indexes.length;
  const added = specs.filter((spec) => !isThere(collection, spec));
  for (const spec of added) addIndex(collection, spec, store);
  if (added.length) store.catalog.save(collection);
  const facts = { numIndexesBefore: before, numIndexesAfter: collection.indexes.length };
  return replyOf(
    added.length
      ? { ...facts, createdCollectionAutomatically: isNew }
      : { ...facts, note: "all indexes already exist" },
  );
}

const known = new Set([
  "v",
  "key",
  "name",
  "unique",
  "sparse",
  "partialFilterExpression",
  "expireAfterSeconds",
  "background",
  "ns",
]);

function readSpec(doc: Buffer): IndexSpec {
  refuseCollation(doc);
  const given = deserialize(doc) as IndexSpec & Record<string, unknown>;
  const strange = Object.keys(given).find((name) => !known.has(name));
  if (strange)
    throw new StoreError(
      "CannotCreateIndex",
      `an index with ${strange} is not supported by the embedded store; set MONGODB_URI to use MongoDB`,
    );
  const { key, name, unique, sparse, partialFilterExpression, expireAfterSeconds } = given;
  if (Object.keys(key).length === 0 || Object.keys(key).length > mostFields)
    throw new StoreError("CannotCreateIndex", `an index has one to ${String(mostFields)} fields in the embedded store`);
  return {
    v: 2,
    key,
    name,
    ...(unique && { unique: true }),
    ...(sparse && { sparse: true }),
    ...(partialFilterExpression && { partialFilterExpression }),
    ...(expireAfterSeconds !== undefined && { expireAfterSeconds }),
  };
}

/** Whether the same index is there. @throws StoreError when its name or its fields are taken by another one */
function isThere({ indexes }: Collection, spec: IndexSpec): boolean {
  const bytes = (one: IndexSpec): string => documentOf(valueOf({ ...one, name: "" })).toString("latin1");
  const sameName = indexes.find((index) => index.name === spec.name);
  if (sameName) {
    if (bytes(sameName.spec) === bytes(spec)) return true;
    throw new StoreError(
      "IndexKeySpecsConflict",
      `An existing index has the same name as the requested index: ${spec.name}`,
    );
  }
  const sameFields = indexes.find(
    (index) =>
      JSON.stringify([Object.entries(index.spec.key), index.spec.partialFilterExpression ?? null]) ===
      JSON.stringify([Object.entries(spec.key), spec.partialFilterExpression ?? null]),
  );
  if (sameFields?.number === 0) return true;
  if (sameFields)
    throw new StoreError("IndexOptionsConflict", `Index already exists with a different name: ${sameFields.name}`);
  return false;
}

function addIndex(collection: Collection, spec: IndexSpec, { catalog, documents }: Store): void {
  const number = Math.max(...collection.indexes.map((index) => index.number)) + 1;
  const index: Index = { ...readIndex(spec, number), ready: false };
  try {
    documents.fill(collection, index);
  } catch (error) {
    documents.forget(collection, index);
    throw error;
  }
  collection.indexes.push(index);
  catalog.fresh.push(index);
}

function dropIndexes(request: Request, store: Store): Buffer {
  const collection = collectionOf(request, store);
  if (!collection) throw new StoreError("NamespaceNotFound", `ns not found ${namespace(request)}`);
  const wanted = get(request.body, "index");
  const nIndexesWas = collection.indexes.length;
  if (wanted && asText(wanted) === "_id_") throw new StoreError("InvalidOptions", "cannot drop _id index");
  const gone = collection.indexes.filter((index) => index.number > 0 && isWanted(index, wanted ? asText(wanted) : ""));
  const all = wanted?.type === kind.string && textOf(wanted) === "*";
  if (!gone.length && !all)
    throw new StoreError("IndexNotFound", `index not found with name [${wanted ? asText(wanted) : ""}]`);
  collection.indexes = collection.indexes.filter((index) => !gone.includes(index));
  for (const index of gone) store.documents.forget(collection, index);
  store.catalog.save(collection);
  return replyOf({ nIndexesWas });
}

function asText(wanted: NonNullable<ReturnType<typeof get>>): string {
  return wanted.type === kind.string ? textOf(wanted) : JSON.stringify(deserialize(documentOf(wanted)));
}

function isWanted(index: Index, wanted: string): boolean {
  return wanted === "*" || index.name === wanted || JSON.stringify(index.spec.key) === wanted;
}

function listIndexes(request: Request, store: Store): Buffer {
  const collection = collectionOf(request, store);
  if (!collection) throw new StoreError("NamespaceNotFound", `ns does not exist: ${namespace(request)}`);
  const rows = collection.indexes.map(({ spec }) => documentOf(valueOf(spec)));
  return store.cursors.first(collection.name, rows[Symbol.iterator](), 1000);
}

function listCollections(request: Request, store: Store): Buffer {
  const filter = filterIn(request.body, "filter");
  const own = store.catalog.all().filter(({ name }) => name.startsWith(`${request.db}.`));
  const rows = own
    .map(({ name }) =>
      documentOf(
        valueOf({
          name: name.slice(request.db.length + 1),
          type: "collection",
          options: {},
          info: { readOnly: false },
          idIndex: { v: 2, key: { _id: 1 }, name: "_id_" },
        }),
      ),
    )
    .filter((row) => filter.test(row, 0));
  return store.cursors.first(
    `${request.db}.$cmd.listCollections`,
    rows[Symbol.iterator](),
    numberIn(request.body, "batchSize") ?? 1000,
  );
}

export const schema: Record<string, Command> = {
  create: { writes: true, run: create },
  drop: { writes: true, run: drop },
  dropDatabase: { writes: true, run: dropDatabase },
  createIndexes: { writes: true, run: createIndexes },
  dropIndexes: { writes: true, run: dropIndexes },
  listIndexes: { writes: false, run: listIndexes },
  listCollections: { writes: false, run: listCollections },
};
