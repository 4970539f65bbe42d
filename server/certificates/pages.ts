import type { Request } from "express";
import {
  revocationReasons,
  stateAt,
  suspensionReasons,
  type HistoryEntry,
  type Standing,
} from "../../certificates/life.ts";
import { outcomeName } from "../../certificates/outcome.ts";
import { qrText, verifyAddress } from "../../certificates/qr.ts";
import { actorOf } from "../people/allow.ts";
import { settings } from "../platform/config.ts";
import { showInstant, zoneName } from "../platform/dates.ts";
import { blank, type Form } from "../platform/fill.ts";
import { page } from "../platform/page.ts";
import { pagination, type ListQuery } from "../platform/lists.ts";
import { toSvg } from "../platform/qr.ts";
import { sayReason } from "../platform/words/reason.ts";
import { deeds, mayDo, type DeedId } from "./actions.ts";
import { activeKey, chinaDay } from "./keys.ts";
import { pictureOf } from "./picture.ts";
import {
  certificateOrders,
  certificatesOf,
  certificatesSeenBy,
  type CertificateRow,
  type StandingFilter,
  type StoredCertificate,
} from "./store.ts";

export const showOwn = page<Awaited<ReturnType<typeof ownPage>>>("certificates/own");
export const showCertificates = page<Awaited<ReturnType<typeof listPage>>>("certificates/certificates");
export const showCertificate = page<ReturnType<typeof certificatePage>>("certificates/certificate");
export const showDeed = page<ReturnType<typeof deedPage>>("certificates/deed");

const signs = {
  valid: { kind: "ok", icon: "check-circle" },
  expired: { kind: "warn", icon: "clock" },
  suspended: { kind: "warn", icon: "pause-circle" },
  revoked: { kind: "danger", icon: "x-circle" },
  superseded: { kind: "warn", icon: "arrow-left-right" },
} as const satisfies Record<Standing, { kind: string; icon: string }>;

function badgeOf(req: Request, certificate: Pick<StoredCertificate, "state" | "validUntil">, now: Date) {
  const standing = stateAt(certificate, now);
  return { ...signs[standing], text: outcomeName[standing][req.language] };
}

/** The holder's own certificates, as cards. */
export async function ownPage(req: Request, now: Date) {
  const held = await certificatesOf(actorOf(req).id);
  return { title: req.t("certificate.own-title"), cards: held.map((one) => rowOf(req, one, now)) };
}

/** What staff may see, as a table. */
export async function listPage(req: Request, query: ListQuery & { state: StandingFilter }, now: Date) {
  const actor = actorOf(req);
  const { rows, total } = await certificatesSeenBy(actor, { ...query, today: chinaDay(now) });
  const states = ["valid", "expired", "suspended", "revoked"] as const;
  return {
    title: req.t("certificate.title"),
    filtered: Boolean(query.q) || query.state !== "",
    states: {
      name: "state",
      label: req.t("certificate.state"),
      all: req.t("certificate.all-states"),
      value: query.state,
      options: states.map((value) => ({ value, label: outcomeName[value][req.language] })),
    },
    mayIssue: actor.capabilities.has("certificate.issue"),
    rows: rows.map((one) => rowOf(req, one, now)),
    page: pagination(req, query, total, certificateOrders),
  };
}

function rowOf(req: Request, certificate: CertificateRow, now: Date) {
  const { number, name, validUntil, state, record } = certificate;
  return {
    href: `/certificates/${number}`,
    ...{ number, name, validUntil },
    issuedOn: record.issuedOn,
    qualification: record.qualification.title[req.language],
    level: record.levelName[req.language],
    tier: record.tier,
    badge: badgeOf(req, certificate, now),
    drawable: state === "issued",
  };
}

