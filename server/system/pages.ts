import type { Request } from "express";
import type { EventName } from "../audit/events.ts";
import { auditOrders, findBreak, linesOf } from "../audit/store.ts";
import { actorOf } from "../people/allow.ts";
import { settings } from "../platform/config.ts";
import { showInstant, showMoment, zoneName } from "../platform/dates.ts";
import { deadJobs } from "../platform/jobs.ts";
import { lettersWritten } from "../platform/mail.ts";
import { page } from "../platform/page.ts";
import { pagination, type ListQuery } from "../platform/lists.ts";
import { healthLines } from "./health.ts";

export const showHealth = page<Awaited<ReturnType<typeof healthPage>>>("system/health");
export const showAudit = page<Awaited<ReturnType<typeof auditPage>>>("system/audit");
export const showOutbox = page<Awaited<ReturnType<typeof outboxPage>>>("system/outbox");

/** Health in words; each line that is not well says what to do. */
export async function healthPage(req: Request, at: Date) {
  const { t } = req;
  const lines = await healthLines(at);
  return {
    title: t("health.title"),
    well: lines.every(({ state }) => state === "ok"),
    lines: lines.map(({ id, state, facts, text }) => ({
      name: t(`health.${id}`),
      badge: { kind: state, text: t(`health.state-${state}`) },
      text: t(text ?? `health.${id}-text`, facts),
      todo: state === "ok" ? "" : t(`health.${id}-todo`, facts),
    })),
    dead: (await deadJobs(50).catch(() => [])).map(({ id, name, reason, at: failedAt }) => ({
      id,
      name,
      reason,
      at: showMoment(failedAt, at, req.language),
    })),
    versions: [`Node.js ${process.version}`, settings().MONGODB_URI ? "MongoDB" : t("health.embedded")].join(" · "),
    checked: req.t("site.in-zone", { at: showInstant(at, req.language), zone: zoneName(req.language) }),
  };
}

/** Who did what, newest first; of one's own base for those who belong to one. */
export async function auditPage(
  req: Request,
  { person, check, ...query }: ListQuery & { person: string; check?: "1" | undefined },
) {
  const { baseId } = actorOf(req);
  const { lines, total } = await linesOf({ ...query, baseId, ...(person && { actorId: person }) });
  const broken = check ? await findBreak() : null;
  return {
    title: req.t("audit.title"),
    wide: true,
    person,
    check: check
      ? {
          kind: broken === null ? "ok" : "danger",
          text: broken === null ? req.t("audit.whole") : req.t("audit.broken", { seq: broken }),
        }
      : null,
    zone: zoneName(req.language),
    rows: lines.map((line) => ({
      seq: line.seq,
      at: showInstant(line.at, req.language),
      who: line.actorName || req.t("audit.system"),
      whoHref: line.actorId ? `/audit?person=${line.actorId}` : "",
      event: req.t(`event.${line.event as EventName}`),
      code: line.event,
      object: line.object,
      from: line.from,
      facts: Object.keys(line.facts).length ? JSON.stringify(line.facts) : "",
    })),
    page: pagination(req, query, total, auditOrders),
  };
}

/** Letters as they were written: the operator reads them here while no mail server is set. */
export async function outboxPage(req: Request) {
  const letters = await lettersWritten(50);
  return {
    title: req.t("outbox.title"),
    zone: zoneName(req.language),
    breadcrumb: [{ href: "/health", label: req.t("health.title") }],
    letters: letters.map(({ to, subject, text, at, sentAt }) => ({
      to,
      subject,
      text,
      at: showInstant(at, req.language),
      sent: sentAt !== null,
    })),
  };
}
