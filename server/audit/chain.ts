import { createHash } from "node:crypto";
import { canonicalize } from "json-canonicalize";

/** A line of the audit without its own hash. */
export interface Line {
  seq: number;
  at: Date;
  event: string;
  actorId: string | null;
  actorName: string;
  baseId: string | null;
  from: string;
  object: string;
  facts: Record<string, unknown>;
  previous: string;
}

/** What the first line names as its predecessor. */
export const chainStart = "0".repeat(64);

/** SHA-256 over the canonical JSON (RFC 8785) of a line, the hash of the line before it included. */
export function hashOf(line: Line): string {
  const { seq, at, event, actorId, actorName, baseId, from, object, facts, previous } = line;
  return createHash("sha256")
    .update(
      canonicalize({ seq, at: at.toISOString(), event, actorId, actorName, baseId, from, object, facts, previous }),
    )
    .digest("hex");
}

/** The first line, if any, that is missing, doubled or changed; lines in order of `seq`. */
export function firstBreak(
  lines: Iterable<Line & { hash: string }>,
  start: { seq: number; hash: string } = { seq: 0, hash: chainStart },
): number | null {
  let before = start;
  for (const line of lines) {
    if (line.seq !== before.seq + 1 || line.previous !== before.hash || hashOf(line) !== line.hash)
      return before.seq + 1;
    before = line;
  }
  return null;
}
