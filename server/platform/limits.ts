import mongoose from "mongoose";
import { RateLimiterMemory, RateLimiterMongo, RateLimiterRes, type RateLimiterAbstract } from "rate-limiter-flexible";
import { embeddedStore } from "./database.ts";
import { TooMany } from "./errors.ts";

/**
 * One limiter for sign-in by every door (form, code, reset) and one for the public look-ups. Counted in the store, so
 * that all copies of the program share them; in memory while the store is away.
 * points within seconds.
 */
const rules = {
  "sign-in-name": { points: 10, duration: 900 },
  "sign-in-address": { points: 100, duration: 900 },
  "join-address": { points: 60, duration: 900 },
  "verify-address": { points: 120, duration: 60 },
  "verify-range": { points: 300, duration: 60 },
  "verify-name": { points: 5, duration: 3600 },
} as const;
export type LimitName = keyof typeof rules;

const limiters = new Map<LimitName, RateLimiterAbstract>();

function limiter(name: LimitName): RateLimiterAbstract {
  let found = limiters.get(name);
  if (!found) {
    const rule = { ...rules[name], keyPrefix: name };
    // The embedded store has one process: public look-ups, which change nothing, need no durable write to be counted.
    const alone = embeddedStore() !== null && (name === "verify-address" || name === "verify-range");
    found = alone
      ? new RateLimiterMemory(rule)
      : new RateLimiterMongo({
          ...rule,
          storeClient: mongoose.connection,
          dbName: mongoose.connection.name,
          tableName: "limits",
          insuranceLimiter: new RateLimiterMemory(rule),
        });
    limiters.set(name, found);
  }
  return found;
}

/**
 * Counts one try.
 * @throws TooMany with the seconds to wait once the limit is reached.
 */
export async function countTry(name: LimitName, key: string): Promise<void> {
  try {
    await limiter(name).consume(key);
  } catch (full) {
    if (full instanceof RateLimiterRes) throw new TooMany(Math.ceil(full.msBeforeNext / 1000));
    throw full;
  }
}

/** Gives back one try that was counted: it turned out right, and many sign in from one address (a class behind one router). */
export async function giveBackTry(name: LimitName, key: string): Promise<void> {
  await limiter(name).reward(key, 1);
}

/** Forgets the tries of a key after a success. */
export async function forgetTries(name: LimitName, key: string): Promise<void> {
  await limiter(name).delete(key);
}

/** Before the first try is counted: the limiter itself makes its indexes late, and two first tries at once would be two rows. */
export async function indexLimits(): Promise<void> {
  const limits = mongoose.connection.collection("limits");
  await limits.createIndex({ key: 1 }, { unique: true });
  await limits.createIndex({ expire: -1 }, { expireAfterSeconds: 0 });
}

/** A house that is closed leaves no limiter on an old connection behind. */
export function closeLimits(): void {
  limiters.clear();
}
