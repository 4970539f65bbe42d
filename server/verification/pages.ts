import type { Request } from "express";
import { revocationReasons, suspensionReasons } from "../../certificates/life.ts";
import { maskedName } from "../../certificates/mask.ts";
import { outcomeName, type Outcome } from "../../certificates/outcome.ts";
import { factsOf } from "../../certificates/qr.ts";
import type { Language } from "../../courses/language.ts";
import type { StoredCertificate } from "../certificates/store.ts";
import { settings } from "../platform/config.ts";
import { showDate, showInstant, zoneName } from "../platform/dates.ts";
import { page } from "../platform/page.ts";
import type { Finding } from "./actions.ts";
import { scannerAssets } from "./scanner.ts";

export const showForm = page<ReturnType<typeof formPage>>("verification/verify");
export const showResult = page<ReturnType<typeof resultPage>>("verification/result");

/** How each outcome looks; its word is that of certificates/outcome.ts, everywhere. */
const signs = {
  valid: { kind: "ok", icon: "check" },
  expired: { kind: "warn", icon: "clock" },
  suspended: { kind: "warn", icon: "pause-circle" },
  revoked: { kind: "danger", icon: "x" },
  superseded: { kind: "warn", icon: "arrow-left-right" },
  altered: { kind: "danger", icon: "shield-exclamation" },
  not_issued_here: { kind: "neutral", icon: "slash-circle" },
  unknown: { kind: "neutral", icon: "question-circle" },
  unreadable: { kind: "neutral", icon: "file-earmark-x" },
} as const satisfies Record<Outcome, { kind: string; icon: string }>;

/** One page, three ways. `typed` is a number that cannot be right, with what may have been meant. */
export function formPage(req: Request, wrong: { typed?: string; suggestion?: string | null; document?: string } = {}) {
  const { typed = "", suggestion = null, document = "" } = wrong;
  const error = typed && req.t("verify.number-wrong");
  return {
    title: req.t("verify.title"),
    scripts: ["verify.js"],
    scanner: scannerAssets(),
    form: { values: { number: typed }, errors: { ...(error && { number: error }), ...(document && { document }) } },
    suggestion: suggestion && { number: suggestion, href: `/verify/${suggestion}` },
  };
}

/** What came of comparing a typed name: same, not the same, or not compared (null). */
export interface NameAnswer {
  typed: string;
  same: boolean | null;
  error: string;
}

/** One large word, then what was checked and when. */
export function resultPage(req: Request, finding: Finding, name?: NameAnswer) {
  const { t, language } = req;
  const { verdict, known, way } = finding;
  const { outcome, record } = verdict;
  const word = outcomeName[outcome][language];
  return {
    title: word,
    breadcrumb: [{ href: "/verify", label: t("verify.title") }],
    scripts: ["verify.js"],
    scanner: scannerAssets(),
    outcome,
    lead: { word, ...signs[outcome], text: leadOf(req, finding) },
    reasons: outcome === "unknown" ? ([1, 2, 3] as const).map((at) => t(`verify.unknown-${at}`)) : [],
    notes: notesOf(req, finding),
    file: fileBadge(req, finding),
    record: known && record && outcome === "altered" ? badgeOf(record, language) : null,
    facts: known && recordFacts(known, language),
    comparison: comparisonOf(req, finding),
    checks: verdict.checks.map(({ id, passed }) => ({ passed, text: t(`check.${id}`) })),
    number: verdict.number ?? "",
    name: known && way === "number" && record !== "altered" ? (name ?? { typed: "", same: null, error: "" }) : null,
    checkedAt: t("verify.checked-at", { at: showInstant(verdict.checkedAt, language), zone: zoneName(language) }),
    trueSite: t("verify.true-site-text", { address: settings().baseUrl }),
    // For the page's script: what the code on a paper is compared with, and what it says then.
    paper: way === "number" && verdict.number ? paperFor(req, finding) : null,
  };
}

function leadOf({ t }: Request, { verdict, way, alone }: Finding): string {
  if (alone) return t(`verify.alone-${way === "paper" ? "paper" : "document"}`);
  if (verdict.outcome === "altered") return t("verify.do-not-trust");
  return t(`verify.checked-${way}`);
}