/** The holder's page: picture, number, code, state, validity, history; for officers what they may do to it. */
export function certificatePage(req: Request, certificate: StoredCertificate, now: Date) {
  const { t, language } = req;
  const { number, record } = certificate;
  const { baseUrl } = settings();
  const address = verifyAddress(number, baseUrl);
  return {
    title: number,
    breadcrumb: [{ href: "/certificates", label: t("certificate.title") }],
    picture: pictureOf(record, qrText(record, activeKey(now), baseUrl)),
    pictureWords: t("certificate.picture", {
      name: record.holder.name,
      qualification: record.qualification.title[language],
      number,
    }),
    badge: badgeOf(req, certificate, now),
    drawable: certificate.state === "issued",
    why: whyNoPdf(req, certificate),
    number,
    record,
    level: record.levelName[language],
    qualification: {
      href: `/qualifications/${record.qualification.id}/${record.qualification.version}`,
      title: record.qualification.title[language],
    },
    base: record.base.name[language],
    issuer: record.issuer.name[language],
    parts: record.parts.map(({ title, percent, minimum }) => ({
      title: title[language],
      text: t("certificate.part", { percent, minimum }),
    })),
    address,
    qr: toSvg(address),
    history: certificate.history.map((line) => historyLine(req, line)),
    deeds: deedsFor(req, certificate, now),
  };
}

/** Why there is no PDF now, from the last line of the history; empty while there is one. */
function whyNoPdf(req: Request, { state, history }: StoredCertificate): string {
  const last = history.at(-1);
  if (state === "issued" || !last) return "";
  const key = state === "suspended" ? "certificate.why-suspended" : "certificate.why-revoked";
  return req.t(key, { at: showInstant(last.at, req.language), reason: reasonLabel(req, last), words: last.words });
}

function historyLine(req: Request, line: HistoryEntry & { byName: string }) {
  const { event, at, byName, words } = line;
  const text = [reasonLabel(req, line), words].filter(Boolean).join(req.t("certificate.colon"));
  const when = req.t("site.in-zone", { at: showInstant(at, req.language), zone: zoneName(req.language) });
  return { at: when, what: req.t(`certificate.event-${event}`), by: byName, text };
}

function reasonLabel(req: Request, { reason }: HistoryEntry): string {
  return [...suspensionReasons, ...revocationReasons].find(({ id }) => id === reason)?.label[req.language] ?? "";
}

/** Deeds that fit the state, each open or with the reason why this officer may not. */
function deedsFor(req: Request, certificate: StoredCertificate, now: Date) {
  const actor = actorOf(req);
  if (!actor.capabilities.has("certificate.withdraw") || actor.issuer !== certificate.issuer) return [];
  return (Object.keys(deeds) as DeedId[]).flatMap((deed) => {
    const decision = mayDo(actor, deed, certificate, now);
    if (!decision.allowed && decision.reason.code === "certificate.state") return [];
    const why = decision.allowed ? "" : sayReason(decision.reason, req.t);
    return [
      {
        href: `/certificates/${certificate.number}/${deed}`,
        label: req.t(`certificate.${deed}`),
        why,
        danger: deed !== "lift",
      },
    ];
  });
}

/** The page before a deed: names the certificate, says what follows, asks for the reason. */
export function deedPage(req: Request, certificate: StoredCertificate, deed: DeedId, form: Form<unknown> = blank()) {
  const { t, language } = req;
  const { number, record } = certificate;
  const classes = { suspension: suspensionReasons, lift: [], revocation: revocationReasons }[deed];
  return {
    title: t(`certificate.${deed}-title`, { number }),
    breadcrumb: [
      { href: "/certificates", label: t("certificate.title") },
      { href: `/certificates/${number}`, label: number },
    ],
    action: `/certificates/${number}/${deed}`,
    back: `/certificates/${number}`,
    object: t("certificate.object", {
      name: record.holder.name,
      qualification: record.qualification.title[language],
      number,
    }),
    follows: t(`certificate.${deed}-follows`),
    submit: t(`certificate.${deed}-submit`, { number }),
    danger: deed !== "lift",
    reasons: classes.map(({ id, label }) => ({ value: id, label: label[language] })),
    form,
  };
}
