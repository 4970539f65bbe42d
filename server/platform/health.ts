import { Router } from "express";
import { storeAnswers } from "./database.ts";

const reasons = new Set<string>();
let draining = false;

/** What keeps this process from serving besides the store, for /readyz, as long as it holds. */
export function setUnready(reason: string, holds: boolean): void {
  if (holds) reasons.add(reason);
  else reasons.delete(reason);
}

/** From now on load balancers send people elsewhere. */
export function startDraining(): void {
  draining = true;
}

/** Forgets everything: for a house that is started again in the same process. */
export function resetHealth(): void {
  draining = false;
  reasons.clear();
}

/** /healthz while the process lives; /readyz when it can serve, with the reason otherwise. */
export const health = Router();

health.get("/healthz", (_req, res) => {
  res.json({ status: "ok" });
});

health.get("/readyz", async (_req, res) => {
  const why = draining ? ["stopping"] : [...reasons];
  if (!(await storeAnswers())) why.push("the store does not answer");
  res
    .status(why.length ? 503 : 200)
    .set(why.length ? { "Retry-After": "5" } : {})
    .json(why.length ? { status: "unavailable", reasons: why } : { status: "ok" });
});
