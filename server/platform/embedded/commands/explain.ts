import type { Plan } from "../plan.ts";
import { elementsOf, fieldsOf, get, kind, type Value } from "../raw.ts";
import { textOf } from "../types.ts";
import { StoreError } from "../errors.ts";
import { split } from "./aggregate.ts";
import { type Command, documentOf, listIn, namespace, replyOf, type Request, type Store } from "./command.ts";
import { queryOf, type Query, run } from "./read.ts";

/** How a command would find its documents: the tests that forbid scans read it. */
function explain(request: Request, store: Store): Buffer {
  const inner = get(request.body, "explain");
  if (inner?.type !== kind.object) throw new StoreError("FailedToParse", "explain needs a command");
  const body = documentOf(inner);
  const [name = ""] = fieldsOf(body)[0] ?? [];
  const own: Request = { ...request, name, body };
  const query = explained(own, store);
  const plan = query ? winning(query) : { stage: "EOF" };
  const wanted = get(request.body, "verbosity");
  const planner = { queryPlanner: { namespace: namespace(own), winningPlan: plan, rejectedPlans: [] } };
  if (!query || (wanted && textOf(wanted) === "queryPlanner")) return replyOf(planner);
  let nReturned = 0;
  for (const _ of run(query, store)) nReturned += 1;
  const executionStats = {
    executionSuccess: true,
    nReturned,
    totalKeysExamined: query.examined.keys,
    totalDocsExamined: query.examined.docs,
  };
  return replyOf({ ...planner, executionStats });
}

function explained(request: Request, store: Store): Query | null {
  const { name, body } = request;
  if (name === "aggregate")
    return split(
      request,
      store,
      elementsOf(get(body, "pipeline") ?? empty()).map((stage) => fieldsOf(stage.bytes, stage.at)[0] ?? ["", stage]),
    ).query;
  if (name === "update" || name === "delete") {
    const [statement] = listIn(request, name === "update" ? "updates" : "deletes");
    return statement
      ? queryOf({ ...request, body: withName(name, body, statement) }, store, { filter: "q", sort: "sort" })
      : null;
  }
  return queryOf(request, store, { filter: name === "find" ? "filter" : "query", sort: "sort" });
}

function empty(): never {
  throw new StoreError("FailedToParse", "the pipeline is missing");
}

/** A statement with the collection's name in front, so that it reads like a command. */
function withName(name: string, body: Buffer, statement: Value): Buffer {
  const first = get(body, name);
  return first ? prepend(name, first, documentOf(statement)) : body;
}

function prepend(name: string, value: Value, doc: Buffer): Buffer {
  const head = Buffer.concat([
    Buffer.from([value.type]),
    Buffer.from(`${name}\0`),
    value.bytes.subarray(value.at, value.end),
  ]);
  const whole = Buffer.concat([doc.subarray(0, 4), head, doc.subarray(4)]);
  whole.writeInt32LE(whole.length, 0);
  return whole;
}

function winning({ plan, sort, limit }: Query): Record<string, unknown> {
  const found = stageFor(plan);
  const inOrder =
    sort && !plan.sorted
      ? {
          stage: "SORT",
          sortPattern: Object.fromEntries(sort.fields.map(({ path, direction }) => [path, direction])),
          inputStage: found,
        }
      : found;
  return limit && inOrder === found ? { stage: "LIMIT", limitAmount: limit, inputStage: inOrder } : inOrder;
}

function stageFor({ index, scan, branches, reverse }: Plan): Record<string, unknown> {
  if (branches.length) return { stage: "FETCH", inputStage: { stage: "OR", inputStages: branches.map(stageFor) } };
  if (scan) return { stage: "COLLSCAN", direction: "forward" };
  return {
    stage: "FETCH",
    inputStage: {
      stage: "IXSCAN",
      indexName: index.name,
      keyPattern: index.spec.key,
      direction: reverse ? "backward" : "forward",
    },
  };
}

export const explaining: Record<string, Command> = { explain: { writes: false, run: explain } };
