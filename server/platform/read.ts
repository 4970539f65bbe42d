import type { Request } from "express";
import type { z } from "zod";
import { Invalid, NotFound } from "./errors.ts";

/**
 * Reads what a program or a link sent: parameters of the address, then the query (GET) or the body.
 * @throws NotFound when a part of the path is not of the right shape, Invalid for anything else.
 */
export function read<S extends z.ZodType>(req: Request, schema: S): z.output<S> {
  const sent: unknown = req.method === "GET" || req.method === "HEAD" ? req.query : req.body;
  if (Array.isArray(sent)) throw new Invalid({ body: "is no object" });
  const parsed = schema.safeParse({ ...(sent ?? {}), ...req.params });
  if (parsed.success) return parsed.data;
  const first = String(parsed.error.issues[0]?.path[0] ?? "");
  if (first in req.params) throw new NotFound();
  throw new Invalid(Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join("."), issue.message])));
}
