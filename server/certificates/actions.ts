import { renderCertificate } from "../../certificates/document.ts";
import { credentialOf } from "../../certificates/credential.ts";
import {
  historyEntry,
  mayLift,
  mayRender,
  mayRevoke,
  maySuspend,
  type LifeEvent,
  type LifeState,
} from "../../certificates/life.ts";
import { ensure, refused, type Decision } from "../../courses/decision.ts";
import { record } from "../audit/actions.ts";
import type { Actor } from "../platform/actor.ts";
import { settings } from "../platform/config.ts";
import { Forbidden } from "../platform/errors.ts";
import type { Translate } from "../platform/words/index.ts";
import { certificateFonts } from "./fonts.ts";
import { activeKey, issuer, loadKeys, verifyingKeys, yearOf } from "./keys.ts";
import { certificateSeenBy, changeState, numberGaps, sealedSince, type StoredCertificate } from "./store.ts";

export { chinaDay, issuers, verifyingKeys } from "./keys.ts";

/** Part of the start: the keys, and what follows from one of them being marked as stolen. */
export async function prepareKeys(now: Date): Promise<void> {
  await loadKeys(now);
  for (const { kid, compromisedSince } of verifyingKeys())
    if (compromisedSince) await suspendDoubtful(kid, new Date(compromisedSince), now);
}

/**
 * Whatever a stolen key has sealed since it was stolen is suspended, once: an officer looks at each and lifts it or revokes
 * it. May be cut off and run again.
 */
async function suspendDoubtful(kid: string, since: Date, now: Date): Promise<void> {
  const why = { reason: "key-compromise", words: kid };
  for (;;) {
    const doubtful = await sealedSince(kid, since, why.reason);
    for (const { number, baseId } of doubtful) {
      const line = { ...historyEntry("suspended", "house", now, why.reason, why.words), byName: issuer.code };
      if (await changeState(number, "issued", "suspended", line))
        await record(null, "certificate.suspended", { object: number, baseId, facts: why }, now);
    }
    if (doubtful.length === 0) return;
  }
}

/** The deeds on a certificate in force, by the noun of their address. */
export const deeds = {
  suspension: { event: "suspended", to: "suspended", may: maySuspend, audit: "certificate.suspended" },
  lift: { event: "lifted", to: "issued", may: mayLift, audit: "certificate.lifted" },
  revocation: { event: "revoked", to: "revoked", may: mayRevoke, audit: "certificate.revoked" },
} as const satisfies Record<string, { event: LifeEvent; to: LifeState; may: typeof maySuspend; audit: string }>;
export type DeedId = keyof typeof deeds;

/** Whether an officer may do this to a certificate; the page shows the reason. */
export function mayDo(actor: Actor, deed: DeedId, certificate: StoredCertificate, now: Date): Decision {
  return deeds[deed].may(certificate, actor.id, now);
}

/**
 * Suspends, lifts or revokes, with its trace in the same write.
 * @throws Refused by the rules of life.ts, or when somebody else was faster; NotFound outside the walls.
 */
export async function withdraw(
  actor: Actor,
  number: string,
  deed: DeedId,
  why: { reason: string | null; words: string },
  now: Date,
): Promise<void> {
  const certificate = await certificateSeenBy(actor, number);
  if (certificate.issuer !== actor.issuer) throw new Forbidden();
  ensure(mayDo(actor, deed, certificate, now));
  const { event, to, audit } = deeds[deed];
  const line = { ...historyEntry(event, actor.id, now, why.reason, why.words), byName: actor.name };
  const changed = await changeState(certificate.number, certificate.state, to, line);
  ensure(changed ? { allowed: true } : refused("certificate.state"));
  const facts = { before: certificate.state, after: to, reason: why.reason, words: why.words };
  await record(actor, audit, { object: certificate.number, baseId: certificate.baseId, facts }, now);
}

/** The PDF, drawn from the record alone and signed now. @throws Refused for a withdrawn or suspended certificate. */
export async function pdfOf(certificate: StoredCertificate, now: Date): Promise<Buffer> {
  ensure(mayRender(certificate));
  return renderCertificate(certificate.record, activeKey(now), certificateFonts(), settings().baseUrl, now);
}

/** The Open Badges credential as a signed token. @throws Refused for a withdrawn or suspended certificate. */
export async function tokenOf(certificate: StoredCertificate, now: Date): Promise<string> {
  ensure(mayRender(certificate));
  return credentialOf(certificate.record, activeKey(now), settings().baseUrl);
}

/** A line for the operator's page: whether this year's numbers are without a gap, or which serials are missing and why. */
export async function numberingInWords(t: Translate, now: Date): Promise<{ ok: boolean; text: string }> {
  const gaps = await numberGaps(issuer.code, yearOf(now));
  if (gaps.length === 0) return { ok: true, text: t("issue.gaps-none") };
  const named = gaps.map(({ serial, reason }) => (reason ? t(`issue.gap-${reason}`, { serial }) : String(serial)));
  const serials = named.slice(0, 20).join(t("qualification.and")) + (named.length > 20 ? "…" : "");
  return { ok: gaps.every(({ reason }) => reason !== null), text: t("issue.gaps", { serials }) };
}
