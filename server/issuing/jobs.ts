import { Refused, type Reason } from "../../courses/decision.ts";
import { cohortSeenBy, memberIdsOf } from "../cohorts/store.ts";
import { findActor } from "../people/store.ts";
import type { Actor } from "../platform/actor.ts";
import { Forbidden, NotFound } from "../platform/errors.ts";
import { addJob } from "../platform/jobs.ts";
import { qualificationOf } from "../qualifications/store.ts";
import { addBatch, endBatch, holdBatch, keepHolding, settleRow, waitingRows, type BatchFacts } from "./store.ts";
import { candidacyOf, issueCertificate, type Candidacy } from "./actions.ts";
import { issuer } from "../certificates/keys.ts";
import { findCertificate } from "../certificates/store.ts";

/** People looked at, or written for, at a time. */
const atOnce = 8;

/** The dry run: some people of a cohort, each with whether she may be given the certificate, or why not. */
export async function dryRun(
  actor: Actor,
  personIds: readonly string[],
  qualificationId: string,
  now: Date,
): Promise<Candidacy[]> {
  const found: Candidacy[] = [];
  for (let from = 0; from < personIds.length; from += atOnce)
    found.push(
      ...(await Promise.all(
        personIds.slice(from, from + atOnce).map((id) => candidacyOf(actor, id, qualificationId, now)),
      )),
    );
  return found;
}

/**
 * Writes down the wish to issue for people of a cohort (`all`: every one) and asks for the work; each is judged again then.
 * @returns the batch, whose page shows what becomes of each.
 */
export async function orderIssue(
  actor: Actor,
  wish: { qualificationId: string; cohortId: string; people: readonly string[] | "all" },
  now: Date,
): Promise<string> {
  if (actor.issuer !== issuer.code) throw new Forbidden();
  const { id: qualificationId } = qualificationOf(wish.qualificationId);
  const cohort = await cohortSeenBy(actor, wish.cohortId);
  const members = await memberIdsOf(cohort.id);
  const chosen = members.filter((id) => wish.people === "all" || wish.people.includes(id));
  const facts = {
    issuer: issuer.code,
    by: actor.id,
    qualificationId,
    cohortId: cohort.id,
    cohortName: cohort.name,
    baseId: cohort.baseId,
    at: now,
  };
  const batchId = await addBatch(facts, chosen);
  await addJob("certificates.issue", { batchId });
  return batchId;
}

/** The work on one batch, or on whatever was left undone; may be killed at any moment and run again. */
export async function workOnBatches(batchId?: string): Promise<void> {
  for (;;) {
    const batch = await holdBatch(new Date(), batchId);
    if (!batch) return;
    await workOn(batch);
    if (batchId) return;
  }
}

async function workOn(batch: BatchFacts): Promise<void> {
  const actor = await findActor(batch.by);
  for (;;) {
    const rows = await waitingRows(batch.id, atOnce);
    if (rows.length === 0) break;
    await Promise.all(rows.map(({ personId }) => settle(batch, actor, personId)));
    await keepHolding(batch.id, new Date());
  }
  await endBatch(batch.id, new Date());
}

/** An officer who was switched off, or lost the role, issues nothing any more. */
async function settle(batch: BatchFacts, actor: Actor | null, personId: string): Promise<void> {
  try {
    if (!actor?.capabilities.has("certificate.issue")) throw new Forbidden();
    const number = await issueCertificate(
      actor,
      { personId, qualificationId: batch.qualificationId, baseId: batch.baseId, batchId: batch.id },
      new Date(),
    );
    await settleRow(batch.id, personId, { state: "issued", number, reason: null });
  } catch (error) {
    const reason = reasonOf(error);
    if (!reason) throw error;
    const number = String(reason.facts["number"] ?? "");
    // Issued by this very batch, before a crash could be written down.
    const own = number && (await findCertificate(number))?.batchId === batch.id;
    await settleRow(
      batch.id,
      personId,
      own ? { state: "issued", number, reason: null } : { state: "refused", number, reason },
    );
  }
}

function reasonOf(error: unknown): Reason | null {
  if (error instanceof Refused) return error.reason;
  // The officer lost the role, or the person is gone; anything else (store away) is tried again.
  if (!(error instanceof Forbidden || error instanceof NotFound)) return null;
  return { code: "certificate.not-eligible", facts: {} };
}
