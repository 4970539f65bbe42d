import { notHere, StoreError } from "./errors.ts";
import { appendField, buildList, eachField, fieldsOf, isDocument, kind, nameBytes, type Value, wrap } from "./raw.ts";
import { numberOf } from "./types.ts";

export type Project = (doc: Buffer) => Buffer;

/** A tree of names: true at the fields that are named. */
type Tree = Map<string, Tree | true>;

/**
 * A projection that includes or excludes fields (dotted paths too); null when everything is wanted.
 * Works on the bytes: a list that needs three fields of a large document never looks into the rest.
 * @throws StoreError for computed fields and for including and excluding at once
 */
export function compileProjection(spec: Value | null): Project | null {
  if (!spec) return null;
  const tree: Tree = new Map();
  let including: boolean | null = null;
  let withId: boolean | null = null;
  for (const [path, value] of flatten(spec, "")) {
    const wanted = value.type === kind.bool ? value.bytes[value.at] === 1 : numberOf(value) !== 0;
    if (isDocument(value) || value.type === kind.string) throw notHere("a computed projection");
    if (path === "_id") {
      withId = wanted;
      continue;
    }
    if (including !== null && including !== wanted) {
      const [is, other] = wanted ? ["inclusion", "exclusion"] : ["exclusion", "inclusion"];
      throw new StoreError(
        wanted ? "Location31253" : "Location31254",
        `Cannot do ${is} on field ${path} in ${other} projection`,
      );
    }
    including = wanted;
    plant(tree, path.split("."));
  }
  if (including === null && withId === null) return null;
  const keep = including ?? withId === true;
  if (keep ? withId !== false : withId === false) tree.set("_id", true);
  return (doc) => (keep ? include(doc, 0, tree) : exclude(doc, 0, tree));
}

/** `{ a: { b: 1 } }` says the same as `{ "a.b": 1 }`. */
function flatten(spec: Value, prefix: string): [string, Value][] {
  return fieldsOf(spec.bytes, spec.at).flatMap(([name, value]) => {
    if (name.startsWith("$")) throw notHere(`the projection operator ${name}`);
    if (name.includes("$")) throw notHere("a positional projection");
    return value.type === kind.object
      ? flatten(value, `${prefix}${name}.`)
      : [[`${prefix}${name}`, value] as [string, Value]];
  });
}

function plant(tree: Tree, parts: readonly string[]): void {
  const [first = "", ...rest] = parts;
  const there = tree.get(first);
  if (!rest.length) tree.set(first, true);
  else if (there !== true) {
    const branch: Tree = there ?? new Map<string, Tree | true>();
    tree.set(first, branch);
    plant(branch, rest);
  }
}

function include(bytes: Buffer, at: number, tree: Tree): Buffer {
  const wanted = [...tree].map(([name, branch]) => ({ name: nameBytes(name), branch }));
  const parts: Buffer[] = [];
  let left = wanted.length;
  eachField(bytes, at, (type, name, value, end) => {
    const one = wanted.find(
      (field) => field.name.length === value - 1 - name && field.name.compare(bytes, name, value - 1) === 0,
    );
    if (!one) return false;
    left -= 1;
    const found: Value = { type, bytes, at: value, end };
    if (one.branch === true) parts.push(bytes.subarray(name - 1, end));
    else {
      const inner = within(found, one.branch, include, true);
      if (inner) appendField(parts, one.name, inner);
    }
    return left === 0;
  });
  return wrap(parts);
}

function exclude(bytes: Buffer, at: number, tree: Tree): Buffer {
  const unwanted = [...tree].map(([name, branch]) => ({ name: nameBytes(name), branch }));
  const parts: Buffer[] = [];
  eachField(bytes, at, (type, name, value, end) => {
    const one = unwanted.find(
      (field) => field.name.length === value - 1 - name && field.name.compare(bytes, name, value - 1) === 0,
    );
    if (!one) parts.push(bytes.subarray(name - 1, end));
    else if (one.branch !== true) {
      const inner = within({ type, bytes, at: value, end }, one.branch, exclude, false);
      if (inner) appendField(parts, one.name, inner);
    }
  });
  return wrap(parts);
}

/** A projection inside an embedded document, or inside every document of an array. */
function within(
  value: Value,
  tree: Tree,
  project: (bytes: Buffer, at: number, tree: Tree) => Buffer,
  including: boolean,
): Value | null {
  if (value.type === kind.object) {
    const doc = project(value.bytes, value.at, tree);
    return { type: kind.object, bytes: doc, at: 0, end: doc.length };
  }
  if (value.type !== kind.array) return including ? null : value;
  const elements = fieldsOf(value.bytes, value.at).flatMap(
    ([, element]) => within(element, tree, project, including) ?? [],
  );
  return buildList(elements);
}
