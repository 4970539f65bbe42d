import { ObjectId } from "bson";
import { edit, type Change } from "./edit.ts";
import { notHere, StoreError } from "./errors.ts";
import type { Filter } from "./filter.ts";
import { changeBy } from "./operators.ts";
import { asValue, build, bytesOf, fieldsOf, get, kind, type Value, valueOf } from "./raw.ts";
import { textOf } from "./types.ts";

/** An update made ready: gives the new document, or the same one when nothing changes. */
export type Update = (doc: Buffer, inserting: boolean) => Buffer;

interface Step {
  path: string[];
  operator: string;
  creates: boolean;
  change: Change;
}

/**
 * Reads an update: operators, or a whole new document.
 * @throws StoreError with MongoDB's codes for conflicts, unknown operators and what is not supported here
 */
export function compileUpdate(update: Value): Update {
  if (update.type === kind.array) throw notHere("an update by a pipeline");
  const fields = fieldsOf(update.bytes, update.at);
  if (!fields[0]?.[0].startsWith("$")) return replacement(fields);
  const steps = fields.flatMap(([operator, argument]) => stepsOf(operator, argument));
  steps.sort((a, b) => comparePaths(a.path, b.path));
  refuseConflicts(steps);
  return (doc, inserting) => {
    const id = get(doc, "_id");
    let result = doc;
    for (const { path, operator, creates, change } of steps) {
      if (operator === "$rename") result = rename(result, path, change);
      else if (inserting || operator !== "$setOnInsert") result = edit(result, path, creates, change);
    }
    if (result !== doc && id) refuseNewId(id, get(result, "_id"));
    return result;
  };
}

function replacement(fields: readonly [string, Value][]): Update {
  const operator = fields.find(([name]) => name.startsWith("$"));
  if (operator)
    throw new StoreError("FailedToParse", `unknown top level field ${operator[0]} in a replacement document`);
  return (doc) => {
    const id = get(doc, "_id");
    const own = fields.find(([name]) => name === "_id")?.[1];
    if (id && own) refuseNewId(id, own);
    const first = id ?? own;
    const next = build([...(first ? [["_id", first] as const] : []), ...fields.filter(([name]) => name !== "_id")]);
    return next.equals(doc) ? doc : next;
  };
}

function refuseNewId(id: Value, next: Value | null): void {
  if (next && next.type === id.type && bytesOf(next).equals(bytesOf(id))) return;
  throw new StoreError(
    "ImmutableField",
    "Performing an update on the path '_id' would modify the immutable field '_id'",
  );
}

function stepsOf(operator: string, argument: Value): Step[] {
  if (!operator.startsWith("$")) throw new StoreError("FailedToParse", `unknown modifier: ${operator}`);
  if (argument.type !== kind.object)
    throw new StoreError("FailedToParse", `Modifiers operate on fields but we found another type instead: ${operator}`);
  const creates = !["$unset", "$pull", "$pullAll", "$pop", "$rename"].includes(operator);
  return fieldsOf(argument.bytes, argument.at).map(([name, value]) => {
    const path = name.split(".");
    if (path.some((part) => part.startsWith("$"))) throw notHere(`the positional path ${name}`);
    if (path.includes(""))
      throw new StoreError(
        "EmptyFieldName",
        `The update path '${name}' contains an empty field name, which is not allowed.`,
      );
    return { path, operator, creates, change: operator === "$rename" ? () => value : changeBy(operator, name, value) };
  });
}

/** MongoDB applies changes by path: numbers as numbers, names as bytes. */
function comparePaths(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const [one = "", two = ""] = [a[i], b[i]];
    if (one === two) continue;
    const both = /^\d+$/.test(one) && /^\d+$/.test(two);
    return both ? Number(one) - Number(two) : Buffer.from(one).compare(Buffer.from(two));
  }
  return a.length - b.length;
}

function refuseConflicts(steps: readonly Step[]): void {
  steps.forEach(({ path }, i) => {
    const before = steps[i - 1]?.path;
    if (before?.every((part, place) => part === path[place]))
      throw new StoreError(
        "ConflictingUpdateOperators",
        `Updating the path '${path.join(".")}' would create a conflict at '${before.join(".")}'`,
      );
  });
}

function rename(doc: Buffer, from: readonly string[], target: Change): Buffer {
  const name = target(null);
  let moved: Value | null = null;
  const without = edit(doc, from, false, (old) => {
    moved = old;
    return null;
  });
  return moved && name ? edit(without, textOf(name).split("."), true, () => moved) : doc;
}

/** The document that an upsert inserts: what the filter says is equal, then the update. */
export function upserted(filter: Filter, update: Update, isReplacement: boolean): Buffer {
  let doc = build([]);
  const equal = isReplacement ? filter.equal.filter(([name]) => name === "_id") : filter.equal;
  for (const [path, value] of equal) doc = edit(doc, path.split("."), true, () => value);
  return withId(update(doc, true));
}

/**
 * A document with its `_id` in front, a new one when there is none.
 * @throws StoreError for ids that MongoDB refuses
 */
export function withId(doc: Buffer): Buffer {
  const id = get(doc, "_id");
  if (id && (id.type === kind.array || id.type === kind.regex || id.type === kind.undefined))
    throw new StoreError("InvalidIdField", "The '_id' value cannot be of type array");
  if (id && id.at === 9) return doc;
  const rest = fieldsOf(doc).filter(([name]) => name !== "_id");
  return build([["_id", id ?? valueOf(new ObjectId())], ...rest]);
}

export function isReplacement(update: Value): boolean {
  return update.type === kind.object && update.bytes[update.at + 5] !== 0x24;
}

/** Documents may have 16 MB, as MongoDB's. */
export function refuseTooLarge(doc: Buffer): void {
  if (asValue(doc).end > 16_777_216)
    throw new StoreError("BSONObjectTooLarge", "BSONObj size is larger than 16777216 bytes");
}
