import { bytesOf, isDocument, kind, type Value } from "./raw.ts";
import { StoreError } from "./errors.ts";
import { orderOf, rankOf } from "./keys.ts";
import { regexOf } from "./types.ts";

/** What an index can use of a filter: the field's key is one of these, or lies between these. */
export type Constraint =
  | { path: string; form: "in"; orders: Buffer[] }
  | { path: string; form: "range"; rank: number; low: Bound | null; high: Bound | null }
  | { path: string; form: "exists" };

export interface Bound {
  order: Buffer;
  inclusive: boolean;
}

/** A question about one value of a path; `any` of the values that the path means has to answer it. */
export interface Check {
  any: (value: Value | null, isElement: boolean) => boolean;
  negated: boolean;
}

/** What became of an operator. */
export interface Compiled {
  checks: Check[];
  constraints: Constraint[];
  exact: boolean;
}

export const isNumber = (type: number): boolean =>
  type === kind.int || type === kind.double || type === kind.long || type === kind.decimal;

export function check(any: Check["any"], constraint?: Constraint, exact = false, negated = false): Compiled {
  return { checks: [{ any, negated }], constraints: constraint ? [constraint] : [], exact };
}

/** Whether a value is one of these: `$eq` and `$in`. */
export function membership(path: string, wanted: readonly Value[], single: boolean): Compiled {
  const regexes = wanted.filter((value) => value.type === kind.regex).map((value) => regexOf(value, null));
  const tests = wanted.map(equals);
  const orders = wanted.map(orderOf);
  const keys = wanted.length > 8 ? new Set(orders.map((order) => order.toString("latin1"))) : null;
  const wantsNull = wanted.some((value) => value.type === kind.null);
  const any: Check["any"] = (value) => {
    if (value === null) return wantsNull;
    if (regexes.length && value.type === kind.string && regexes.some((regex) => regex(value))) return true;
    return keys ? keys.has(orderOf(value).toString("latin1")) : tests.some((test) => test(value));
  };
  const indexable =
    !regexes.length && !wanted.some((value) => value.type === kind.array || value.type === kind.undefined);
  if (!indexable) return check(any);
  return check(any, { path, form: "in", orders }, single || orders.length > 0);
}

/** Equality with one value: by its bytes where those decide, else by its order. */
function equals(wanted: Value): (value: Value) => boolean {
  const { type } = wanted;
  if (type === kind.null) return (value) => value.type === kind.null || value.type === kind.undefined;
  if (isNumber(type) || isDocument(wanted)) {
    const order = orderOf(wanted);
    const rank = rankOf(type);
    return (value) => rankOf(value.type) === rank && orderOf(value).equals(order);
  }
  const bytes = bytesOf(wanted);
  return (value) => value.type === type && bytes.compare(value.bytes, value.at, value.end) === 0;
}

const lowestNumber = Buffer.from("10000fffffffffffff0000", "hex");

/** `$gt`, `$gte`, `$lt`, `$lte`: within the kind of the bound. */
export function range(path: string, operator: string, bound: Value): Compiled {
  if (bound.type === kind.regex)
    throw new StoreError("BadValue", `Can't have RegEx as arg to predicate over field '${path}'.`);
  const order = orderOf(bound);
  const inclusive = operator.endsWith("e");
  if (bound.type === kind.null || isNaNOrder(order)) {
    return inclusive ? membership(path, [bound], true) : check(() => false);
  }
  const rank = rankOf(bound.type);
  const up = operator.startsWith("$g");
  const any: Check["any"] = (value) => {
    if (value === null || rankOf(value.type) !== rank) return false;
    const found = orderOf(value);
    if (isNaNOrder(found)) return false;
    const order_ = found.compare(order);
    return order_ === 0 ? inclusive : order_ > 0 === up;
  };
  const own: Bound = { order, inclusive };
  const lowest: Bound | null = isNumber(bound.type) ? { order: lowestNumber, inclusive: true } : null;
  if (bound.type === kind.array) return check(any);
  return check(any, { path, form: "range", rank, low: up ? own : lowest, high: up ? null : own }, true);
}

const nanOrder = Buffer.from("1000000000000000000000", "hex");
function isNaNOrder(order: Buffer): boolean {
  return order.length === nanOrder.length && order[1] === 0 && order.equals(nanOrder);
}
