import { trusted } from "mongoose";
import type { Reason } from "../../courses/decision.ts";
import type { Actor } from "../platform/actor.ts";
import { NotFound } from "../platform/errors.ts";
import { pageOf, type ListQuery } from "../platform/lists.ts";
import { Batch, BatchRow } from "./model.ts";

export interface BatchFacts {
  id: string;
  issuer: string;
  by: string;
  qualificationId: string;
  cohortId: string;
  cohortName: string;
  baseId: string;
  total: number;
  at: Date;
  doneAt: Date | null;
}

export interface RowFacts {
  personId: string;
  state: "waiting" | "issued" | "refused";
  number: string;
  reason: Reason | null;
}

/** Seconds for which whoever works on a batch holds it; after a crash another one goes on. */
const holdSeconds = 15;

type Wish = Omit<BatchFacts, "id" | "total" | "doneAt">;

/** Writes the wish down: rows first, so that a batch that exists is whole. @returns its id */
export async function addBatch(wish: Wish, personIds: readonly string[]): Promise<string> {
  const batch = new Batch({ ...wish, total: personIds.length, heldUntil: new Date(0) });
  const batchId = String(batch._id);
  const rows = personIds.map((personId, place) => ({
    _id: rowId(batchId, personId),
    batchId,
    personId,
    place,
    state: "waiting" as const,
  }));
  await BatchRow.insertMany(rows);
  await batch.save();
  return batchId;
}

/** A batch of the body for which the actor acts. @throws NotFound */
export async function batchSeenBy(actor: Actor, id: string): Promise<BatchFacts> {
  const row = /^[0-9a-f]{24}$/.test(id) ? await Batch.findOne({ _id: id, issuer: actor.issuer ?? "" }).lean() : null;
  if (!row) throw new NotFound();
  return toBatch(row);
}

/** Takes a batch to work on (the one asked for, or any that nobody holds); null when there is none. */
export async function holdBatch(now: Date, id?: string): Promise<BatchFacts | null> {
  const free = { doneAt: null, heldUntil: trusted({ $lte: now }), ...(id && { _id: id }) };
  const row = await Batch.findOneAndUpdate(
    free,
    { $set: { heldUntil: after(now) } },
    { returnDocument: "after" },
  ).lean();
  return row ? toBatch(row) : null;
}

/** Goes on holding. */
export async function keepHolding(id: string, now: Date): Promise<void> {
  await Batch.updateOne({ _id: id }, { $set: { heldUntil: after(now) } });
}

export async function endBatch(id: string, now: Date): Promise<void> {
  await Batch.updateOne({ _id: id, doneAt: null }, { $set: { doneAt: now } });
}

/** The next people for whom nothing has been done yet. */
export async function waitingRows(batchId: string, limit: number): Promise<RowFacts[]> {
  return (await BatchRow.find({ batchId, state: "waiting" }).sort({ place: 1 }).limit(limit).lean()).map(toRow);
}

/** By outcome the refused stand before the issued. */
export const rowOrders = { place: { place: 1 }, outcome: { state: -1, place: 1 } } as const;

/** A page of a batch, of everybody or of these people. */
export async function rowsOf(
  batchId: string,
  { people, ...query }: ListQuery & { people?: readonly string[] | undefined },
): Promise<{ rows: RowFacts[]; total: number }> {
  const filter = { batchId, ...(people && { _id: trusted({ $in: people.map((id) => rowId(batchId, id)) }) }) };
  const { rows, total } = await pageOf(BatchRow.find(filter).lean(), rowOrders, query);
  return { rows: rows.map(toRow), total };
}

function rowId(batchId: string, personId: string): string {
  return `${batchId}:${personId}`;
}

export async function countRows(batchId: string): Promise<{ waiting: number; issued: number; refused: number }> {
  const count = (state: RowFacts["state"]) => BatchRow.countDocuments({ batchId, state });
  const [waiting, issued, refused] = await Promise.all([count("waiting"), count("issued"), count("refused")]);
  return { waiting, issued, refused };
}

export async function settleRow(batchId: string, personId: string, result: Omit<RowFacts, "personId">): Promise<void> {
  await BatchRow.updateOne({ _id: rowId(batchId, personId), state: "waiting" }, { $set: result });
}

function after(now: Date): Date {
  return new Date(now.getTime() + holdSeconds * 1000);
}

function toBatch({ _id, ...row }: Record<string, unknown> & { _id: unknown }): BatchFacts {
  const { heldUntil: _, ...facts } = row as unknown as Omit<BatchFacts, "id"> & { heldUntil: Date };
  return { ...facts, id: String(_id) };
}

function toRow(row: { personId: string; state: RowFacts["state"]; number: string; reason?: unknown }): RowFacts {
  const { personId, state, number, reason } = row;
  return { personId, state, number, reason: (reason as Reason | null | undefined) ?? null };
}
