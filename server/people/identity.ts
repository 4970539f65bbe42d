import { z } from "zod";

/** Documents by which a person is identified. */
export const idTypes = ["resident-id", "passport", "hong-kong-macau-permit", "taiwan-permit"] as const;
export type IdType = (typeof idTypes)[number];

/** A login as it is compared and kept unique: full-width folded, lower case, no spaces. */
export function loginKey(login: string): string {
  return login.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}

/** An ID number as it is sealed and hashed: full-width folded, upper case, no spaces or dashes. */
export function plainIdNumber(typed: string): string {
  return typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s-]+/g, "");
}

/**
 * Whether the number can be one of its type. Resident identity cards (GB 11643-1999): 17 digits with a date of birth and a
 * check character by ISO 7064 MOD 11-2.
 */
export function idNumberFits(type: IdType, number: string): boolean {
  if (type !== "resident-id") return /^[A-Z0-9]{6,18}$/.test(number);
  if (!/^[1-9]\d{16}[\dX]$/.test(number) || !isDate(number.slice(6, 14))) return false;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, place) => total + weight * Number(number[place]), 0);
  return "10X98765432"[sum % 11] === number[17];
}

/** As printed and shown: the first six and the last four of an identity card, less of shorter numbers. */
export function maskIdNumber(number: string): string {
  const head = number.length >= 15 ? 6 : 1;
  const tail = number.length >= 15 ? 4 : 2;
  return number.slice(0, head) + "*".repeat(Math.max(0, number.length - head - tail)) + number.slice(-tail);
}

function isDate(digits: string): boolean {
  const iso = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
}

/** Letters of any script, the dot of transliterated names, spaces, apostrophe and hyphen; one field (UX U18). */
export const personName = z
  .string()
  .trim()
  .min(1, "form.required")
  .max(30)
  .regex(/^[\p{L}\p{M}·.'’\- ]+$/u, "account.name-letters");
