import mongoose, { Schema } from "mongoose";

const cohortSchema = new Schema(
  {
    baseId: { type: String, required: true },
    name: { type: String, required: true },
    courses: { type: [String], required: true },
    /** Calendar days in the house's zone, both included. */
    opensOn: { type: String, required: true },
    closesOn: { type: String, required: true },
    code: { type: String, required: true, unique: true },
    codeUntil: { type: Date, required: true },
    codeMax: { type: Number, required: true },
    codeUsed: { type: Number, default: 0 },
    createdAt: { type: Date, required: true },
  },
  { strict: "throw", versionKey: false },
);
cohortSchema.index({ baseId: 1, opensOn: -1, _id: -1 });
cohortSchema.index({ opensOn: -1, _id: -1 });
cohortSchema.index({ baseId: 1, name: 1, _id: 1 });
cohortSchema.index({ name: 1, _id: 1 });

export const Cohort = mongoose.model("Cohort", cohortSchema, "cohorts");

const membershipSchema = new Schema(
  {
    cohortId: { type: String, required: true },
    personId: { type: String, required: true },
    joinedAt: { type: Date, required: true },
  },
  { strict: "throw", versionKey: false },
);
membershipSchema.index({ cohortId: 1, personId: 1 }, { unique: true });
membershipSchema.index({ cohortId: 1, joinedAt: 1 });
membershipSchema.index({ personId: 1 });

export const Membership = mongoose.model("Membership", membershipSchema, "memberships");
