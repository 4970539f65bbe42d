import type { ReasonCode } from "./reasons.ts";

/** Numbers, names and ISO dates that a sentence needs; never secrets. */
export type Facts = Readonly<Record<string, string | number>>;

export interface Reason {
  code: ReasonCode;
  facts: Facts;
}

/**
 * The answer to every "may she?". The page shows the reason, the action hands it to `ensure`,
 * so that both can never disagree.
 */
export type Decision = { allowed: true } | { allowed: false; reason: Reason };

export const allowed: Decision = { allowed: true };

export function refused(code: ReasonCode, facts: Facts = {}): Decision {
  return { allowed: false, reason: { code, facts } };
}

/** Thrown by a deed that a rule does not allow; the reader gets the reason in words. */
export class Refused extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason.code);
    this.name = "Refused";
    this.reason = reason;
  }
}

/** @throws Refused when the decision is a refusal. */
export function ensure(decision: Decision): void {
  if (!decision.allowed) throw new Refused(decision.reason);
}
