import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pinoHttp } from "pino-http";
import { log } from "./log.ts";

interface Routed extends IncomingMessage {
  route?: { path?: string };
  user?: { id: string };
  originalUrl?: string;
}

/** One line a request: id, actor, route pattern, status, milliseconds; no query, no body. */
export const requestLog = pinoHttp({
  logger: log,
  genReqId: () => randomUUID().slice(0, 8),
  serializers: { req: () => undefined, res: () => undefined, err: (error: Error) => ({ message: error.message }) },
  customProps: (req: IncomingMessage, res: ServerResponse) => {
    const { route, user, originalUrl } = req as Routed;
    return { method: req.method, route: route?.path ?? originalUrl?.split("?")[0], actor: user?.id, status: res.statusCode };
  },
  customLogLevel: (_req, res) => (res.statusCode >= 500 ? "warn" : "debug"),
  customSuccessMessage: () => "request",
  customErrorMessage: () => "request",
});
