import type { RequestHandler } from "express";

const pageBlock = 24 * 1024;
const jsonBlock = 4 * 1024;

/**
 * Answers about numbers have one size, whatever they say, so that nobody who watches the line learns which numbers
 * exist: white space up to a full block, and no compression that would take it away again.
 */
export const sameSize: RequestHandler = (_req, res, next) => {
  res.set("Cache-Control", "no-store, no-transform");
  const send = res.send.bind(res);
  res.send = (body: unknown) => send(typeof body === "string" ? padded(body, isJson(res.get("Content-Type"))) : body);
  next();
};

function padded(body: string, json: boolean): string {
  const block = json ? jsonBlock : pageBlock;
  const length = Buffer.byteLength(body);
  return body + " ".repeat((block - (length % block)) % block);
}

function isJson(type: string | undefined): boolean {
  return (type ?? "").includes("json");
}
