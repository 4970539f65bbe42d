import mongoose, { Schema } from "mongoose";
import { lifeEvents, lifeStates } from "../../certificates/life.ts";

const historySchema = new Schema(
  {
    event: { type: String, enum: lifeEvents, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    byName: { type: String, required: true },
    reason: { type: String, default: null },
    words: { type: String, default: "" },
  },
  { _id: false },
);

/** One document holds all that was printed; beside it what lists, walls and rules ask for. */
const certificateSchema = new Schema(
  {
    /** The number: unique, and never used again since nothing is ever deleted. */
    _id: String,
    holderId: { type: String, required: true },
    baseId: { type: String, required: true },
    issuer: { type: String, required: true },
    year: { type: Number, required: true },
    serial: { type: Number, required: true },
    qualificationId: { type: String, required: true },
    decisionId: { type: String, required: true },
    /** The holder's name as printed. */
    name: { type: String, required: true },
    /** `YYYY-MM-DD`, inclusive. */
    validUntil: { type: String, required: true },
    record: { type: Schema.Types.Mixed, required: true },
    state: { type: String, enum: lifeStates, required: true },
    issuedAt: { type: Date, required: true },
    batchId: { type: String, default: null },
    issuedBy: { type: String, required: true },
    history: { type: [historySchema], required: true },
  },
  { strict: "throw", versionKey: false, minimize: false },
);
certificateSchema.index({ issuer: 1, year: 1, serial: 1 }, { unique: true });
certificateSchema.index({ holderId: 1, qualificationId: 1, decisionId: 1 }, { unique: true });
certificateSchema.index({ holderId: 1, issuedAt: -1 });
for (const wall of ["issuer", "baseId"]) {
  for (const order of [
    { issuedAt: -1, _id: -1 },
    { name: 1, _id: 1 },
    { validUntil: 1, _id: 1 },
  ] as const) {
    certificateSchema.index({ [wall]: 1, ...order });
    certificateSchema.index({ [wall]: 1, state: 1, ...order });
  }
  certificateSchema.index({ [wall]: 1, serial: 1, issuedAt: -1, _id: -1 });
}
export const Certificate = mongoose.model("Certificate", certificateSchema, "certificates");

/** The last serial given, per issuer and year: `PY-2026`. */
const serialSchema = new Schema({ _id: String, last: { type: Number, required: true } }, { versionKey: false });
export const Serial = mongoose.model("CertificateSerial", serialSchema, "certificate-serials");

/** A serial that was given and not used, with the reason: `PY-2026-7`. */
const gapSchema = new Schema(
  {
    _id: String,
    reason: { type: String, enum: ["double"] as const, required: true },
    at: { type: Date, required: true },
  },
  { strict: "throw", versionKey: false },
);
export const Gap = mongoose.model("CertificateGap", gapSchema, "certificate-gaps");