/** Sentences below the word: since when, why, what to do. */
function notesOf(req: Request, finding: Finding): string[] {
  const { t } = req;
  const { verdict, known, way } = finding;
  switch (verdict.outcome) {
    case "expired":
      return [t("verify.expired-since", { at: known?.validUntil ?? finding.paper?.validUntil ?? "" })];
    case "suspended":
    case "revoked":
      return [known ? withdrawn(req, known, verdict.outcome) : ""];
    case "superseded":
      return [t("verify.superseded-note")];
    case "altered":
      return [
        t(
          way === "paper"
            ? "verify.altered-paper"
            : way === "number"
              ? "verify.altered-record"
              : "verify.altered-document",
        ),
      ];
    case "unknown":
      return [t("verify.unknown-todo")];
    case "not_issued_here":
      return [t("verify.not-here-note")];
    case "unreadable":
      return [t(way === "paper" ? "verify.unreadable-paper" : "verify.unreadable-document")];
    default:
      return finding.alone ? [t("verify.alone-note")] : [];
  }
}

/** Whether the file itself is as it was signed, apart from how its record stands. */
function fileBadge({ t }: Request, { way, verdict }: Finding) {
  if (way !== "document") return null;
  const changed = verdict.outcome === "altered";
  return changed
    ? { kind: "danger", icon: "x", text: t("verify.file-changed") }
    : { kind: "ok", icon: "check", text: t("verify.file-intact") };
}

/** The class of the reason and the day; the officer's own words are not for strangers. */
function withdrawn({ t, language }: Request, { history }: StoredCertificate, event: "suspended" | "revoked"): string {
  const line = history.findLast((one) => one.event === event);
  if (!line) return "";
  return t(`verify.${event}-on`, { at: showDate(line.at, language), reason: reasonName(line.reason, language) });
}

function reasonName(id: string | null, language: Language): string {
  return [...suspensionReasons, ...revocationReasons].find((one) => one.id === id)?.label[language] ?? "";
}

function badgeOf(outcome: Outcome, language: Language) {
  return { ...signs[outcome], text: outcomeName[outcome][language] };
}

/** What a stranger sees of a record. */
function recordFacts({ record, validUntil }: StoredCertificate, language: Language) {
  return {
    holder: maskedName(record.holder.name),
    qualification: record.qualification.title[language],
    href: `/qualifications/${record.qualification.id}/${record.qualification.version}`,
    level: record.levelName[language],
    tier: record.tier,
    issuer: record.issuer.name[language],
    issuedOn: record.issuedOn,
    validUntil,
  };
}

const compared = ["name", "number", "qualification", "level", "issuedOn", "validUntil"] as const;

/** The paper's facts beside those of the record; a stranger sees the record's name masked. */
function comparisonOf({ t }: Request, { paper, known, differing }: Finding) {
  if (!paper) return null;
  const stored = known && factsOf(known.record);
  return compared.map((fact) => ({
    label: t(`verify.fact-${fact}`),
    paper: paper[fact],
    record: stored ? (fact === "name" ? maskedName(stored.name) : stored[fact]) : "",
    same: stored ? !differing.includes(fact) : null,
  }));
}

/** Masked, so that the page holds no more than it shows; a code that differs is shown by the server. */
function paperFor({ t }: Request, { known, verdict }: Finding) {
  const stored = known && factsOf(known.record);
  const record = stored && { ...stored, name: maskedName(stored.name) };
  return {
    facts: JSON.stringify({ record, compared, standing: verdict.outcome }),
    rows: compared.map((fact) => ({
      fact,
      label: t(`verify.fact-${fact}`),
      paper: "",
      record: record?.[fact] ?? "",
      same: true,
    })),
    checked: t("verify.checked-paper"),
  };
}

/** The same for programs: every key always there, null where nothing is known. */
export function answerJson(
  { verdict, known, way, alone }: Finding,
  language: Language,
  suggestion: string | null = null,
) {
  const { record } = known ?? {};
  const last = known?.history.at(-1);
  const told = last && (verdict.record === "revoked" || verdict.record === "suspended") ? last : null;
  return {
    outcome: verdict.outcome,
    number: verdict.number,
    holder: record ? maskedName(record.holder.name) : null,
    qualification: record?.qualification.title[language] ?? null,
    level: record?.levelName[language] ?? null,
    tier: record?.tier ?? null,
    issuer: record?.issuer.name[language] ?? null,
    issuedOn: record?.issuedOn ?? null,
    validUntil: record?.validUntil ?? null,
    checkedAt: verdict.checkedAt.toISOString(),
    record: verdict.record,
    reason: told?.reason ?? null,
    since: told?.at.toISOString() ?? null,
    checked: way,
    checks: verdict.checks,
    registerAsked: !alone,
    suggestion,
  };
}
