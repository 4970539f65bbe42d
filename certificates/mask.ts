import type { Holder } from "./record.ts";

/**
 * A name as strangers see it: `张*` for two characters, first and last (`张*三`) for three or more, initials for names
 * in an alphabet (`Z* S*`). The number of hidden characters is not shown.
 */
export function maskedName(name: string): string {
  const plain = name.normalize("NFKC").trim();
  if (!/\p{Script=Han}/u.test(plain)) return initials(plain);
  const characters = Array.from(plain.replace(/[\s·•・.]/gu, ""));
  const first = characters[0] ?? "";
  const last = characters.length > 2 ? (characters.at(-1) ?? "") : "";
  return characters.length < 2 ? "*" : `${first}*${last}`;
}

/**
 * Whether a typed full name is the holder's: width, case, accents' form, spaces, dots and hyphens do not matter, and the
 * words of a Latin name may come in any order.
 */
export function sameName(typed: string, holder: Pick<Holder, "name" | "latinName">): boolean {
  const wanted = comparable(typed);
  if (wanted === "") return false;
  return wanted === comparable(holder.name) || (holder.latinName !== null && wanted === comparable(holder.latinName));
}

const between = /[\s·•・.,'’\p{Pd}]+/u;

function initials(name: string): string {
  const words = name.split(between).filter((word) => word !== "");
  return words.length === 0 ? "*" : words.map((word) => `${Array.from(word)[0] ?? ""}*`).join(" ");
}

function comparable(name: string): string {
  const words = name
    .normalize("NFKC")
    .toLowerCase()
    .split(between)
    .filter((word) => word !== "");
  const isHan = words.some((word) => /\p{Script=Han}/u.test(word));
  return isHan ? words.join("") : words.sort().join(" ");
}
