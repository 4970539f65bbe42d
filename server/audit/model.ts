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

/** How far the chain had come when it was last looked at: a line cut off its end would leave no gap in it. */
const headSchema = new Schema(
  { _id: { type: String, required: true }, seq: { type: Number, required: true } },
  { strict: "throw", versionKey: false },
);

export const ChainHead = mongoose.model("AuditHead", headSchema, "auditheads");
export const Entry = mongoose.model("AuditEntry", entrySchema, "audit");
