import mongoose, { Schema } from "mongoose";

/** A rule as it shipped; every version is kept, since decisions and certificates name theirs. */
const qualificationSchema = new Schema(
  {
    /** `OM-1@1`: id and version. */
    _id: String,
    rule: { type: Schema.Types.Mixed, required: true },
    storedAt: { type: Date, required: true },
  },
  { strict: "throw", versionKey: false },
);
export const QualificationDocument = mongoose.model("Qualification", qualificationSchema, "qualifications");

/** A decision with all that it looked at, so that it can be made again at any time with the same result. */
const decisionSchema = new Schema(
  {
    personId: { type: String, required: true },
    qualificationId: { type: String, required: true },
    version: { type: Number, required: true },
    rule: { type: Schema.Types.Mixed, required: true },
    inputs: { type: Schema.Types.Mixed, required: true },
    /** SHA-256 over rule and inputs: the same facts are one decision. */
    inputsHash: { type: String, required: true },
    met: { type: Boolean, required: true },
    findings: { type: Schema.Types.Mixed, required: true },
    at: { type: Date, required: true },
  },
  { strict: "throw", versionKey: false, minimize: false },
);
decisionSchema.index({ personId: 1, qualificationId: 1, inputsHash: 1 }, { unique: true });
decisionSchema.index({ personId: 1, qualificationId: 1, version: 1, at: -1, _id: -1 });

export const DecisionDocument = mongoose.model("Decision", decisionSchema, "decisions");
