import { allowed, refused, type Decision } from "../../courses/decision.ts";

/** Letters and digits that nobody confuses when reading aloud or copying: no 0 O 1 I L, no vowels that make words. */
const alphabet = "23456789BCDFGHJKMNPQRSTVWXYZ";
export const codeLength = 8;

/** A code of eight characters (about 38 bits) from random bytes, one a character. */
export function codeFrom(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, codeLength), (byte) => alphabet.charAt(byte % alphabet.length)).join("");
}

/** A code as people type it: any case, full width, spaces and dashes. */
export function plainCode(typed: string): string {
  return typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .slice(0, 20);
}

/** For reading aloud: two groups of four. */
export function codeShown(code: string): string {
  return code.replace(/^(.{4})/, "$1-");
}

export interface JoinFacts {
  codeUntil: Date;
  codeMax: number;
  codeUsed: number;
  /** The day after which the cohort has ended, YYYY-MM-DD. */
  closesOn: string;
}

/** Whether somebody may join by this code now; `today` is the calendar day in the house's zone. */
export function mayJoin(cohort: JoinFacts | null, now: Date, today: string): Decision {
  if (!cohort) return refused("cohort.code-unknown");
  if (today > cohort.closesOn) return refused("cohort.closed");
  if (now >= cohort.codeUntil) return refused("cohort.code-expired");
  return cohort.codeUsed >= cohort.codeMax ? refused("cohort.code-used-up") : allowed;
}
