import { asValue, bytesOf, elementsOf, fieldsOf, get, isDocument, kind, type Value } from "./raw.ts";
import { notHere, StoreError } from "./errors.ts";
import { type Check, check, type Compiled, type Constraint, isNumber, membership, range } from "./comparison.ts";
import { pathOf, reach, visitLeaf } from "./paths.ts";
import { matchesType, numberOf, regexOf } from "./types.ts";

export interface Filter {
  test: (bytes: Buffer, at: number) => boolean;
  /** All of them hold for every document that passes. */
  constraints: Constraint[];
  /** Whether documents that meet the constraints pass: nothing else is asked. */
  exact: boolean;
  /** The branches of an `$or` that stands alone. */
  branches: Filter[];
  /** Fields that equal a value: what an upsert starts from. */
  equal: [string, Value][];
}

/**
 * Makes a filter ready to be asked of many documents.
 * @throws StoreError with MongoDB's code for what it does not understand
 */
export function compileFilter(query: Value): Filter {
  const filter: Filter = { test: () => true, constraints: [], exact: true, branches: [], equal: [] };
  const tests: Filter["test"][] = [];
  for (const [name, value] of fieldsOf(query.bytes, query.at)) {
    if (name.startsWith("$")) addLogic(name, value, filter, tests);
    else addField(name, value, filter, tests);
  }
  const [only] = tests;
  if (tests.length === 1 && only) filter.test = only;
  else if (tests.length) filter.test = (bytes, at) => tests.every((test) => test(bytes, at));
  return filter;
}

function addLogic(name: string, value: Value, filter: Filter, tests: Filter["test"][]): void {
  if (name === "$comment") return;
  if (name !== "$and" && name !== "$or" && name !== "$nor") {
    if (["$expr", "$where", "$text", "$jsonSchema"].includes(name)) throw notHere(`the filter operator ${name}`);
    throw new StoreError("BadValue", `unknown top level operator: ${name}`);
  }
  if (value.type !== kind.array) throw new StoreError("BadValue", `${name} must be an array`);
  const parts = elementsOf(value).map((part) => {
    if (part.type !== kind.object) throw new StoreError("BadValue", "$or/$and/$nor entries need to be full objects");
    return compileFilter(part);
  });
  if (!parts.length) throw new StoreError("BadValue", "$and/$or/$nor must be a nonempty array");
  if (name === "$and") {
    tests.push((bytes, at) => parts.every((part) => part.test(bytes, at)));
    for (const part of parts) {
      filter.constraints.push(...part.constraints);
      filter.equal.push(...part.equal);
      filter.exact &&= part.exact;
      if (part.branches.length) filter.branches = part.branches;
    }
    return;
  }
  filter.exact = false;
  if (name === "$or") filter.branches = parts;
  const wanted = name === "$or";
  tests.push((bytes, at) => parts.some((part) => part.test(bytes, at)) === wanted);
}

function addField(name: string, value: Value, filter: Filter, tests: Filter["test"][]): void {
  const path = pathOf(name);
  const { checks, constraints, exact } = compileValue(name, value);
  filter.constraints.push(...constraints);
  filter.exact &&= exact;
  for (const check of checks) tests.push((bytes, at) => reach(bytes, at, path, check.any) !== check.negated);
  const equal = isOperators(value) ? get(bytesOf(value), "$eq") : value.type === kind.regex ? null : value;
  if (equal) filter.equal.push([name, equal]);
}

/** Whether a filter's value is `{ $gt: … }` and not a document to compare with. */
function isOperators(value: Value): boolean {
  return value.type === kind.object && value.bytes[value.at + 5] === 0x24;
}

/** The checks on one field: equality, or every operator of its document. */
function compileValue(path: string, value: Value): Compiled {
  if (!isOperators(value)) return compileOperator(path, "$eq", value, null);
  const result: Compiled = { checks: [], constraints: [], exact: true };
  const options = get(bytesOf(value), "$options");
  for (const [operator, argument] of fieldsOf(value.bytes, value.at)) {
    if (operator === "$options") continue;
    const one = compileOperator(path, operator, argument, options);
    result.checks.push(...one.checks);
    result.constraints.push(...one.constraints);
    result.exact &&= one.exact;
  }
  return result;
}

