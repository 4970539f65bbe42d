import { Long } from "bson";
import { type Command, type Request, replyOf } from "./command.ts";

/** What the driver asks first: a single server of MongoDB 6.0's protocol, without sessions, transactions and retries. */
function hello({ name }: Request): Buffer {
  return replyOf({
    ...(name === "hello" ? { isWritablePrimary: true } : { ismaster: true }),
    helloOk: true,
    maxBsonObjectSize: 16_777_216,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    connectionId: 1,
    minWireVersion: 0,
    maxWireVersion: 17,
    readOnly: false,
  });
}

const answer = (facts: () => Record<string, unknown>): Command => ({ writes: false, run: () => replyOf(facts()) });

export const server: Record<string, Command> = {
  hello: { writes: false, run: hello },
  ismaster: { writes: false, run: hello },
  isMaster: { writes: false, run: hello },
  ping: answer(() => ({})),
  endSessions: answer(() => ({})),
  buildInfo: answer(() => ({
    version: "6.0.0",
    versionArray: [6, 0, 0, 0],
    gitVersion: "embedded",
    modules: [],
    storageEngines: ["lmdb"],
    maxBsonObjectSize: 16_777_216,
  })),
  serverStatus: answer(() => ({
    host: "embedded",
    version: "6.0.0",
    process: "zhizao-academy",
    pid: Long.fromNumber(process.pid),
    uptime: process.uptime(),
    localTime: new Date(),
  })),
};
