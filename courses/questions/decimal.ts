/** A decimal number without floating point: digits / 10^scale. */
export interface Decimal {
  digits: bigint;
  scale: number;
}

/**
 * A number as a person types it. Full-width characters, blanks around it and thousands in proper groups of three
 * ("1,766", "1 766") are read; undefined for anything else: "12,5" (a decimal comma could be a thousand), "12.5e1",
 * a unit, two numbers, more than 30 digits.
 */
export function readDecimal(typed: string): Decimal | undefined {
  const plain = typed.normalize("NFKC").replaceAll(minusSigns, "-").trim();
  const [, sign = "", whole = "", fraction = ""] = written.exec(plain) ?? [];
  const digits = whole.replaceAll(/[, ]/g, "") + fraction;
  if (!digits || digits.length > 30) return undefined;
  return { digits: BigInt(sign === "-" ? `-${digits}` : digits), scale: fraction.length };
}

/** U+2212 and the hyphens and dashes that keyboards put in its place. */
const minusSigns = /[\u2010-\u2015\u2212]/g;
const written = /^([+-]?) ?(\d*|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?: \d{3})+)(?:\.(\d*))?$/;

/** Whether |given − value| ≤ tolerance; the border belongs to it. */
export function isWithin(given: Decimal, value: Decimal, tolerance: Decimal): boolean {
  const scale = Math.max(given.scale, value.scale, tolerance.scale);
  return absolute(at(given, scale) - at(value, scale)) <= at(tolerance, scale);
}

/** Whether |given − value| ≤ percent % of |value|. */
export function isWithinPercent(given: Decimal, value: Decimal, percent: Decimal): boolean {
  const scale = Math.max(given.scale, value.scale);
  const difference = absolute(at(given, scale) - at(value, scale)) * 100n * 10n ** BigInt(percent.scale);
  return difference <= absolute(at(value, scale)) * percent.digits;
}

function at({ digits, scale }: Decimal, wanted: number): bigint {
  return digits * 10n ** BigInt(wanted - scale);
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
