import type { Collection, Index } from "./catalog.ts";
import type { Bound, Constraint } from "./comparison.ts";
import type { Filter } from "./filter.ts";
import type { Range } from "./disk.ts";
import { after, beforeCut, cut, inverted, isCut, nullOrder } from "./keys.ts";
import type { Sort } from "./sort.ts";

/** How the documents of a query are found. */
export interface Plan {
  /** The index that is read; null when every document has to be looked at. */
  index: Index;
  /** COLLSCAN: the whole of `_id`'s index, without its order being asked for. */
  scan: boolean;
  ranges: Range[];
  reverse: boolean;
  /** Whether the documents come in the wanted order. */
  sorted: boolean;
  /** Whether the ranges hold exactly what the filter lets pass, each document once. */
  exact: boolean;
  /** One plan for each branch of an `$or`; then the rest of this plan does not count. */
  branches: Plan[];
}

/** An index is not used for more single values than this. */
const mostRanges = 10_000;

/** The index whose fields the filter binds best: equalities first, then the order, then a range. */
export function planFor(collection: Collection, filter: Filter, sort: Sort | null, hint: string | null = null): Plan {
  let best: { plan: Plan; score: number } | null = null;
  for (const index of collection.indexes) {
    if (!index.ready || (hint !== null && index.name !== hint)) continue;
    if (!holdsAll(index, filter.constraints)) continue;
    const found = useIndex(collection, index, filter, sort);
    if (found && (!best || found.score > best.score)) best = found;
  }
  if (best && (best.score >= 10 || !filter.branches.length)) return best.plan;
  const branches = filter.branches.map((branch) => planFor(collection, branch, null));
  if (branches.length && branches.every((branch) => !branch.scan))
    return { ...wholeOf(collection), scan: false, branches };
  return best?.plan ?? wholeOf(collection);
}

function wholeOf(collection: Collection): Plan {
  const [index] = collection.indexes;
  if (!index) throw new Error("a collection without its _id index");
  const base = keyBase(collection.number, 0);
  const exact = false;
  return {
    index,
    scan: true,
    ranges: [{ start: base, end: after(base) }],
    reverse: false,
    sorted: false,
    exact,
    branches: [],
  };
}

/** What all keys of an index begin with. */
export function keyBase(collection: number, index: number): Buffer {
  const base = Buffer.allocUnsafe(6);
  base.writeUInt32BE(collection, 0);
  base.writeUInt16BE(index, 4);
  return base;
}

function useIndex(
  collection: Collection,
  index: Index,
  filter: Filter,
  sort: Sort | null,
): { plan: Plan; score: number } | null {
  let starts = [keyBase(collection.number, index.number)];
  const used = new Set<Constraint>();
  let equal = 0;
  let ranges: Range[] | null = null;
  for (const { path, direction } of index.fields) {
    const own = filter.constraints.filter((one) => one.path === path.text);
    const many = index.many.length > 0;
    const orders = valuesIn(own, many, used);
    if (orders && orders.length * starts.length <= mostRanges) {
      const keys = orders.map((order) => (direction === 1 ? cut(order) : inverted(cut(order))));
      starts = starts.flatMap((start) => keys.map((key) => Buffer.concat([start, key])));
      equal += 1;
      continue;
    }
    const bounds = boundsIn(own, many, used);
    if (bounds) ranges = starts.map((start) => rangeFrom(start, bounds, direction));
    break;
  }
  const order = sort && starts.length === 1 ? sortedBy(index, equal, sort) : null;
  if (!equal && !ranges && order === null) return null;
  const exact = filter.exact && !index.many.length && !index.cut && filter.constraints.every((one) => used.has(one));
  const plan: Plan = {
    index,
    scan: false,
    ranges: mergeDoubles(ranges ?? starts.map((start) => ({ start, end: after(start) }))),
    reverse: order === -1,
    sorted: order !== null,
    exact,
    branches: [],
  };
  const all = equal === index.fields.length && index.unique ? 5 : 0;
  return {
    plan,
    score: equal * 10 + all + (order !== null ? 6 : 0) + (ranges ? (equal ? 4 : 10) : 0) - index.fields.length / 10,
  };
}

/** The same values asked for twice are read once. */
function mergeDoubles(ranges: Range[]): Range[] {
  if (ranges.length < 2) return ranges;
  const sorted = [...ranges].sort((a, b) => a.start.compare(b.start));
  return sorted.filter((range, i) => !sorted[i - 1]?.start.equals(range.start));
}

