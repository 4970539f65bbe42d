import { randomUUID } from "node:crypto";
import type { ErrorRequestHandler, Request, Response } from "express";
import { Refused } from "../../courses/decision.ts";
import { failures } from "./metrics.ts";
import {
  ConfirmationNeeded,
  EnrolFirst,
  Forbidden,
  Invalid,
  NotFound,
  SignInNeeded,
  TooMany,
  Unavailable,
} from "./errors.ts";
import { ownPath } from "./locals.ts";
import { log } from "./log.ts";
import { page } from "./page.ts";
import { sayReason } from "./words/reason.ts";
import { translator, type Translate } from "./words/index.ts";

interface ErrorPage {
  title: string;
  status: number;
  what: string;
  todo: string;
  details: string[];
  id: string;
  search: boolean;
}

const showError = page<ErrorPage>("error");

type RefusalWatcher = (req: Request, status: 403 | 404) => Promise<void>;
const watchers: RefusalWatcher[] = [];

/** Tells `watcher` of everything that is refused or hidden, before the answer leaves: the audit is above the platform. */
export function watchRefusals(watcher: RefusalWatcher): void {
  watchers.push(watcher);
}

/** The one table that turns an error into an answer; whatever is not in it is a bug and is logged with its id. */
export const errorPage: ErrorRequestHandler = async (error: unknown, req, res, next) => {
  if (res.headersSent) {
    next(error);
    return;
  }
  const t = (res.locals["t"] as Translate | undefined) ?? translator("zh-CN");
  const door = wantsPage(req) ? doorFor(error) : null;
  if (door) {
    const back = req.method === "GET" ? req.originalUrl : (ownPath(req.get("referer")) ?? "/");
    res.redirect(303, `${door}?next=${encodeURIComponent(back)}`);
    return;
  }
  const answer = answerTo(error, req.method, t);
  if (answer.status === 404 || answer.key === "forbidden")
    for (const tell of watchers) await tell(req, answer.status === 404 ? 404 : 403);
  const id = randomUUID().slice(0, 8);
  if (answer.status >= 500) {
    // The pattern and the parts of the path, not the address: it may hold a single-use token (the log drops `token` and `code`).
    log.error(
      {
        err: error,
        errorId: id,
        method: req.method,
        route: (req.route as { path?: string } | undefined)?.path ?? req.path,
        params: req.params,
      },
      "failed",
    );
    failures.inc({ status: answer.status });
  }
  if (answer.retryAfter) res.set("Retry-After", String(answer.retryAfter));
  res.set("Cache-Control", "no-store");
  await send(req, res, t, { ...answer, id });
};

/** The page that must be passed first. */
function doorFor(error: unknown): string | null {
  if (error instanceof SignInNeeded) return "/login";
  if (error instanceof ConfirmationNeeded) return "/account/confirmation";
  return error instanceof EnrolFirst ? "/account/second-factor" : null;
}

interface Answer {
  status: number;
  key:
    | "not-found"
    | "forbidden"
    | "sign-in"
    | "invalid"
    | "refused"
    | "too-many"
    | "too-large"
    | "stale"
    | "unavailable"
    | "bug";
  details: string[];
  retryAfter?: number;
}

function answerTo(error: unknown, method: string, t: Translate): Answer {
  if (error instanceof NotFound) return { status: 404, key: "not-found", details: [] };
  if (error instanceof Forbidden) return { status: 403, key: "forbidden", details: [] };
  if (error instanceof SignInNeeded || error instanceof ConfirmationNeeded || error instanceof EnrolFirst)
    return { status: 401, key: "sign-in", details: [] };
  if (error instanceof Refused)
    return { status: method === "GET" ? 403 : 409, key: "refused", details: [sayReason(error.reason, t)] };
  if (error instanceof Invalid)
    return {
      status: 400,
      key: "invalid",
      details: Object.keys(error.fields).map((field) => t("error.invalid-field", { field })),
    };
  if (error instanceof TooMany)
    return {
      status: 429,
      key: "too-many",
      details: [t("error.retry-after", { seconds: error.retryAfter })],
      retryAfter: error.retryAfter,
    };
  if (error instanceof Unavailable || storeIsAway(error))
    return { status: 503, key: "unavailable", details: [], retryAfter: 5 };
  const status = clientStatus(error);
  if (status === 413) return { status, key: "too-large", details: [] };
  if (status === 403) return { status, key: "stale", details: [] };
  if (status) return { status, key: "invalid", details: [] };
  return { status: 500, key: "bug", details: [] };
}

/** Body parsers, csrf and the router throw http-errors; their 4xx is the sender's fault. */
function clientStatus(error: unknown): number | null {
  const status = (error as { status?: unknown; statusCode?: unknown } | null)?.status;
  if (error instanceof URIError) return 404;
  if ((error as { name?: unknown } | null)?.name === "MulterError") return 413;
  return typeof status === "number" && status >= 400 && status < 500 ? status : null;
}

const awayNames = new Set([
  "MongoServerSelectionError",
  "MongoNetworkError",
  "MongoNetworkTimeoutError",
  "MongoPoolClearedError",
  "MongoNotConnectedError",
  "MongoTopologyClosedError",
  "MongooseServerSelectionError",
]);

/** A write into a connection that just broke, and the store's own word that its disk is full (OutOfDiskSpace). */
const awayCodes = new Set<unknown>(["EPIPE", "ECONNRESET", 14031]);

/** Lost connections, and a full disk. */
function storeIsAway(error: unknown): boolean {
  const { name, code, message } = (error ?? {}) as { name?: string; code?: unknown; message?: string };
  return (
    awayNames.has(name ?? "") ||
    awayCodes.has(code) ||
    /buffering timed out|interrupted at shutdown/.test(message ?? "")
  );
}

function wantsPage(req: Request): boolean {
  return req.method === "GET" || req.method === "POST" ? req.accepts(["html", "json"]) === "html" : false;
}

async function send(req: Request, res: Response, t: Translate, answer: Answer & { id: string }): Promise<void> {
  const { status, key, details, id } = answer;
  if (!wantsPage(req)) {
    res.status(status).json({ error: key, message: [t(`error.${key}.what`), ...details].join(" "), id });
    return;
  }
  const model = {
    title: t(`error.${key}.title`),
    status,
    what: t(`error.${key}.what`),
    todo: t(`error.${key}.todo`),
    details,
    id,
    search: status === 404,
  };
  try {
    await showError(res, model, status);
  } catch (failure) {
    log.error({ err: failure, errorId: id }, "the error page failed");
    res.status(status).type("text").send(`${model.title}\n${model.what}\n${id}`);
  }
}
