import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Catalog } from "./catalog.ts";
import { aggregating } from "./commands/aggregate.ts";
import type { Command, Request, Store } from "./commands/command.ts";
import { explaining } from "./commands/explain.ts";
import { reading } from "./commands/read.ts";
import { schema } from "./commands/schema.ts";
import { server as serving } from "./commands/server.ts";
import { writing } from "./commands/write.ts";
import { Cursors } from "./cursors.ts";
import { Disk } from "./disk.ts";
import { Documents } from "./documents.ts";
import { StoreError } from "./errors.ts";
import { socketOfHolder, takeLock } from "./lock.ts";
import { foreign, refuseBroken } from "./file-check.ts";
import { sweepExpired } from "./expiry.ts";
import { errorReply, Frames, readMessage, writeReply, type Message } from "./wire.ts";
import { get } from "./raw.ts";

export { StoreUnusable } from "./file-check.ts";

export interface EmbeddedStore {
  /** Where the driver finds it. */
  uri: string;
  /** Removes what is over by its TTL index; also done once a minute. */
  sweep(): Promise<void>;
  /** Copies the store as of one moment into a file, while others write. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}

/** Where a store answers that another process of this machine has open; null when nobody has. */
export async function uriOfRunningStore(folder: string): Promise<string | null> {
  const socket = await socketOfHolder(folder);
  return socket && uriOf(socket);
}

function uriOf(socket: string): string {
  return `mongodb://${encodeURIComponent(socket)}/academy?retryWrites=false`;
}

/** The name of the store's file in its folder. */
export const storeFile = "store.mdb";

const commands: Readonly<Record<string, Command>> = {
  ...serving,
  ...reading,
  ...writing,
  ...schema,
  ...aggregating,
  ...explaining,
};

/**
 * Opens the store in a folder (made when it is not there) and listens on a socket of its own.
 * @throws StoreUnusable with one readable line: locked by another process, or its file is truncated or foreign
 */
export async function openEmbeddedStore(folder: string): Promise<EmbeddedStore> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const address = socketAddress();
  const lock = await takeLock(folder, address.path);
  try {
    const file = join(folder, storeFile);
    const store = await openFile(file);
    const { disk } = store;
    const { server, sockets } = await listen(address.path, store);
    const sweep = async (): Promise<void> => {
      store.cursors.sweep(Date.now());
      await sweepExpired(store, new Date());
    };
    const timer = setInterval(() => void sweep().catch(() => undefined), 60_000).unref();
    return {
      uri: uriOf(address.path),
      sweep,
      backup: (copy) => disk.backup(copy),
      close: async () => {
        clearInterval(timer);
        for (const socket of sockets) socket.destroy();
        await new Promise<void>((resolve) => server.close(() => resolve()));
        await disk.close();
        lock.release();
        address.remove();
      },
    };
  } catch (error) {
    lock.release();
    address.remove();
    throw error;
  }
}

/** @throws StoreUnusable */
async function openFile(file: string): Promise<Store> {
  refuseBroken(file);
  const disk = openDisk(file);
  chmodSync(file, 0o600);
  const catalog = new Catalog(disk);
  if (!(await catalog.claim())) {
    await disk.close();
    throw foreign(file);
  }
  catalog.load();
  return { disk, catalog, documents: new Documents(disk, catalog), cursors: new Cursors() };
}

function openDisk(file: string): Disk {
  try {
    return new Disk(file);
  } catch (error) {
    if (/MDB_|invalid|version/i.test(String(error))) throw foreign(file);
    throw error;
  }
}

/** A short path of our own: Node cuts longer ones than about 107 bytes without a word. */
function socketAddress(): { path: string; remove: () => void } {
  if (process.platform === "win32")
    return { path: `\\\\.\\pipe\\zz-${String(process.pid)}-${String(Date.now())}.sock`, remove: () => undefined };
  const base = tmpdir().length > 70 ? "/tmp" : tmpdir();
  const folder = mkdtempSync(join(base, "zz-store-"));
  return { path: join(folder, "db.sock"), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function listen(path: string, store: Store): Promise<{ server: Server; sockets: Set<Socket> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    serve(socket, store);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => resolve({ server, sockets }));
  });
}

/** Answers the messages of one connection, in their order. */
function serve(socket: Socket, store: Store): void {
  const frames = new Frames();
  let turn: Promise<void> | null = null;
  socket.on("error", () => socket.destroy());
  socket.on("data", (piece) => {
    try {
      for (const frame of frames.add(piece)) {
        const message = readMessage(frame);
        const mine: Promise<void> = turn
          ? turn.then(() => handle(message, socket, store))
          : handle(message, socket, store);
        turn = mine;
        void mine.then(() => {
          if (turn === mine) turn = null;
        });
      }
    } catch {
      socket.destroy();
    }
  });
}

async function handle(message: Message, socket: Socket, store: Store): Promise<void> {
  let doc: Buffer;
  try {
    const answer = run(message.request, store);
    doc = answer instanceof Promise ? await answer : answer;
  } catch (error) {
    doc = errorReply(error);
  }
  if (message.wantsReply && !socket.destroyed) socket.write(writeReply(message, doc));
}

async function write(change: () => Buffer, { disk, catalog }: Store): Promise<Buffer> {
  try {
    const { doc, fresh } = await disk.transaction(() => {
      catalog.fresh = [];
      return { doc: change(), fresh: catalog.fresh };
    });
    for (const index of fresh) index.ready = true;
    return doc;
  } catch (error) {
    if (!(error instanceof StoreError) || error.codeName === "OutOfDiskSpace") {
      disk.refresh();
      catalog.load();
    }
    throw error;
  }
}

/** Reads answer at once; a write answers when its transaction is on the disk. */
function run(request: Request, store: Store): Buffer | Promise<Buffer> {
  const command = Object.hasOwn(commands, request.name) ? commands[request.name] : undefined;
  if (!command)
    throw new StoreError(
      "CommandNotFound",
      `no such command: '${request.name}' (the embedded store has what the program needs; set MONGODB_URI to use MongoDB)`,
    );
  if (get(request.body, "startTransaction") || get(request.body, "autocommit"))
    throw new StoreError(
      "IllegalOperation",
      "Transaction numbers are only allowed on a replica set member or mongos; the embedded store has no transactions",
    );
  if (!command.writes) {
    store.disk.refresh();
    return command.run(request, store);
  }
  return write(() => command.run(request, store), store);
}
