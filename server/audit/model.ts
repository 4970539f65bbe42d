import mongoose, { Schema } from "mongoose";

const entrySchema = new Schema(
  {
    /** 1, 2, 3 …: no gap, no double, so a removed line is seen. */
    seq: { type: Number, required: true, unique: true },
    at: { type: Date, required: true },
    event: { type: String, required: true },
    actorId: { type: String, default: null },
    actorName: { type: String, default: "" },
    baseId: { type: String, default: null },
    from: { type: String, default: "" },
    object: { type: String, default: "" },
    facts: { type: Schema.Types.Mixed, default: {} },
    previous: { type: String, required: true },
    hash: { type: String, required: true },
  },
  { strict: "throw", versionKey: false, minimize: false },
);
entrySchema.index({ baseId: 1, seq: -1 });
entrySchema.index({ actorId: 1, seq: -1 });
entrySchema.index({ object: 1, seq: -1 });

export const Entry = mongoose.model("AuditEntry", entrySchema, "audit");
