import { StoreError } from "./errors.ts";
import { build, fieldsOf, kind, NotBson, type Value, valueOf } from "./raw.ts";
import type { Request } from "./commands/command.ts";
import { textOf } from "./types.ts";

/** MongoDB's wire protocol: OP_MSG, and OP_QUERY for a driver's first greeting. */
const opReply = 1;
const opQuery = 2004;
const opMessage = 2013;
const mostBytes = 48_000_000;

export interface Message {
  id: number;
  request: Request;
  /** How the answer is framed. */
  form: "message" | "query";
  /** Whether the sender waits for an answer. */
  wantsReply: boolean;
}

/** Puts together the messages of one connection, which come in pieces of any size. */
export class Frames {
  private waiting: Buffer[] = [];
  private bytes = 0;
  /** Pieces are joined only when a whole message may be there, so that a large one is not copied again and again. */
  private needed = 4;

  /** The whole messages that are there now. @throws NotBson when it cannot be the protocol */
  add(piece: Buffer): Buffer[] {
    this.waiting.push(piece);
    this.bytes += piece.length;
    if (this.bytes < this.needed) return [];
    let all = this.waiting.length === 1 ? piece : Buffer.concat(this.waiting);
    const frames: Buffer[] = [];
    this.needed = 4;
    while (all.length >= 4) {
      const length = all.readInt32LE(0);
      if (length < 16 || length > mostBytes) throw new NotBson("no message of the protocol");
      this.needed = length;
      if (all.length < length) break;
      this.needed = 4;
      frames.push(all.subarray(0, length));
      all = all.subarray(length);
    }
    this.waiting = all.length ? [all] : [];
    this.bytes = all.length;
    return frames;
  }
}

/** Reads a message. @throws NotBson */
export function readMessage(frame: Buffer): Message {
  const id = frame.readInt32LE(4);
  const code = frame.readInt32LE(12);
  if (code === opMessage) return readOpMessage(frame, id);
  if (code === opQuery) return readOpQuery(frame, id);
  throw new NotBson(`unknown message ${String(code)}`);
}

function readOpMessage(frame: Buffer, id: number): Message {
  const flags = frame.readUInt32LE(16);
  const end = frame.length - (flags & 1 ? 4 : 0);
  const lists = new Map<string, Value[]>();
  let body: Buffer | null = null;
  for (let at = 20; at < end;) {
    const section = frame[at];
    const size = frame.readInt32LE(at + 1);
    if (section === 0) body = frame.subarray(at + 1, at + 1 + size);
    else {
      const nameEnd = frame.indexOf(0, at + 5);
      lists.set(frame.toString("utf8", at + 5, nameEnd), documentsIn(frame, nameEnd + 1, at + 1 + size));
    }
    at += 1 + size;
  }
  if (!body) throw new NotBson("a message without a command");
  return { id, request: requestOf(body, lists), form: "message", wantsReply: (flags & 2) === 0 };
}

function documentsIn(frame: Buffer, from: number, end: number): Value[] {
  const found: Value[] = [];
  for (let at = from; at < end;) {
    const size = frame.readInt32LE(at);
    found.push({ type: kind.object, bytes: frame, at, end: at + size });
    at += size;
  }
  return found;
}

function readOpQuery(frame: Buffer, id: number): Message {
  const at = frame.indexOf(0, 20) + 9;
  const body = frame.subarray(at, at + frame.readInt32LE(at));
  return { id, request: requestOf(body, new Map()), form: "query", wantsReply: true };
}

function requestOf(body: Buffer, lists: ReadonlyMap<string, readonly Value[]>): Request {
  const fields = fieldsOf(body);
  const db = fields.find(([name]) => name === "$db")?.[1];
  return { name: fields[0]?.[0] ?? "", db: db ? textOf(db) : "admin", body, lists };
}

let lastId = 0;

/** Frames an answer. */
export function writeReply({ id, form }: Message, doc: Buffer): Buffer {
  const head = Buffer.alloc(form === "message" ? 21 : 36);
  head.writeInt32LE(head.length + doc.length, 0);
  head.writeInt32LE((lastId = (lastId + 1) & 0x7fffffff), 4);
  head.writeInt32LE(id, 8);
  head.writeInt32LE(form === "message" ? opMessage : opReply, 12);
  if (form === "query") {
    head.writeInt32LE(8, 16);
    head.writeInt32LE(1, 32);
  }
  return Buffer.concat([head, doc]);
}

/** An error as an answer. */
export function errorReply(error: unknown): Buffer {
  const known =
    error instanceof StoreError
      ? error
      : new StoreError("InternalError", error instanceof Error ? error.message : String(error));
  const { code, codeName, message, facts } = known;
  const fields = Object.entries({ ok: 0, errmsg: message, code, codeName, ...facts });
  return build(fields.map(([name, value]) => [name, valueOf(value)] as const));
}
