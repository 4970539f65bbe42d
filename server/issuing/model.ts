import mongoose, { Schema } from "mongoose";

/** The wish to issue for many; a sweep finds what was left undone. */
const batchSchema = new Schema(
  {
    issuer: { type: String, required: true },
    by: { type: String, required: true },
    qualificationId: { type: String, required: true },
    cohortId: { type: String, required: true },
    cohortName: { type: String, required: true },
    baseId: { type: String, required: true },
    total: { type: Number, required: true },
    at: { type: Date, required: true },
    /** Whoever works on it holds it until then. */
    heldUntil: { type: Date, required: true },
    doneAt: { type: Date, default: null },
  },
  { strict: "throw", versionKey: false },
);
batchSchema.index({ doneAt: 1, heldUntil: 1 });
export const Batch = mongoose.model("CertificateBatch", batchSchema, "certificate-batches");

/** One person of a batch and what became of her. */
const rowSchema = new Schema(
  {
    /** Batch and person. */
    _id: String,
    batchId: { type: String, required: true },
    personId: { type: String, required: true },
    place: { type: Number, required: true },
    state: { type: String, enum: ["waiting", "issued", "refused"] as const, required: true },
    number: { type: String, default: "" },
    reason: { type: Schema.Types.Mixed, default: null },
  },
  { strict: "throw", versionKey: false, minimize: false },
);
rowSchema.index({ batchId: 1, place: 1 });
rowSchema.index({ batchId: 1, state: -1, place: 1 });
export const BatchRow = mongoose.model("CertificateBatchRow", rowSchema, "certificate-batch-rows");
