import { createHash } from "node:crypto";
import { Decimal128 } from "bson";
import { eachField, kind, NotBson, type Value } from "./raw.ts";

/**
 * A value as bytes whose plain order is BSON's order of values, and which are equal when MongoDB calls the values equal
 * (1, 1.0 and Long 1). Index keys, comparison, sorting and grouping all use this one order.
 * Decimal128 is ordered by its nearest double: close enough to sort, not to tell neighbours of 17 digits apart.
 */
const rank = {
  minKey: 0x05,
  /** Also an empty array in an index: before null. */
  undefined: 0x08,
  null: 0x0a,
  number: 0x10,
  string: 0x14,
  object: 0x18,
  array: 0x1c,
  binary: 0x20,
  objectId: 0x24,
  bool: 0x28,
  date: 0x2c,
  timestamp: 0x30,
  regex: 0x34,
  code: 0x38,
  maxKey: 0x7e,
} as const;

/** LMDB keys end at 1,978 bytes; six values of this length and an id fit. */
const longest = 270;
/** Index fields that fit into one key. */
export const mostFields = 6;

let scratch = Buffer.allocUnsafe(4096);
let used = 0;

function room(bytes: number): void {
  if (used + bytes <= scratch.length) return;
  const larger = Buffer.allocUnsafe(Math.max(scratch.length * 2, used + bytes));
  scratch.copy(larger, 0, 0, used);
  scratch = larger;
}

function byte(value: number): void {
  room(1);
  scratch[used] = value;
  used += 1;
}

/** Bytes that may hold 0, ended by 0: inside, 0 becomes 1 1 and 1 becomes 1 2, so that no text begins like the end of another. */
function text(bytes: Buffer, at: number, end: number): void {
  room((end - at) * 2 + 1);
  for (let i = at; i < end; i += 1) {
    const one = bytes[i] ?? 0;
    if (one > 1) scratch[used++] = one;
    else {
      scratch[used++] = 1;
      scratch[used++] = one + 1;
    }
  }
  scratch[used++] = 0;
}

function plain(bytes: Buffer, at: number, end: number): void {
  room(end - at);
  used += bytes.copy(scratch, used, at, end);
}

/** Nearest double at or below, then how much is missing: exact for every double and every 64-bit integer. */
function number(double: number, rest = 0): void {
  room(10);
  if (Number.isNaN(double)) {
    scratch.fill(0, used, used + 10);
  } else {
    scratch.writeDoubleBE(double === 0 ? 0 : double, used);
    const first = scratch[used] ?? 0;
    if (first < 0x80) scratch[used] = first | 0x80;
    else for (let i = used; i < used + 8; i += 1) scratch[i] = ~(scratch[i] ?? 0);
    scratch.writeUInt16BE(rest, used + 8);
  }
  used += 10;
}

function long(value: bigint): void {
  let double = Number(value);
  if (BigInt(double) > value) double = below(double);
  number(double, Number(value - BigInt(double)));
}

/** The next smaller double of a large whole number. */
function below(double: number): number {
  const cell = new DataView(new ArrayBuffer(8));
  cell.setFloat64(0, double);
  cell.setBigInt64(0, cell.getBigInt64(0) + (double > 0 ? -1n : 1n));
  return cell.getFloat64(0);
}

function children(bytes: Buffer, at: number, withNames: boolean): void {
  eachField(bytes, at, (type, name, value, end) => {
    if (withNames) {
      byte(rankOf(type));
      text(bytes, name, value - 1);
    }
    write(type, bytes, value, end);
  });
  byte(0);
}

/** The rank of a type: values of different ranks never equal, and ranges do not cross them. */
export function rankOf(type: number): number {
  switch (type) {
    case kind.double:
    case kind.int:
    case kind.long:
    case kind.decimal:
      return rank.number;
    case kind.string:
    case kind.symbol:
      return rank.string;
    case kind.object:
      return rank.object;
    case kind.array:
      return rank.array;
    case kind.binary:
      return rank.binary;
    case kind.objectId:
      return rank.objectId;
    case kind.bool:
      return rank.bool;
    case kind.date:
      return rank.date;
    case kind.timestamp:
      return rank.timestamp;
    case kind.regex:
      return rank.regex;
    case kind.null:
      return rank.null;
    case kind.undefined:
      return rank.null;
    case kind.minKey:
      return rank.minKey;
    case kind.maxKey:
      return rank.maxKey;
    case 0x0d:
    case 0x0f:
      return rank.code;
    default:
      throw new NotBson(`no order for BSON type ${String(type)}`);
  }
}

function write(type: number, bytes: Buffer, at: number, end: number): void {
  byte(rankOf(type));
  switch (type) {
    case kind.double:
      return number(bytes.readDoubleLE(at));
    case kind.int:
      return number(bytes.readInt32LE(at));
    case kind.long:
      return long(bytes.readBigInt64LE(at));
    case kind.decimal:
      return number(Number(new Decimal128(bytes.subarray(at, end)).toString()));
    case kind.string:
    case kind.symbol:
    case 0x0d:
      return text(bytes, at + 4, end - 1);
    case kind.object:
      return children(bytes, at, true);
    case kind.array:
      return children(bytes, at, false);
    case kind.date:
      room(8);
      used = scratch.writeBigUInt64BE(BigInt.asUintN(64, bytes.readBigInt64LE(at)) ^ (1n << 63n), used);
      return;
    case kind.timestamp:
      room(8);
      used = scratch.writeBigUInt64BE(bytes.readBigUInt64LE(at), used);
      return;
    case kind.binary:
      room(4);
      used = scratch.writeInt32BE(bytes.readInt32LE(at), used);
      return plain(bytes, at + 4, end);
    case kind.regex:
      return plain(bytes, at, end);
    default:
      return plain(bytes, at, end);
  }
}

/** The ordered bytes of a value, whole: for comparing, sorting and grouping. A missing value counts as null. */
export function orderOf(value: Value | null): Buffer {
  used = 0;
  if (value) write(value.type, value.bytes, value.at, value.end);
  else byte(rank.null);
  return Buffer.from(scratch.subarray(0, used));
}

/** Whether a key stands for a longer value: its order beyond the cut is not BSON's. */
export function isCut(order: Buffer): boolean {
  return order.length > longest;
}

/** The part of a key that goes into the store: long ones end in a hash, so that equal stays equal. */
export function cut(order: Buffer): Buffer {
  if (order.length <= longest) return order;
  const kept = order.subarray(0, longest - 20);
  return Buffer.concat([kept, createHash("sha256").update(order).digest().subarray(0, 20)]);
}

/** What a cut key and everything near it begin with. */
export function beforeCut(order: Buffer): Buffer {
  return order.length <= longest ? order : order.subarray(0, longest - 20);
}

/** The same key for a descending index field. */
export function inverted(order: Buffer): Buffer {
  return Buffer.from(order.map((one) => ~one));
}

export const nullOrder: Buffer = Buffer.from([rank.null]);
export const emptyListOrder: Buffer = Buffer.from([rank.undefined]);

/** First key after every key that begins so; null when there is none. */
export function after(prefix: Buffer): Buffer {
  const end = Buffer.from(prefix);
  for (let i = end.length - 1; i >= 0; i -= 1) {
    const one = end[i] ?? 0;
    if (one < 0xff) {
      end[i] = one + 1;
      return end.subarray(0, i + 1);
    }
  }
  return Buffer.alloc(16, 0xff);
}
