import { trusted } from "mongoose";
import type { HistoryEntry, LifeState } from "../../certificates/life.ts";
import { readNumber } from "../../certificates/number.ts";
import type { CertificateRecord } from "../../certificates/record.ts";
import type { Actor } from "../platform/actor.ts";
import { isDuplicate, patternOf } from "../platform/database.ts";
import { NotFound } from "../platform/errors.ts";
import { pageOf, type ListQuery } from "../platform/lists.ts";
import { Certificate, Gap, Serial } from "./model.ts";

export type HistoryLine = HistoryEntry & { byName: string };

/** A certificate with its record, as it was written at the issue, and its life since. */
export interface StoredCertificate {
  number: string;
  holderId: string;
  baseId: string;
  /** The batch that issued it; null for one issued alone. */
  batchId: string | null;
  issuer: string;
  year: number;
  serial: number;
  qualificationId: string;
  decisionId: string;
  name: string;
  validUntil: string;
  record: CertificateRecord;
  state: LifeState;
  issuedAt: Date;
  issuedBy: string;
  history: HistoryLine[];
}

/** A row of a list. */
export type CertificateRow = Omit<StoredCertificate, "record" | "history"> & {
  record: Pick<CertificateRecord, "qualification" | "tier" | "levelName" | "issuedOn">;
};

type Row = Record<string, unknown> & { _id: unknown };

/** By number, without any wall: for verification and for the program itself. */
export async function findCertificate(number: string): Promise<StoredCertificate | null> {
  const row = await Certificate.findById(number).maxTimeMS(2000).lean();
  return row ? toCertificate(row) : null;
}

/** Within the walls: the holder's own, her base's, or those of the body for which an officer acts. @throws NotFound */
export async function certificateSeenBy(actor: Actor, typed: string): Promise<StoredCertificate> {
  const reading = readNumber(typed);
  const found = reading.ok ? await findCertificate(reading.number) : null;
  if (!found || !(found.holderId === actor.id || withinWalls(actor, found))) throw new NotFound();
  return found;
}

function withinWalls(actor: Actor, { baseId, issuer }: StoredCertificate): boolean {
  if (!actor.capabilities.has("certificate.read")) return false;
  return actor.issuer ? actor.issuer === issuer : actor.baseId === baseId;
}

const shownOfRecord = {
  "record.qualification": 1,
  "record.tier": 1,
  "record.levelName": 1,
  "record.issuedOn": 1,
} as const;
const row = {
  holderId: 1,
  baseId: 1,
  issuer: 1,
  year: 1,
  serial: 1,
  qualificationId: 1,
  decisionId: 1,
  name: 1,
  validUntil: 1,
  state: 1,
  issuedAt: 1,
  issuedBy: 1,
  ...shownOfRecord,
} as const;

/** A person's own certificates, newest first. */
export async function certificatesOf(holderId: string): Promise<CertificateRow[]> {
  return (await Certificate.find({ holderId }, row).sort({ issuedAt: -1 }).limit(100).lean()).map((one) =>
    toCertificate(one as Row),
  );
}

export type StandingFilter = "" | "valid" | "expired" | "suspended" | "revoked";

export const certificateOrders = {
  issued: { issuedAt: -1, _id: -1 },
  holder: { name: 1, _id: 1 },
  until: { validUntil: 1, _id: 1 },
} as const;

/** The certificates that staff may see, newest first. `q` is a number, the start of one, its serial, or the start of a name. */
export async function certificatesSeenBy(
  actor: Actor,
  { state, today, ...query }: ListQuery & { state: StandingFilter; today: string },
): Promise<{ rows: CertificateRow[]; total: number }> {
  const wall = actor.issuer ? { issuer: actor.issuer } : { baseId: actor.baseId ?? "" };
  const filter = { ...wall, ...stateFilter(state, today), ...searched(query.q ?? "") };
  const { rows, total } = await pageOf(Certificate.find(filter, row).lean(), certificateOrders, query);
  return { rows: rows.map((one) => toCertificate(one as Row)), total };
}

function stateFilter(state: StandingFilter, today: string) {
  if (state === "valid") return { state: "issued" as const, validUntil: trusted({ $gte: today }) };
  if (state === "expired") return { state: "issued" as const, validUntil: trusted({ $lt: today }) };
  return state ? { state } : {};
}

/** Anchored at the start, or the serial as a whole, so that an index serves it. */
function searched(q: string) {
  if (!q) return {};
  const reading = readNumber(q);
  if (reading.ok) return { _id: reading.number };
  if (/^\d{1,6}$/.test(q)) return { serial: Number(q) };
  const start = patternOf(q);
  return /^[A-Za-z]{2,4}-/.test(q) ? { _id: new RegExp(`^${start.toUpperCase()}`) } : { name: new RegExp(`^${start}`) };
}

