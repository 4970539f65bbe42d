import { csrfSync } from "csrf-sync";
import type { Request, RequestHandler } from "express";
import { Forbidden } from "./errors.ts";
import { settings } from "./config.ts";
import { hasSessionCookie } from "./session.ts";

const { generateToken, csrfSynchronisedProtection } = csrfSync({
  getTokenFromState: (req) => (req.session as unknown as { csrf?: string }).csrf ?? null,
  storeTokenInState: (req, token) => {
    (req.session as unknown as { csrf?: string }).csrf = token as string;
  },
  getTokenFromRequest: (req) => {
    const body = req.body as Record<string, unknown> | undefined;
    return req.get("x-csrf-token") ?? (typeof body?.["_csrf"] === "string" ? body["_csrf"] : undefined);
  },
});

/** The token of this session; starts a session when there is none. */
export function csrfToken(req: Request): string {
  return generateToken(req);
}

/** Whether a form of the page that is being made began a session: the other forms of that page then need the token, too. */
export function hasToken(req: Request): boolean {
  return Boolean((req.session as unknown as { csrf?: string } | undefined)?.csrf);
}

/**
 * Everything that changes something needs a request from our own pages (Origin, Sec-Fetch-Site where the browser
 * sends them) and the session's token. Somebody without a session has no authority that a foreign page could
 * borrow: for her the origin is enough, except where a session begins (sign-in, join, first run: `needsToken`).
 */
export const csrf: RequestHandler = (req, res, next) => {
  if (["GET", "HEAD", "OPTIONS"].includes(req.method)) {
    next();
    return;
  }
  if (!fromOurPages(req)) throw new Forbidden();
  const stateless =
    statelessPaths.has(req.path) || (!hasSessionCookie(req.headers.cookie) && publicPaths.has(req.path));
  if (stateless) {
    dropToken(req);
    next();
    return;
  }
  csrfSynchronisedProtection(req, res, (error?: unknown) => {
    dropToken(req);
    next(error);
  });
};

/** Reads only: nothing is kept, so a foreign page could change nothing. */
const statelessPaths = new Set(["/verify/document", "/verify/paper", "/verify/name"]);
/** Preferences of a stranger. */
const publicPaths = new Set(["/language"]);

function fromOurPages(req: Request): boolean {
  const site = req.get("sec-fetch-site");
  if (site && site !== "same-origin" && site !== "none") return false;
  const origin = req.get("origin");
  if (!origin || origin === "null") return !origin;
  return origin === new URL(settings().baseUrl).origin || origin === `${req.protocol}://${req.get("host") ?? ""}`;
}

/** Forms say strictly what they know; the token is not theirs. */
function dropToken(req: Request): void {
  if (req.body && typeof req.body === "object") delete (req.body as Record<string, unknown>)["_csrf"];
}
