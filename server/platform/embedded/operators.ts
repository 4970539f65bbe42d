import { Decimal128, Double, Int32, Long, Timestamp } from "bson";
import type { Change } from "./edit.ts";
import { notHere, StoreError } from "./errors.ts";
import { elementTest } from "./filter.ts";
import { orderOf } from "./keys.ts";
import { buildList, elementsOf, fieldsOf, get, isDocument, kind, type Value, valueOf } from "./raw.ts";
import { compileSort } from "./sort.ts";
import { numberOf } from "./types.ts";

/**
 * What an update operator makes of the value at one path.
 * @throws StoreError for operators and arguments that MongoDB refuses, or that are not supported here
 */
export function changeBy(operator: string, path: string, argument: Value): Change {
  switch (operator) {
    case "$set":
    case "$setOnInsert":
      return (old) => (old && same(old, argument) ? old : argument);
    case "$unset":
      return () => null;
    case "$inc":
    case "$mul":
      return arithmetic(operator, path, argument);
    case "$min":
    case "$max":
      return extreme(operator === "$max" ? 1 : -1, argument);
    case "$push":
      return push(path, argument);
    case "$addToSet":
      return addToSet(path, argument);
    case "$pull":
      return keepOnly(
        path,
        not(isDocument(argument) || argument.type === kind.regex ? elementTest(argument) : isOneOf([argument])),
      );
    case "$pullAll":
      return keepOnly(path, not(isOneOf(elementsOf(argument))));
    case "$pop":
      return pop(path, numberOf(argument) === -1);
    case "$currentDate": {
      const stamp =
        isDocument(argument) && get(argument.bytes.subarray(argument.at, argument.end), "$type")?.type === kind.string;
      return () => valueOf(stamp ? new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 }) : new Date());
    }
    default:
      if (operator === "$bit") throw notHere("the update operator $bit");
      throw new StoreError("FailedToParse", `Unknown modifier: ${operator}`);
  }
}

function same(a: Value, b: Value): boolean {
  return a.type === b.type && a.bytes.compare(b.bytes, b.at, b.end, a.at, a.end) === 0;
}

function not(test: (value: Value) => boolean): (value: Value) => boolean {
  return (value) => !test(value);
}

function isOneOf(wanted: readonly Value[]): (value: Value) => boolean {
  const orders = new Set(wanted.map((value) => orderOf(value).toString("latin1")));
  return (value) => orders.has(orderOf(value).toString("latin1"));
}

/** Int, long, double, decimal: the wider of both types; an int that overflows becomes a long. */
function arithmetic(operator: string, path: string, argument: Value): Change {
  const by = numberOf(argument);
  const verb = operator === "$inc" ? "increment" : "multiply";
  if (by === null) throw new StoreError("TypeMismatch", `Cannot ${verb} with non-numeric argument: {${path}: …}`);
  return (old) => {
    if (!old && operator === "$inc") return argument;
    const before = old ? numberOf(old) : 0;
    if (before === null)
      throw new StoreError("TypeMismatch", `Cannot apply ${operator} to a value of non-numeric type at ${path}`);
    const types = [old?.type ?? kind.int, argument.type];
    const next = calculated(operator, types, before, by, () => [old ? wholeOf(old) : 0n, wholeOf(argument)]);
    return old && same(old, next) ? old : next;
  };
}

function calculated(
  operator: string,
  types: number[],
  before: number,
  by: number,
  whole: () => [bigint, bigint],
): Value {
  const result = operator === "$inc" ? before + by : before * by;
  if (types.includes(kind.decimal)) return valueOf(Decimal128.fromString(String(result)));
  if (types.includes(kind.double)) return valueOf(new Double(result));
  const [a, b] = whole();
  const exact = operator === "$inc" ? a + b : a * b;
  if (BigInt.asIntN(64, exact) !== exact)
    throw new StoreError(
      "BadValue",
      `Failed to apply ${operator} operations to the current value: the result does not fit into 64 bits`,
    );
  const fitsInt = BigInt.asIntN(32, exact) === exact;
  return valueOf(fitsInt && !types.includes(kind.long) ? new Int32(Number(exact)) : Long.fromBigInt(exact));
}

function wholeOf(value: Value): bigint {
  return value.type === kind.long ? value.bytes.readBigInt64LE(value.at) : BigInt(Math.trunc(numberOf(value) ?? 0));
}

function extreme(direction: 1 | -1, argument: Value): Change {
  const order = orderOf(argument);
  return (old) => (old && order.compare(orderOf(old)) * direction <= 0 ? old : argument);
}

function listAt(path: string, old: Value | null): Value[] {
  if (!old) return [];
  if (old.type !== kind.array) throw new StoreError("BadValue", `The field '${path}' must be an array`);
  return elementsOf(old);
}

/** What is pushed: one value, or those of `$each`, with its modifiers. */
function eachOf(argument: Value): { values: Value[]; modifiers: Map<string, Value> } {
  const modifiers = new Map(argument.type === kind.object ? fieldsOf(argument.bytes, argument.at) : []);
  const each = modifiers.get("$each");
  if (!each) return { values: [argument], modifiers: new Map() };
  if (each.type !== kind.array) throw new StoreError("BadValue", "The argument to $each in $push must be an array");
  return { values: elementsOf(each), modifiers };
}

function push(path: string, argument: Value): Change {
  const { values, modifiers } = eachOf(argument);
  const whole = (name: string) => (modifiers.has(name) ? numberOf(modifiers.get(name) ?? argument) : null);
  const [place, slice, order] = [whole("$position"), whole("$slice"), modifiers.get("$sort")];
  return (old) => {
    let list = listAt(path, old);
    list.splice(place ?? list.length, 0, ...values);
    if (order) list = sorted(list, order);
    if (slice !== null) list = slice < 0 ? list.slice(slice) : list.slice(0, slice);
    return replaced(old, list);
  };
}

function sorted(list: readonly Value[], order: Value): Value[] {
  const direction = numberOf(order);
  const byField = direction === null ? compileSort(order) : null;
  const keyOf = (value: Value): Buffer =>
    byField ? byField.key(value.bytes.subarray(value.at, value.end)) : orderOf(value);
  const keyed = list.map((value) => ({ value, key: keyOf(value) }));
  return keyed.sort((a, b) => a.key.compare(b.key) * (direction === null ? 1 : direction)).map(({ value }) => value);
}

function addToSet(path: string, argument: Value): Change {
  const { values } = eachOf(argument);
  return (old) => {
    const list = listAt(path, old);
    const there = new Set(list.map((value) => orderOf(value).toString("latin1")));
    for (const value of values) {
      const order = orderOf(value).toString("latin1");
      if (!there.has(order)) list.push(value);
      there.add(order);
    }
    return replaced(old, list);
  };
}

function keepOnly(path: string, keep: (value: Value) => boolean): Change {
  return (old) => (old ? replaced(old, listAt(path, old).filter(keep)) : null);
}

function pop(path: string, first: boolean): Change {
  return (old) => (old ? replaced(old, first ? listAt(path, old).slice(1) : listAt(path, old).slice(0, -1)) : null);
}

function replaced(old: Value | null, list: readonly Value[]): Value {
  const next = buildList(list);
  return old && same(old, next) ? old : next;
}