export async function findByDecision(
  holderId: string,
  qualificationId: string,
  decisionId: string,
): Promise<string | null> {
  const found = await Certificate.findOne({ holderId, qualificationId, decisionId }, { _id: 1 }).lean();
  return found ? String(found._id) : null;
}

/** The number of a certificate of this qualification that a person holds: issued or suspended, and not past its last day. */
export async function numberInForce(holderId: string, qualificationId: string, today: string): Promise<string | null> {
  const found = await Certificate.findOne(
    {
      holderId,
      qualificationId,
      state: trusted({ $in: ["issued", "suspended"] }),
      validUntil: trusted({ $gte: today }),
    },
    { _id: 1 },
  ).lean();
  return found ? String(found._id) : null;
}

/** The next serial of an issuer and year, from 1; every caller gets another one. */
export async function nextSerial(issuer: string, year: number): Promise<number> {
  const key = { _id: `${issuer}-${String(year)}` };
  for (let tries = 0; tries < 5; tries += 1) {
    try {
      const row = await Serial.findOneAndUpdate(
        key,
        { $inc: { last: 1 } },
        { upsert: true, returnDocument: "after" },
      ).lean();
      if (row) return row.last;
    } catch (error) {
      // Two first certificates of a year at once: one of them makes the counter.
      if (!isDuplicate(error)) throw error;
    }
  }
  throw new Error("no serial could be taken");
}

/** Writes a certificate, all of it in one document; false when this decision has one already. */
export async function addCertificate({ number, ...facts }: StoredCertificate): Promise<boolean> {
  try {
    await Certificate.create({ _id: number, ...facts });
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

export async function keepGap(issuer: string, year: number, serial: number, at: Date): Promise<void> {
  await Gap.updateOne(
    { _id: `${issuer}-${String(year)}-${String(serial)}` },
    { $set: { reason: "double", at } },
    { upsert: true },
  );
}

/** Changes the state with its trace in the same write; false when it was no longer in the state that was looked at. */
export async function changeState(number: string, from: LifeState, to: LifeState, line: HistoryLine): Promise<boolean> {
  const done = await Certificate.updateOne(
    { _id: number, state: from },
    { $set: { state: to }, $push: { history: line } },
  );
  return done.modifiedCount === 1;
}

/** Numbers in force that were sealed by a key at or after a moment, and were never suspended for this reason. */
export async function sealedSince(kid: string, since: Date, reason: string): Promise<StoredCertificate[]> {
  const filter = { state: "issued" as const, "record.kid": kid, issuedAt: trusted({ $gte: since }) };
  const rows = await Certificate.find({ ...filter, "history.reason": trusted({ $ne: reason }) })
    .limit(1000)
    .lean();
  return rows.map(toCertificate);
}

export interface NumberGap {
  serial: number;
  /** `double`: two issues of one decision at once; null when nobody knows, for example after a crash. */
  reason: "double" | null;
}

const block = 5000;

/** Serials of an issuer and year that were given and belong to no certificate; empty when all is in order. */
export async function numberGaps(issuer: string, year: number): Promise<NumberGap[]> {
  const counter = await Serial.findById(`${issuer}-${String(year)}`).lean();
  const last = counter?.last ?? 0;
  if ((await Certificate.countDocuments({ issuer, year })) === last) return [];
  const missing: number[] = [];
  for (let from = 0; from < last; from += block) {
    const rows = await Certificate.find(
      { issuer, year, serial: trusted({ $gt: from, $lte: from + block }) },
      { _id: 0, serial: 1 },
    )
      .limit(block)
      .lean();
    const used = new Set(rows.map((row) => row.serial));
    for (let serial = from + 1; serial <= Math.min(from + block, last); serial += 1)
      if (!used.has(serial)) missing.push(serial);
  }
  const known = await Gap.find({
    _id: trusted({ $in: missing.map((serial) => `${issuer}-${String(year)}-${String(serial)}`) }),
  })
    .limit(block)
    .lean();
  const reasons = new Map(known.map((gap) => [gap._id, gap.reason]));
  return missing.map((serial) => ({
    serial,
    reason: reasons.get(`${issuer}-${String(year)}-${String(serial)}`) ?? null,
  }));
}

function toCertificate({ _id, ...rest }: Row): StoredCertificate {
  return { ...(rest as unknown as StoredCertificate), number: String(_id) };
}
