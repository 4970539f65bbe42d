import { serialize } from "bson";

/**
 * Documents stay bytes: a value is a piece of a BSON document, named by its type and where it lies. Nothing is decoded
 * that is only passed on, so types and field order survive exactly, and a large document costs as little as a small one.
 */
export interface Value {
  type: number;
  bytes: Buffer;
  /** First byte of the value, after its name. */
  at: number;
  /** First byte after it. */
  end: number;
}

/** The type bytes of the BSON specification that are named in this folder. */
export const kind = {
  double: 0x01,
  string: 0x02,
  object: 0x03,
  array: 0x04,
  binary: 0x05,
  undefined: 0x06,
  objectId: 0x07,
  bool: 0x08,
  date: 0x09,
  null: 0x0a,
  regex: 0x0b,
  symbol: 0x0e,
  int: 0x10,
  timestamp: 0x11,
  long: 0x12,
  decimal: 0x13,
  minKey: 0xff,
  maxKey: 0x7f,
} as const;

/** Thrown for bytes that are no BSON. */
export class NotBson extends Error {}

/** How long a value is. */
function sizeOf(type: number, bytes: Buffer, at: number): number {
  switch (type) {
    case kind.double:
    case kind.date:
    case kind.timestamp:
    case kind.long:
      return 8;
    case kind.string:
    case kind.symbol:
    case 0x0d:
      return 4 + bytes.readInt32LE(at);
    case kind.object:
    case kind.array:
    case 0x0f:
      return bytes.readInt32LE(at);
    case kind.binary:
      return 5 + bytes.readInt32LE(at);
    case kind.objectId:
      return 12;
    case kind.bool:
      return 1;
    case kind.int:
      return 4;
    case kind.decimal:
      return 16;
    case kind.regex:
      return bytes.indexOf(0, bytes.indexOf(0, at) + 1) + 1 - at;
    case 0x0c:
      return 4 + bytes.readInt32LE(at) + 12;
    case kind.null:
    case kind.undefined:
    case kind.minKey:
    case kind.maxKey:
      return 0;
    default:
      throw new NotBson(`unknown BSON type ${String(type)}`);
  }
}

/**
 * Walks the fields of a document (or an array) and hands on where each lies, until `visit` answers true.
 * @param at where the document begins in `bytes`
 * @throws NotBson
 */
export function eachField(
  bytes: Buffer,
  at: number,
  visit: (type: number, name: number, value: number, end: number) => boolean | void,
): boolean {
  const last = at + bytes.readInt32LE(at) - 1;
  let cursor = at + 4;
  while (cursor < last) {
    const type = bytes[cursor] ?? 0;
    const value = bytes.indexOf(0, cursor + 1) + 1;
    const end = value + sizeOf(type, bytes, value);
    if (value === 0 || end > last) throw new NotBson("a field ends outside its document");
    if (visit(type, cursor + 1, value, end)) return true;
    cursor = end;
  }
  return false;
}

/** The fields of a document with their names, in order. */
export function fieldsOf(bytes: Buffer, at = 0): [string, Value][] {
  const fields: [string, Value][] = [];
  eachField(bytes, at, (type, name, value, end) => {
    fields.push([bytes.toString("utf8", name, value - 1), { type, bytes, at: value, end }]);
  });
  return fields;
}

/** The elements of an array. */
export function elementsOf(list: Value): Value[] {
  const elements: Value[] = [];
  eachField(list.bytes, list.at, (type, _name, value, end) => {
    elements.push({ type, bytes: list.bytes, at: value, end });
  });
  return elements;
}

/** One field of a document, by its name's bytes; null when it is not there. */
export function fieldOf(bytes: Buffer, at: number, wanted: Buffer): Value | null {
  let found: Value | null = null;
  const length = wanted.length;
  eachField(bytes, at, (type, name, value, end) => {
    if (value - 1 - name !== length) return false;
    for (let i = 0; i < length; i += 1) if (bytes[name + i] !== wanted[i]) return false;
    found = { type, bytes, at: value, end };
    return true;
  });
  return found;
}

const names = new Map<string, Buffer>();

/** The bytes of a field's name; remembered, since the same names come again and again. */
export function nameBytes(name: string): Buffer {
  let found = names.get(name);
  if (!found) {
    if (names.size > 5000) names.clear();
    found = Buffer.from(name);
    names.set(name, found);
  }
  return found;
}

export function get(doc: Buffer, name: string): Value | null {
  return fieldOf(doc, 0, nameBytes(name));
}

export function isDocument(value: Value): boolean {
  return value.type === kind.object || value.type === kind.array;
}

/** The bytes of a value, by themselves; a copy of their own when `own` is set. */
export function bytesOf(value: Value, own = false): Buffer {
  const part = value.bytes.subarray(value.at, value.end);
  return own ? Buffer.from(part) : part;
}

/** A whole document as a value. */
export function asValue(doc: Buffer): Value {
  return { type: kind.object, bytes: doc, at: 0, end: doc.length };
}

/** A JavaScript value as the driver would send it. */
export function valueOf(js: unknown): Value {
  const bytes = Buffer.from(serialize({ "": js }, { ignoreUndefined: true }));
  return { type: bytes[4] ?? 0, bytes, at: 6, end: bytes.length - 1 };
}

/** A document (or an array, whose names are 0, 1, 2 …) of these fields. */
export function build(fields: readonly (readonly [string, Value])[]): Buffer {
  const parts: Buffer[] = [];
  for (const [name, value] of fields) appendField(parts, nameBytes(name), value);
  return wrap(parts);
}

export function buildList(values: readonly Value[]): Value {
  const doc = build(values.map((value, i) => [String(i), value] as const));
  return { type: kind.array, bytes: doc, at: 0, end: doc.length };
}

/** Appends type, name and bytes of a field to the parts of a document. */
export function appendField(parts: Buffer[], name: Buffer, value: Value): void {
  const head = Buffer.allocUnsafe(name.length + 2);
  head[0] = value.type;
  name.copy(head, 1);
  head[name.length + 1] = 0;
  parts.push(head, bytesOf(value));
}

/** Puts length and end around the parts of a document. */
export function wrap(parts: readonly Buffer[]): Buffer {
  let size = 5;
  for (const part of parts) size += part.length;
  const doc = Buffer.allocUnsafe(size);
  doc.writeInt32LE(size, 0);
  let cursor = 4;
  for (const part of parts) cursor += part.copy(doc, cursor);
  doc[cursor] = 0;
  return doc;
}
