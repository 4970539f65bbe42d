import { isNode, LineCounter, parseDocument, type Document } from "yaml";
import type { ZodType } from "zod";
import { ContentError } from "./content-error.ts";

/**
 * Reads one YAML content file against its schema.
 * @param file the name that errors show
 * @throws ContentError `file:line field: what is wrong`, for the first thing that is wrong.
 */
export function readContentFile<Content>(schema: ZodType<Content>, text: string, file: string): Content {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true });
  const [broken] = document.errors;
  if (broken) throw new ContentError(`${file}:${broken.linePos?.[0].line ?? 1} ${firstLine(broken.message)}`);
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path ?? [];
  const field = path.join(".") || "the file";
  throw new ContentError(`${file}:${lineOf(document, lines, path)} ${field}: ${issue?.message ?? "is not valid"}`);
}

/** The line of the nearest node on the path that exists: a missing field is shown at what should hold it. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length ? document.getIn(path.slice(0, length), true) : document.contents;
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? text;
}
