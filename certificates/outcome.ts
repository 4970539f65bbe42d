import type { Bilingual } from "../courses/language.ts";

/** The nine words, the same on page, JSON, API, spreadsheet and command line. */
export const outcomes = [
  "valid",
  "expired",
  "suspended",
  "revoked",
  "superseded",
  "altered",
  "not_issued_here",
  "unknown",
  "unreadable",
] as const;
export type Outcome = (typeof outcomes)[number];

/** How each is said to people. */
export const outcomeName: Readonly<Record<Outcome, Bilingual>> = {
  valid: { "zh-CN": "有效", en: "Valid" },
  expired: { "zh-CN": "已过期", en: "Expired" },
  suspended: { "zh-CN": "暂停", en: "Suspended" },
  revoked: { "zh-CN": "已撤销", en: "Revoked" },
  superseded: { "zh-CN": "已换发", en: "Replaced" },
  altered: { "zh-CN": "已被改动", en: "Altered" },
  not_issued_here: { "zh-CN": "非本机构签发", en: "Not issued here" },
  unknown: { "zh-CN": "未找到", en: "Not found" },
  unreadable: { "zh-CN": "无法由此文件查验", en: "Cannot be checked from this file" },
};

/** What may be looked at, in the order in which it is told. */
export const checkIds = [
  "number-form",
  "number-known",
  "seal-form",
  "whole-file",
  "issuer-key",
  "signature",
  "key-in-force",
  "credential",
  "paper-code",
  "paper-facts",
  "record",
  "in-force",
] as const;
export type CheckId = (typeof checkIds)[number];

export interface Check {
  id: CheckId;
  passed: boolean;
}

/** One word, what was checked for it, and apart from it how the record itself stands. */
export interface Verdict {
  outcome: Outcome;
  checks: Check[];
  /** The number that was understood; null when none was. */
  number: string | null;
  /** How the record stands, also when the file or paper is altered; null when no record is known. */
  record: Outcome | null;
  checkedAt: Date;
}
