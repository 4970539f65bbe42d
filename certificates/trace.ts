import { issuerOfNumber, readNumber } from "./number.ts";
import type { VerifyingKey } from "./keys.ts";
import { creatorMark } from "./seal-field.ts";

export type Trace =
  { kind: "ours"; number: string | null } | { kind: "stranger"; number: string | null } | { kind: "nothing" };

/**
 * Whose a file is that fails a check. Ours when it holds a certificate of ours, one of our numbers as its signing
 * reason, or our mark without another body's number: such a file is altered, however broken it is. A stranger's when it
 * is signed or numbered by somebody else.
 */
export function traceOf(text: string, keys: readonly VerifyingKey[]): Trace {
  const marked = text.includes(`(${creatorMark})`) || text.includes(`>${creatorMark}<`);
  const numbers = numbersIn(text, marked);
  const codes = new Set(keys.map(({ issuer }) => issuer.code));
  const own = numbers.find((number) => codes.has(issuerOfNumber(number)));
  const foreign = numbers.find((number) => !codes.has(issuerOfNumber(number)));
  const holdsOurKey = keys.some(({ certificate }) => text.includes(Buffer.from(certificate).toString("hex")));
  if (own !== undefined || holdsOurKey) return { kind: "ours", number: own ?? null };
  if (foreign !== undefined) return { kind: "stranger", number: foreign };
  if (marked) return { kind: "ours", number: null };
  return text.includes("/ByteRange") ? { kind: "stranger", number: null } : { kind: "nothing" };
}

const mostNumbers = 20;

/** Right numbers: signing reasons, and in files with our mark the ones in clear text (the title) too. */
function numbersIn(text: string, marked: boolean): string[] {
  const found = firstOf(text.matchAll(/\/Reason ?\(([A-Z0-9-]{12,48})\)/g));
  if (marked) found.push(...firstOf(text.matchAll(/\b([A-Z]{2,4}-[A-Z]{2}-[A-Z]{2}\d-\d{4}-\d{6,12}-[0-9A-Z]{2})\b/g)));
  return found.map(readNumber).flatMap((reading) => (reading.ok ? [reading.number] : []));
}

function firstOf(matches: Iterable<RegExpExecArray>): string[] {
  const found: string[] = [];
  for (const [, number = ""] of matches) {
    if (found.push(number) === mostNumbers) break;
  }
  return found;
}
