import { stringify } from "csv-stringify/sync";
import { Router } from "express";
import { record } from "../audit/actions.ts";
import { linesOf } from "../audit/store.ts";
import { actorOf, allow } from "../people/allow.ts";
import { dayOf } from "../platform/dates.ts";
import { retryJob } from "../platform/jobs.ts";
import { redirectDone } from "../platform/locals.ts";
import { read } from "../platform/read.ts";
import { AuditQuery, JobPath } from "./forms.ts";
import { auditPage, healthPage, outboxPage, showAudit, showHealth, showOutbox } from "./pages.ts";

export const routes = Router();

routes.get("/health", allow("system.health"), async (req, res) => showHealth(res, await healthPage(req, new Date())));

routes.post("/health/jobs/:jobId/retry", allow("system.health"), async (req, res) => {
  const { jobId } = read(req, JobPath);
  if (await retryJob(jobId, new Date())) await record(actorOf(req), "job.retried", { object: jobId });
  redirectDone(res, "/health", "done.job-retried");
});

routes.get("/outbox", allow("system.health"), async (req, res) => showOutbox(res, await outboxPage(req)));

routes.get("/audit", allow("audit.read"), async (req, res) =>
  showAudit(res, await auditPage(req, read(req, AuditQuery))),
);

/** The newest 50,000 lines one may see, hashes included, for keeping elsewhere. */
routes.get("/audit.csv", allow("audit.read"), async (req, res) => {
  const { lines } = await linesOf({ baseId: actorOf(req).baseId, page: 1, size: 50_000 });
  const rows = lines.map(({ at, facts, ...line }) => ({ ...line, at: at.toISOString(), facts: JSON.stringify(facts) }));
  const columns = [
    "seq",
    "at",
    "event",
    "actorId",
    "actorName",
    "baseId",
    "from",
    "object",
    "facts",
    "previous",
    "hash",
  ];
  res.attachment(`audit-${dayOf(new Date())}.csv`).type("text/csv; charset=utf-8");
  res.send(stringify(rows, { header: true, bom: true, escape_formulas: true, columns }));
});
