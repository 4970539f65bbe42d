import { eachField, elementsOf, fieldOf, isDocument, kind, nameBytes, type Value } from "./raw.ts";
import { emptyListOrder, nullOrder, orderOf } from "./keys.ts";

/** A dotted path, taken apart once. */
export interface Path {
  text: string;
  names: readonly Buffer[];
  /** The parts that are numbers, which may also count elements of an array; -1 for the others. */
  places: readonly number[];
}

export function pathOf(text: string): Path {
  const parts = text.split(".");
  return {
    text,
    names: parts.map(nameBytes),
    places: parts.map((part) => (/^(0|[1-9]\d*)$/.test(part) ? Number(part) : -1)),
  };
}

/**
 * What a filter's path can mean in a document: the value itself, null when it is missing, and the elements of an array.
 * Arrays on the way are looked through, as MongoDB does.
 * @returns whether `visit` answered true for any of them
 */
export type Visit = (value: Value | null, isElement: boolean, elementsFollow: boolean) => boolean;

export function reach(bytes: Buffer, at: number, path: Path, visit: Visit, step = 0): boolean {
  const value = fieldOf(bytes, at, path.names[step] ?? path.names[0]!);
  return follow(value, path, visit, step + 1);
}

function follow(value: Value | null, path: Path, visit: Visit, step: number): boolean {
  if (step === path.names.length) return visitLeaf(value, visit);
  if (value?.type === kind.object) return reach(value.bytes, value.at, path, visit, step);
  if (value?.type !== kind.array) return visit(null, false, false);
  const place = path.places[step] ?? -1;
  let count = 0;
  return eachField(value.bytes, value.at, (type, _name, at, end) => {
    const element = { type, bytes: value.bytes, at, end };
    if (
      count++ === place &&
      (step + 1 === path.names.length ? visit(element, false, false) : follow(element, path, visit, step + 1))
    )
      return true;
    return type === kind.object && reach(value.bytes, at, path, visit, step);
  });
}

export function visitLeaf(value: Value | null, visit: Visit): boolean {
  if (value?.type !== kind.array) return visit(value, false, false);
  if (visit(value, false, true)) return true;
  return eachField(value.bytes, value.at, (type, _name, at, end) =>
    visit({ type, bytes: value.bytes, at, end }, true, false),
  );
}

/** The keys of a document for one field of an index: several when an array is on the way. */
export function ordersAt(doc: Buffer, path: Path): { orders: Buffer[]; many: boolean } {
  const orders: Buffer[] = [];
  let many = false;
  reach(doc, 0, path, (value, _isElement, elementsFollow) => {
    if (value && elementsFollow) {
      many = true;
      if (elementsOf(value).length === 0) orders.push(emptyListOrder);
    } else orders.push(orderOf(value));
    return false;
  });
  if (orders.length === 0) return { orders: [nullOrder], many: true };
  return { orders, many: many || orders.length > 1 };
}

/** The value that a path names, without looking through arrays; null when there is none. */
export function valueAt(doc: Buffer, path: Path): Value | null {
  let value: Value | null = { type: kind.object, bytes: doc, at: 0, end: doc.length };
  for (const name of path.names) {
    if (!value || !isDocument(value)) return null;
    value = fieldOf(value.bytes, value.at, name);
  }
  return value;
}
