import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pinoHttp } from "pino-http";
import { log } from "./log.ts";

interface Routed extends IncomingMessage {
  route?: { path?: string };
  user?: { id: string };
  originalUrl?: string;
}

/** One line a request, at its end: id, actor, route pattern, status, milliseconds; no query, no body. */
export const requestLog = pinoHttp({
  logger: log,
  genReqId: () => randomUUID().slice(0, 8),
  serializers: { req: () => undefined, res: () => undefined, err: (error: Error) => ({ message: error.message }) },
  customSuccessObject: (req: IncomingMessage, res: ServerResponse, value: object) => ({
    ...value,
    ...factsOf(req, res),
  }),
  customErrorObject: (req: IncomingMessage, res: ServerResponse, _error: Error, value: object) => ({
    ...value,
    ...factsOf(req, res),
  }),
  customLogLevel: (_req, res) => (res.statusCode >= 500 ? "warn" : "debug"),
  customSuccessMessage: () => "request",
  customErrorMessage: () => "request",
});

/** The pattern of the route, not the address, which may hold a single-use token; of an unknown one its first part only. */
function factsOf(req: IncomingMessage, res: ServerResponse) {
  const { route, user, originalUrl } = req as Routed;
  return {
    method: req.method,
    route: route?.path ?? `/${originalUrl?.split(/[/?]/)[1] ?? ""}`,
    actor: user?.id,
    status: res.statusCode,
  };
}
