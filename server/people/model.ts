import mongoose, { Schema } from "mongoose";
import { languages } from "../../courses/language.ts";
import { idTypes } from "./identity.ts";
import { roleIds } from "./roles/index.ts";

const personSchema = new Schema(
  {
    login: { type: String, required: true },
    /** The login as it is compared: width, case and spaces folded. */
    loginKey: { type: String, required: true, unique: true },
    name: { type: String, required: true },
    latinName: { type: String, default: "" },
    mail: { type: String, default: "" },
    passwordHash: { type: String, required: true },
    roles: { type: [{ type: String, enum: roleIds }], required: true },
    baseId: { type: String, default: null },
    issuer: { type: String, default: null },
    language: { type: String, enum: languages, default: "zh-CN" as const },
    idType: { type: String, enum: idTypes, default: "resident-id" as const },
    idSealed: { type: String, default: "" },
    idHash: { type: String },
    idMasked: { type: String, default: "" },
    extraTimeFactor: { type: Number, enum: [1, 1.25, 1.5], default: 1 },
    secondFactor: {
      type: new Schema({ secret: String, lastStep: Number, recovery: [String] }, { _id: false }),
      default: null,
    },
    enrolling: { type: String, default: "" },
    reset: { type: new Schema({ hash: String, until: Date }, { _id: false }), default: null },
    state: { type: String, enum: ["active", "disabled"] as const, default: "active" },
    createdAt: { type: Date, required: true },
  },
  { strict: "throw", versionKey: false },
);
personSchema.index({ baseId: 1, roles: 1, name: 1, _id: 1 });
personSchema.index({ baseId: 1, name: 1, _id: 1 });
personSchema.index({ roles: 1, name: 1, _id: 1 });
personSchema.index({ name: 1, _id: 1 });
personSchema.index({ baseId: 1, roles: 1, loginKey: 1 });
personSchema.index({ baseId: 1, loginKey: 1 });
personSchema.index({ roles: 1, loginKey: 1 });
personSchema.index({ idHash: 1 }, { sparse: true });
personSchema.index({ "reset.hash": 1 }, { sparse: true });

export const Person = mongoose.model("Person", personSchema, "people");

const baseSchema = new Schema(
  {
    name: { "zh-CN": { type: String, required: true }, en: { type: String, required: true } },
    key: { type: String, required: true, unique: true },
    createdAt: { type: Date, required: true },
  },
  { strict: "throw", versionKey: false },
);
export const Base = mongoose.model("Base", baseSchema, "bases");
