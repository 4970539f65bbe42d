import { deserialize, serialize } from "bson";
import { Aggregator } from "mingo";
import { notHere, StoreError } from "../errors.ts";
import { compileFilter, everything } from "../filter.ts";
import { planFor } from "../plan.ts";
import { compileProjection, type Project } from "../projection.ts";
import { build, elementsOf, fieldsOf, get, kind, type Value, valueOf } from "../raw.ts";
import { compileSort } from "../sort.ts";
import { numberOf, textOf } from "../types.ts";
import {
  type Command,
  collectionOf,
  documentOf,
  namespace,
  numberIn,
  part,
  refuseCollation,
  type Request,
  startExamining,
  type Store,
} from "./command.ts";
import { countOf, mostInMemory, type Query, run } from "./read.ts";

type Stage = [string, Value];

/** Stages that mingo has no right answer for, or that would write or read elsewhere. */
const refused = new Set([
  "$out",
  "$merge",
  "$geoNear",
  "$search",
  "$changeStream",
  "$collStats",
  "$indexStats",
  "$currentOp",
  "$lookup",
  "$graphLookup",
  "$unionWith",
  "$sample",
]);

/**
 * Runs what begins a pipeline ($match, $sort, $skip, $limit, $project) as a query with its index, counts without looking
 * at documents where it can, and gives only what is left to mingo.
 */
function aggregate(request: Request, store: Store): Buffer {
  const { body } = request;
  refuseCollation(body);
  const pipeline = get(body, "pipeline");
  if (pipeline?.type !== kind.array)
    throw new StoreError("TypeMismatch", "'pipeline' option must be specified as an array");
  const stages = elementsOf(pipeline).map(stageOf);
  const cursor = part(body, "cursor");
  const size = (cursor && numberIn(documentOf(cursor), "batchSize")) ?? 101;
  return store.cursors.first(namespace(request), results(request, store, stages), size);
}

function stageOf(stage: Value): Stage {
  const fields = stage.type === kind.object ? fieldsOf(stage.bytes, stage.at) : [];
  const [first] = fields;
  if (fields.length !== 1 || !first)
    throw new StoreError("Location40323", "A pipeline stage specification object must contain exactly one field.");
  if (refused.has(first[0])) throw notHere(`the pipeline stage ${first[0]}`);
  return first;
}

function results(request: Request, store: Store, stages: readonly Stage[]): Iterator<Buffer> {
  const { query, project, rest } = split(request, store, stages);
  const counted = countedBy(rest);
  if (counted && !project) {
    const n = query ? countOf(query, store) : 0;
    return (n ? [build([...counted.id, [counted.name, valueOf(n)]])] : [])[Symbol.iterator]();
  }
  const rows = query ? run(query, store, project) : ([] as Buffer[])[Symbol.iterator]();
  return rest.length ? byMingo(rows, rest) : rows;
}

/** The query that a pipeline begins with, and the stages that are left. */
export function split(
  request: Request,
  store: Store,
  stages: readonly Stage[],
): { query: Query | null; project: Project | null; rest: readonly Stage[] } {
  let place = 0;
  const next = (name: string): Value | null => {
    const [stage, value] = stages[place] ?? [];
    if (stage !== name || !value) return null;
    place += 1;
    return value;
  };
  const match = next("$match");
  const filter = match ? compileFilter(match) : everything;
  const sort = compileSort(next("$sort"));
  const skip = Number(numberOf(next("$skip") ?? valueOf(0)));
  const limit = Number(numberOf(next("$limit") ?? valueOf(0)));
  const project = simpleProjection(stages[place]);
  if (project) place += 1;
  const collection = collectionOf(request, store);
  const query = collection && {
    collection,
    filter,
    sort,
    skip,
    limit,
    plan: planFor(collection, filter, sort),
    examined: startExamining(request.body),
  };
  return { query, project, rest: stages.slice(place) };
}

/** A projection that only picks fields; anything computed is left to mingo. */
function simpleProjection(stage: Stage | undefined): Project | null {
  if (stage?.[0] !== "$project") return null;
  const plain = fieldsOf(stage[1].bytes, stage[1].at).every(
    ([, value]) => value.type === kind.bool || numberOf(value) !== null,
  );
  return plain ? compileProjection(stage[1]) : null;
}

/** `$count`, or the `$group` that the driver counts with. */
function countedBy(rest: readonly Stage[]): { name: string; id: [string, Value][] } | null {
  const [only] = rest;
  if (!only || rest.length !== 1) return null;
  if (only[0] === "$count" && only[1].type === kind.string) return { name: textOf(only[1]), id: [] };
  if (only[0] !== "$group") return null;
  const [[idName, id] = [], [name, sum] = [], third] = fieldsOf(only[1].bytes, only[1].at);
  if (third || idName !== "_id" || !id || !name || !sum) return null;
  const constant = numberOf(id) !== null || id.type === kind.null;
  const one = sum.type === kind.object ? get(documentOf(sum), "$sum") : null;
  return constant && one && numberOf(one) === 1 ? { name, id: [["_id", id]] } : null;
}

function* byMingo(rows: Iterator<Buffer>, rest: readonly Stage[]): Generator<Buffer> {
  const documents: Record<string, unknown>[] = [];
  for (let row = rows.next(); !row.done; row = rows.next()) {
    documents.push(deserialize(row.value));
    if (documents.length > mostInMemory)
      throw new StoreError(
        "QueryExceededMemoryLimit",
        `the pipeline works on more than ${String(mostInMemory)} documents; narrow its first $match`,
      );
  }
  const pipeline = rest.map(([name, value]) => deserialize(build([[name, value]])));
  for (const row of grouped(pipeline, documents)) yield Buffer.from(serialize(row as object));
}

function grouped(pipeline: Record<string, unknown>[], documents: Record<string, unknown>[]): unknown[] {
  try {
    return new Aggregator(pipeline, { scriptEnabled: false }).run(documents);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const unknown = /pipeline operator/i.test(message);
    throw new StoreError(
      unknown ? "Location40324" : "FailedToParse",
      `${message} (embedded store; set MONGODB_URI to use MongoDB)`,
    );
  }
}

export const aggregating: Record<string, Command> = { aggregate: { writes: false, run: aggregate } };
