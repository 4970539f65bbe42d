import { Decimal128 } from "bson";
import { StoreError } from "./errors.ts";
import { kind, type Value } from "./raw.ts";

/** A number of any type as JavaScript's; null for what is none. Longs beyond 2^53 lose their last digits. */
export function numberOf(value: Value): number | null {
  switch (value.type) {
    case kind.int:
      return value.bytes.readInt32LE(value.at);
    case kind.double:
      return value.bytes.readDoubleLE(value.at);
    case kind.long:
      return Number(value.bytes.readBigInt64LE(value.at));
    case kind.decimal:
      return Number(new Decimal128(value.bytes.subarray(value.at, value.end)).toString());
    default:
      return null;
  }
}

export function textOf(value: Value): string {
  return value.bytes.toString("utf8", value.at + 4, value.end - 1);
}

const typeNames: Readonly<Record<string, number>> = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  javascript: 13,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
};

/** `$type`: by number, by name, or "number" for all of them. */
export function matchesType(value: Value, wanted: Value): boolean {
  if (wanted.type === kind.string) {
    const name = textOf(wanted);
    if (name === "number") return numberOf(value) !== null;
    const code = typeNames[name];
    if (code === undefined) throw new StoreError("BadValue", `Unknown type name alias: ${name}`);
    return value.type === (code & 0xff);
  }
  return value.type === ((numberOf(wanted) ?? 0) & 0xff);
}

/** A test by a regular expression, of BSON's own type or a string with options. Flags i, m, s, x as in MongoDB. */
export function regexOf(pattern: Value, options: Value | null): (value: Value) => boolean {
  let source = "";
  let flags = options ? textOf(options) : "";
  if (pattern.type === kind.regex) {
    const end = pattern.bytes.indexOf(0, pattern.at);
    source = pattern.bytes.toString("utf8", pattern.at, end);
    flags ||= pattern.bytes.toString("utf8", end + 1, pattern.end - 1);
  } else if (pattern.type === kind.string) source = textOf(pattern);
  else throw new StoreError("BadValue", "$regex has to be a string");
  if (flags.includes("x")) throw new StoreError("BadValue", "the regular expression flag x is not supported");
  const regex = compile(source, flags.replace(/[^ims]/g, ""));
  return (value) => {
    if (value.type === kind.regex)
      return (
        pattern.type === kind.regex &&
        pattern.bytes.compare(value.bytes, value.at, value.end, pattern.at, pattern.end) === 0
      );
    return value.type === kind.string && regex.test(textOf(value));
  };
}

function compile(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, `${flags}u`);
  } catch {
    try {
      return new RegExp(source, flags);
    } catch {
      throw new StoreError("Location51091", `Regular expression is invalid: ${source}`);
    }
  }
}