/** The values that a field must be one of; null when the filter does not say. */
function valuesIn(own: readonly Constraint[], many: boolean, used: Set<Constraint>): Buffer[] | null {
  let found: Buffer[] | null = null;
  for (const constraint of own) {
    if (constraint.form !== "in") continue;
    if (!found) found = constraint.orders;
    else if (many) continue;
    else found = found.filter((order) => constraint.orders.some((other) => other.equals(order)));
    used.add(constraint);
  }
  return found;
}

interface Bounds {
  rank: number;
  low: Bound | null;
  high: Bound | null;
}

/** What a field must lie between. With arrays only one end holds, since each end may be met by another element. */
function boundsIn(own: readonly Constraint[], many: boolean, used: Set<Constraint>): Bounds | null {
  let found: Bounds | null = null;
  for (const constraint of own) {
    if (constraint.form !== "range") continue;
    const { rank, low, high } = constraint;
    if (!found) found = { rank, low, high };
    else if (many || rank !== found.rank) continue;
    else found = { rank, low: tighter(found.low, low, 1), high: tighter(found.high, high, -1) };
    used.add(constraint);
  }
  return found;
}

function tighter(a: Bound | null, b: Bound | null, direction: 1 | -1): Bound | null {
  if (!a || !b) return a ?? b;
  const order = a.order.compare(b.order) * direction;
  if (order === 0) return a.inclusive ? b : a;
  return order > 0 ? a : b;
}

function rangeFrom(start: Buffer, { rank, low, high }: Bounds, direction: 1 | -1): Range {
  const [first, last] = direction === 1 ? [low, high] : [high, low];
  const turn = (order: Buffer): Buffer => (direction === 1 ? order : inverted(order));
  const key = (bound: Bound): Buffer => Buffer.concat([start, turn(beforeCut(bound.order))]);
  const whole = Buffer.concat([start, turn(Buffer.from([rank]))]);
  const from = first ? (first.inclusive || isCut(first.order) ? key(first) : after(key(first))) : whole;
  const to = last ? (last.inclusive || isCut(last.order) ? after(key(last)) : key(last)) : after(whole);
  return from.compare(to) < 0 ? { start: from, end: to } : { start: from, end: from };
}

/** Whether an index gives the wanted order after its `equal` first fields: forwards, backwards, or not. */
function sortedBy(index: Index, equal: number, sort: Sort): 1 | -1 | null {
  const rest = index.fields.slice(equal).map(({ path, direction }) => ({ path: path.text, direction }));
  // Under one value of an array's field each document stands once; an array further on gives it several places.
  if (index.cut || rest.some(({ path }) => index.many.includes(path))) return null;
  // Only what this index knows to be no array is the same in all that it finds: an array sorts by its least value.
  const fixed = index.fields.slice(0, equal).map(({ path }) => path.text);
  const wanted = sort.fields.filter(({ path }) => !fixed.includes(path) || index.many.includes(path));
  const given = index.number === 0 ? rest : [...rest, { path: "_id", direction: 1 }];
  const turn = wanted[0]?.direction === given[0]?.direction ? 1 : -1;
  return wanted.every(({ path, direction }, i) => given[i]?.path === path && given[i].direction * turn === direction)
    ? turn
    : null;
}

/** Whether every document that passes the filter has an entry: a sparse or partial index may lack some. */
function holdsAll(index: Index, constraints: readonly Constraint[]): boolean {
  if (index.partial && !index.partial.constraints.every((needed) => implied(needed, constraints))) return false;
  return !index.sparse || index.fields.some(({ path }) => implied({ path: path.text, form: "exists" }, constraints));
}

function implied(needed: Constraint, given: readonly Constraint[]): boolean {
  return given.some((one) => one.path === needed.path && impliedBy(needed, one));
}

function impliedBy(needed: Constraint, given: Constraint): boolean {
  if (needed.form === "exists")
    return given.form === "in" ? !given.orders.some((order) => order.equals(nullOrder)) : true;
  if (given.form === "exists") return false;
  if (needed.form === "in")
    return given.form === "in" && given.orders.every((order) => needed.orders.some((one) => one.equals(order)));
  const inside = (order: Buffer, inclusive: boolean): boolean =>
    order[0] === needed.rank && !outside(order, inclusive, needed);
  if (given.form === "in") return given.orders.every((order) => inside(order, true));
  const low = !needed.low || (given.low !== null && inside(given.low.order, given.low.inclusive));
  const high = !needed.high || (given.high !== null && inside(given.high.order, given.high.inclusive));
  return given.rank === needed.rank && low && high;
}

function outside(order: Buffer, inclusive: boolean, { low, high }: Bounds): boolean {
  const below = low ? order.compare(low.order) : 1;
  const above = high ? order.compare(high.order) : -1;
  return (
    below < 0 || above > 0 || (inclusive && ((below === 0 && !low?.inclusive) || (above === 0 && !high?.inclusive)))
  );
}
