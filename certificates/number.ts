import { checkCharacters, checksOut } from "./check-characters.ts";

/** What a certificate number is made of, before the two check characters. */
export interface NumberParts {
  /** Awarding body, 2–4 capital letters. */
  issuer: string;
  /** Programme, 2 capital letters. */
  programme: string;
  /** Tier, 2 capital letters. */
  tier: string;
  /** Level within the tier, 0–9. */
  level: number;
  /** Year of issue, four digits. */
  year: number;
  /** Counted per issuer and year, from 1; six or more digits when printed. */
  serial: number;
}

export type NumberReading = { ok: true; number: string } | { ok: false; suggestion: string | null };

/**
 * The printed number, for example `PY-IM-OM2-2026-000123-B9`.
 * @throws RangeError when a part does not fit its place.
 */
export function numberOf(parts: NumberParts): string {
  const { issuer, programme, tier, level, year, serial } = parts;
  const letters = /^[A-Z]{2,4}-[A-Z]{2}-[A-Z]{2}$/.test([issuer, programme, tier].join("-"));
  const digits = /^\d-\d{4}-[1-9]\d{0,11}$/.test([level, year, serial].join("-"));
  if (!letters || !digits) throw new RangeError("a part of the number is out of range");
  const body = `${issuer}${programme}${tier}${level}${year}${String(serial).padStart(6, "0")}`;
  return hyphenated(body + checkCharacters(body));
}

/**
 * Reads a number as people type it: any case, spaces, full-width letters, any dash or none. A number whose check
 * characters are wrong comes with a suggestion when exactly one exchange of look-alikes (O/0, I/1, B/8, S/5, Z/2) or
 * of neighbours makes it right.
 */
export function readNumber(typed: string): NumberReading {
  const plain = compact(typed);
  if (isRight(plain)) return { ok: true, number: hyphenated(plain) };
  const repaired = [...new Set(oneExchangeAway(plain).filter(isRight))];
  const [only] = repaired;
  return { ok: false, suggestion: repaired.length === 1 && only !== undefined ? hyphenated(only) : null };
}

/** The awarding body's code at the start of a printed number. */
export function issuerOfNumber(number: string): string {
  return number.slice(0, number.indexOf("-"));
}

const shape = /^([A-Z]{2,4})([A-Z]{2})([A-Z]{2}[0-9])([0-9]{4})([0-9]{6,12})([0-9A-Z]{2})$/;
const longest = 40;

function isRight(plain: string): boolean {
  return shape.test(plain) && checksOut(plain);
}

function hyphenated(plain: string): string {
  return plain.replace(shape, "$1-$2-$3-$4-$5-$6");
}

/** Dashes of every script (hyphen, minus, en, em, katakana), spaces and zero-width marks are dropped. */
function compact(typed: string): string {
  const folded = typed
    .slice(0, 4 * longest)
    .normalize("NFKC")
    .toUpperCase();
  return folded.replace(/[\s\p{Pd}\p{Cf}\u2212\u30fc_]/gu, "").slice(0, longest);
}

const lookAlikes = new Map(
  ["O0", "I1", "B8", "S5", "Z2"].flatMap(([a = "", b = ""]) => [[a, b] as const, [b, a] as const]),
);

function oneExchangeAway(plain: string): string[] {
  const candidates: string[] = [];
  for (let i = 0; i < plain.length; i++) {
    const here = plain.charAt(i);
    const twin = lookAlikes.get(here);
    if (twin !== undefined) candidates.push(plain.slice(0, i) + twin + plain.slice(i + 1));
    if (i + 1 < plain.length) candidates.push(plain.slice(0, i) + plain.charAt(i + 1) + here + plain.slice(i + 2));
  }
  return candidates;
}
