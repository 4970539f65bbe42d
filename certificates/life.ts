import { allowed, refused, type Decision } from "../courses/decision.ts";
import type { Bilingual } from "../courses/language.ts";

/** What is stored; expiry is computed, so it is no stored state. */
export const lifeStates = ["issued", "suspended", "revoked", "superseded"] as const;
export type LifeState = (typeof lifeStates)[number];

/** What a verifier is told of the record itself. */
export type Standing = "valid" | "expired" | "suspended" | "revoked" | "superseded";

/** What the rules need to know of a certificate; persons by their id. */
export interface LivingCertificate {
  state: LifeState;
  /** `YYYY-MM-DD`, inclusive. */
  validUntil: string;
  issuedBy: string;
  holderId: string;
}

export const lifeEvents = ["issued", "suspended", "lifted", "revoked", "superseded"] as const;
export type LifeEvent = (typeof lifeEvents)[number];

export interface HistoryEntry {
  event: LifeEvent;
  at: Date;
  /** Person's id. */
  by: string;
  /** Class from the list of its event; null for issue and lift. */
  reason: string | null;
  /** Free words of whoever did it; empty when none are needed. */
  words: string;
}

/** How the certificate stands at `now`. A withdrawal or suspension is told even after the last day. */
export function stateAt(certificate: Pick<LivingCertificate, "state" | "validUntil">, now: Date): Standing {
  if (certificate.state !== "issued") return certificate.state;
  return now.getTime() < endOfValidity(certificate.validUntil).getTime() ? "valid" : "expired";
}

/** The first moment at which it is no longer valid: midnight in Asia/Shanghai (UTC+8, no summer time) after the last day. */
export function endOfValidity(validUntil: string): Date {
  return new Date(Date.parse(`${validUntil}T00:00:00+08:00`) + 86_400_000);
}

/** Nobody issues a certificate to herself. */
export function mayIssue(holderId: string, byPersonId: string): Decision {
  return holderId === byPersonId ? refused("certificate.own") : allowed;
}

/** Suspension: of a certificate in force, by another person than the one who issued it, never one's own. */
export function maySuspend(certificate: LivingCertificate, byPersonId: string, now: Date): Decision {
  return byAnother(certificate, byPersonId, now, (standing) => standing === "valid");
}

/** Only a suspension can be lifted. */
export function mayLift(certificate: LivingCertificate, byPersonId: string, now: Date): Decision {
  return byAnother(certificate, byPersonId, now, (standing) => standing === "suspended");
}

/** Revocation is final; it also reaches expired ones, since a fraud may be found late. */
export function mayRevoke(certificate: LivingCertificate, byPersonId: string, now: Date): Decision {
  return byAnother(certificate, byPersonId, now, (standing) => standing !== "revoked" && standing !== "superseded");
}

/** Whether a PDF may still be made: in force or expired, but not while suspended, nor of a withdrawn or replaced one. */
export function mayRender(certificate: Pick<LivingCertificate, "state" | "validUntil">): Decision {
  return certificate.state === "issued" ? allowed : refused("certificate.state", { state: certificate.state });
}

/** A line for the certificate's history. Suspension and revocation need a reason of their list. @throws RangeError */
export function historyEntry(
  event: LifeEvent,
  by: string,
  at: Date,
  reason: string | null = null,
  words = "",
): HistoryEntry {
  const classes = event === "suspended" ? suspensionReasons : event === "revoked" ? revocationReasons : null;
  const fits = classes === null ? reason === null : classes.some(({ id }) => id === reason);
  if (!fits) throw new RangeError(`no such reason for ${event}: ${reason ?? "none"}`);
  return { event, at, by, reason, words };
}

export interface ReasonClass {
  id: string;
  label: Bilingual;
}

export const suspensionReasons: readonly ReasonClass[] = [
  { id: "complaint", label: { "zh-CN": "收到举报，正在核查", en: "Complaint under review" } },
  { id: "identity", label: { "zh-CN": "身份信息待核实", en: "Identity to be confirmed" } },
  { id: "result-review", label: { "zh-CN": "成绩复核中", en: "Result under review" } },
  {
    id: "key-compromise",
    label: { "zh-CN": "签名密钥可能泄露，待发证机构确认", en: "Signing key possibly compromised, to be confirmed" },
  },
];

export const revocationReasons: readonly ReasonClass[] = [
  { id: "cheating", label: { "zh-CN": "考核作弊或代考", en: "Cheating or impersonation in the examination" } },
  { id: "false-statement", label: { "zh-CN": "提供虚假材料", en: "False documents or statements" } },
  { id: "issued-in-error", label: { "zh-CN": "发证有误", en: "Issued in error" } },
  { id: "result-changed", label: { "zh-CN": "复核后成绩不合格", en: "Not passed after review" } },
  { id: "holder-request", label: { "zh-CN": "持证人申请", en: "At the holder's request" } },
];

function byAnother(
  certificate: LivingCertificate,
  byPersonId: string,
  now: Date,
  fits: (standing: Standing) => boolean,
): Decision {
  if (certificate.holderId === byPersonId) return refused("certificate.own");
  const standing = stateAt(certificate, now);
  if (!fits(standing)) return refused("certificate.state", { state: standing });
  return certificate.issuedBy === byPersonId ? refused("certificate.same-person") : allowed;
}
