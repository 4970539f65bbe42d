import { createHash } from "node:crypto";
import MongoStore from "connect-mongo";
import type { RequestHandler } from "express";
import session from "express-session";
import mongoose from "mongoose";
import { settings } from "./config.ts";
import { sessionSecret } from "./secrets.ts";

declare module "express-session" {
  interface SessionData {
    passport: { user: string };
    /** When the person proved who she is, in ms since 1970: by sign-in or by a confirmation. */
    authenticatedAt: number;
    startedAt: number;
    /** Password was right, the second factor is still due. */
    awaiting: { personId: string; next: string };
    /** What the person's device called itself, for the list of sessions. */
    device: string;
  }
}

/** Idle end: a session that nobody used for so long is over. An exam that saves keeps its own alive. */
export const idleHours = 8;
/** Absolute end: nobody stays signed in longer, whatever she does; pages of a running attempt excepted. */
export const absoluteHours = 24;

/** `__Host-` ties the cookie to this host and to https; on plain http (one base's own network) it cannot be used. */
function cookieName(): string {
  return settings().baseUrl.startsWith("https://") ? "__Host-zz" : "zz";
}

/** Sessions live in the store: nothing of the business in them, ids stored hashed. */
export function sessions(): RequestHandler {
  const secure = settings().baseUrl.startsWith("https://");
  const store = MongoStore.create({
    client: mongoose.connection.getClient(),
    dbName: mongoose.connection.name,
    collectionName: "sessions",
    stringify: false,
    touchAfter: 300,
    transformId: (id) => createHash("sha256").update(id).digest("base64url"),
    autoRemove: "native",
    ttl: idleHours * 3600,
  });
  return session({
    name: cookieName(),
    secret: sessionSecret(),
    resave: false,
    saveUninitialized: false,
    rolling: false,
    store,
    proxy: settings().TRUST_PROXY > 0,
    // Without an age of its own the cookie goes with the browser, and the store's `ttl` is the idle end.
    cookie: { httpOnly: true, sameSite: "lax", secure, path: "/" },
  });
}

/**
 * A redirect leaves only when the session is stored: browsers follow it as soon as its headers arrive, and the page that
 * they ask for must find what was just put into the session. An empty session of a stranger is not stored.
 */
export const saveBeforeRedirect: RequestHandler = (req, res, next) => {
  const redirect = res.redirect.bind(res) as (status: number, url: string) => void;
  res.redirect = (...given: [unknown, unknown?]) => {
    const [status, url] = given.length === 2 ? (given as [number, string]) : [302, given[0] as string];
    if (!req.session || Object.keys(req.session).every((key) => key === "cookie")) redirect(status, url);
    else req.session.save((error: unknown) => (error ? next(error) : redirect(status, url)));
  };
  next();
};

export function hasSessionCookie(header: string | undefined): boolean {
  return (header ?? "").split(";").some((part) => part.trim().startsWith(`${cookieName()}=`));
}

export interface OpenSession {
  id: string;
  device: string;
  startedAt: Date;
  current: boolean;
}

const collection = () =>
  mongoose.connection.collection<{ _id: string; session: { device?: string; startedAt?: number }; expires: Date }>(
    "sessions",
  );

/** The sessions of a person, newest first; ids are the stored hashes and of no use as a cookie. */
export async function sessionsOf(personId: string, currentId: string, limit = 50): Promise<OpenSession[]> {
  const rows = await collection().find({ "session.passport.user": personId }, { limit }).toArray();
  const current = createHash("sha256").update(currentId).digest("base64url");
  return rows
    .map((row) => ({
      id: row._id,
      device: row.session.device ?? "",
      startedAt: new Date(row.session.startedAt ?? 0),
      current: row._id === current,
    }))
    .sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime());
}

/** Ends one session of a person. */
export async function endSession(personId: string, id: string): Promise<void> {
  await collection().deleteOne({ _id: id, "session.passport.user": personId });
}

/** Ends every session of a person, but for the one she is using. */
export async function endSessions(personId: string, exceptId?: string): Promise<void> {
  const keep = exceptId ? createHash("sha256").update(exceptId).digest("base64url") : "";
  await collection().deleteMany({ "session.passport.user": personId, _id: { $ne: keep } });
}

/** Sessions are looked up by person (list, end) and swept by the store. */
export async function indexSessions(): Promise<void> {
  await collection().createIndex({ "session.passport.user": 1 });
}
