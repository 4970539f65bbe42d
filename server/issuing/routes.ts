import { Router } from "express";
import { actorOf, allow, confirmed } from "../people/allow.ts";
import { read } from "../platform/read.ts";
import { BatchPath, IssueForm, IssueQuery } from "./forms.ts";
import { orderIssue } from "./jobs.ts";
import { batchPage, choicePage, dryRunPage, showBatch, showChoice, showDryRun } from "./pages.ts";
import { batchSeenBy } from "./store.ts";

/** Its addresses lie below /certificates, so it is asked before `/certificates/:number`. */
export const routes = Router();

routes.get("/certificates/issue", allow("certificate.issue"), confirmed, async (req, res) => {
  const query = read(req, IssueQuery);
  if (!query.cohort || !query.qualification) return showChoice(res, await choicePage(req, query));
  await showDryRun(res, await dryRunPage(req, query, new Date()));
});

routes.post("/certificates/issue", allow("certificate.issue"), confirmed, async (req, res) => {
  const { qualification, cohort, scope, people } = read(req, IssueForm);
  if (scope === "chosen" && people.length === 0) {
    const again = await dryRunPage(req, { qualification, cohort, page: 1, people }, new Date());
    return showDryRun(res, { ...again, notice: { kind: "danger", text: req.t("issue.nobody") } }, 422);
  }
  const wish = {
    qualificationId: qualification,
    cohortId: cohort,
    people: scope === "all" ? ("all" as const) : people,
  };
  const batchId = await orderIssue(actorOf(req), wish, new Date());
  res.redirect(303, `/certificates/batches/${batchId}`);
});

routes.get("/certificates/batches/:batchId", allow("certificate.issue"), async (req, res) => {
  const { batchId, ...query } = read(req, BatchPath);
  const batch = await batchSeenBy(actorOf(req), batchId);
  // Without any script the page comes again by itself while there is work.
  if (!batch.doneAt) res.set("Refresh", "2");
  await showBatch(res, await batchPage(req, batch, query));
});
