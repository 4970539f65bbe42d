import { canonicalize } from "json-canonicalize";
import { ContentError } from "../../courses/catalog/content-error.ts";
import type { Evaluation, QualificationInputs } from "../../courses/qualification/evaluate.ts";
import type { QualificationRule } from "../../courses/qualification/rule.ts";
import { isDuplicate } from "../platform/database.ts";
import { NotFound } from "../platform/errors.ts";
import { DecisionDocument, QualificationDocument } from "./model.ts";

/** What a decision was made of and what came out. */
export interface DecisionRecord extends Evaluation {
  id: string;
  personId: string;
  qualificationId: string;
  version: number;
  rule: QualificationRule;
  inputs: QualificationInputs;
  at: Date;
}

/** What ships does not change while the program runs. */
let current: readonly QualificationRule[] = [];

/**
 * Puts the shipped rules into the store, every version once.
 * @throws ContentError when a version that is stored already says something else: a change is a new version.
 */
export async function storeQualifications(shipped: readonly QualificationRule[], now: Date): Promise<void> {
  for (const rule of shipped) {
    const _id = `${rule.id}@${String(rule.version)}`;
    const stored = await QualificationDocument.findById(_id).lean();
    if (stored && canonicalize(stored.rule) !== canonicalize(rule))
      throw new ContentError(
        `courses/content/qualifications.yaml: ${rule.id}: version ${String(rule.version)} is in use with other words; a change needs a new version`,
      );
    if (!stored) await keepRule(_id, rule, now);
  }
  current = shipped;
}

async function keepRule(_id: string, rule: QualificationRule, storedAt: Date): Promise<void> {
  try {
    await QualificationDocument.create({ _id, rule, storedAt });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}

/** The rules in force, as they ship. */
export function allQualifications(): readonly QualificationRule[] {
  return current;
}

/** The rule in force. @throws NotFound */
export function qualificationOf(id: string): QualificationRule {
  const rule = current.find((one) => one.id === id);
  if (!rule) throw new NotFound();
  return rule;
}

/** A version of a rule, perhaps one that is no longer in force. @throws NotFound */
export async function qualificationVersion(id: string, version: number): Promise<QualificationRule> {
  const row = await QualificationDocument.findById(`${id}@${String(version)}`).lean();
  if (!row) throw new NotFound();
  return row.rule as QualificationRule;
}

/** Keeps a decision once: the same rule and facts give the one that is there. */
export async function keepDecision(decision: Omit<DecisionRecord, "id">, inputsHash: string): Promise<DecisionRecord> {
  const { personId, qualificationId } = decision;
  try {
    const made = await DecisionDocument.create({ ...decision, inputsHash });
    return { ...decision, id: String(made._id) };
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
  const found = await findDecision(personId, qualificationId, inputsHash);
  if (!found) throw new Error("the decision is neither new nor there");
  return found;
}

/** The decision that was made on exactly these facts, or null. */
export async function findDecision(
  personId: string,
  qualificationId: string,
  inputsHash: string,
): Promise<DecisionRecord | null> {
  const row = await DecisionDocument.findOne({ personId, qualificationId, inputsHash }).lean();
  return row ? toDecision(row) : null;
}

/** The last decision on a person by a version of a rule, or null. */
export async function latestDecision(
  personId: string,
  qualificationId: string,
  version: number,
): Promise<DecisionRecord | null> {
  const row = await DecisionDocument.findOne({ personId, qualificationId, version }).sort({ at: -1, _id: -1 }).lean();
  return row ? toDecision(row) : null;
}

/** @throws NotFound */
export async function decisionOf(id: string): Promise<DecisionRecord> {
  const row = /^[0-9a-f]{24}$/.test(id) ? await DecisionDocument.findById(id).lean() : null;
  if (!row) throw new NotFound();
  return toDecision(row);
}

function toDecision(row: Record<string, unknown> & { _id: unknown }): DecisionRecord {
  const { _id, inputsHash: _, ...rest } = row;
  return { ...(rest as unknown as DecisionRecord), id: String(_id) };
}