function compileOperator(path: string, operator: string, argument: Value, options: Value | null): Compiled {
  switch (operator) {
    case "$eq":
    case "$in":
      return membership(path, operator === "$eq" ? [argument] : listOf(operator, argument), operator === "$eq");
    case "$ne":
    case "$nin":
      return negate(membership(path, operator === "$ne" ? [argument] : listOf(operator, argument), operator === "$ne"));
    case "$gt":
    case "$gte":
    case "$lt":
    case "$lte":
      return range(path, operator, argument);
    case "$exists": {
      const wanted = truthy(argument);
      const exists: Check["any"] = (value, isElement) => value !== null && !isElement;
      return wanted ? check(exists, { path, form: "exists" }) : check(exists, undefined, false, true);
    }
    case "$not":
      return negate(
        argument.type === kind.regex || isOperators(argument) ? all(compileValue(path, argument)) : badNot(),
      );
    case "$regex":
      return check(matchRegex(argument, options));
    case "$size": {
      const size = numberOf(argument);
      return check((value, isElement) => !isElement && value?.type === kind.array && elementsOf(value).length === size);
    }
    case "$all":
      return allOf(path, listOf(operator, argument));
    case "$elemMatch":
      return check(elementMatches(argument));
    case "$type": {
      const wanted = argument.type === kind.array ? elementsOf(argument) : [argument];
      return check((value) => value !== null && wanted.some((type) => matchesType(value, type)));
    }
    case "$mod": {
      const [divisor = 0, remainder = 0] = elementsOf(argument).map((one) => Math.trunc(numberOf(one) ?? 0));
      return check(
        (value) => value !== null && isNumber(value.type) && Math.trunc(numberOf(value) ?? NaN) % divisor === remainder,
      );
    }
    default:
      throw new StoreError("BadValue", `unknown operator: ${operator}`);
  }
}

function badNot(): never {
  throw new StoreError("BadValue", "$not needs a regex or a document");
}

function truthy(value: Value): boolean {
  return value.type === kind.bool ? value.bytes[value.at] === 1 : value.type !== kind.null && numberOf(value) !== 0;
}

function listOf(operator: string, value: Value): Value[] {
  if (value.type !== kind.array) throw new StoreError("BadValue", `${operator} needs an array`);
  return elementsOf(value);
}

/** Not: the whole of several checks is turned round. */
function negate(compiled: Compiled): Compiled {
  return {
    checks: compiled.checks.map(({ any, negated }) => ({ any, negated: !negated })),
    constraints: [],
    exact: false,
  };
}

/** One check for several, so that it can be negated: it looks at the value as a whole. */
function all({ checks }: Compiled): Compiled {
  if (checks.length === 1) return { checks, constraints: [], exact: false };
  return check((value, isElement) => !isElement && checks.every((one) => visitLeaf(value, one.any) !== one.negated));
}

function matchRegex(pattern: Value, options: Value | null): Check["any"] {
  const regex = regexOf(pattern, options);
  return (value) => value !== null && regex(value);
}

/** Every wanted value is in the array (or is the value). */
function allOf(path: string, wanted: readonly Value[]): Compiled {
  const parts = wanted.map((value) =>
    isOperators(value)
      ? check(elementMatches(get(bytesOf(value), "$elemMatch") ?? badNot()))
      : membership(path, [value], true),
  );
  if (!parts.length) return check(() => false);
  return { checks: parts.flatMap((part) => part.checks), constraints: parts[0]?.constraints ?? [], exact: false };
}

/** Some element of the array meets all the conditions at once. */
function elementMatches(condition: Value): Check["any"] {
  if (condition.type !== kind.object) throw new StoreError("BadValue", "$elemMatch needs an Object");
  const test = elementTest(condition);
  return (value, isElement) => !isElement && value?.type === kind.array && elementsOf(value).some(test);
}

/** Whether one value meets a condition, as `$elemMatch` and `$pull` ask it. */
export function elementTest(condition: Value): (element: Value) => boolean {
  if (condition.type === kind.object && !(isOperators(condition) && !isLogic(condition))) {
    const filter = compileFilter(condition);
    return (element) => isDocument(element) && filter.test(element.bytes, element.at);
  }
  const { checks } = compileValue("", condition);
  return (element) => checks.every((one) => one.any(element, false) !== one.negated);
}

function isLogic(condition: Value): boolean {
  return fieldsOf(condition.bytes, condition.at).some(([name]) => name === "$and" || name === "$or" || name === "$nor");
}

/** A filter that everything passes. */
export const everything: Filter = compileFilter(asValue(Buffer.from([5, 0, 0, 0, 0])));
