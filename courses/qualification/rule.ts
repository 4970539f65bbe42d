import { z } from "zod";
import { readContentFile } from "../catalog/content-file.ts";
import { courseId } from "../catalog/ids.ts";
import { tierIds } from "../catalog/tier.ts";
import { bilingual } from "../questions/parts.ts";

const percent = z.int().min(1).max(100);
const assessmentId = z.string().regex(/^[a-z0-9-]{2,40}$/, "an assessment id is small letters, digits and hyphens");

/** One thing that a person must have done. `minimum` is percent, for hours training hours of 45 minutes. */
export const Requirement = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("lessons-complete"), courses: z.array(courseId).min(1) }),
  /** The theory examination of this blueprint. */
  z.strictObject({ type: z.literal("theory"), exam: assessmentId, minimum: percent }),
  z.strictObject({ type: z.literal("practical"), exam: assessmentId, minimum: percent }),
  z.strictObject({ type: z.literal("review"), exam: assessmentId, minimum: percent }),
  z.strictObject({ type: z.literal("hours"), minimum: z.number().positive() }),
  z.strictObject({ type: z.literal("attendance"), minimum: percent }),
]);
export type Requirement = z.infer<typeof Requirement>;

/** What a certificate is given for, as data; a change of any requirement is a new version. */
export const QualificationRule = z.strictObject({
  id: z.string().regex(/^[A-Z]{2}[A-Z0-9-]{0,18}$/, 'a qualification id looks like "OM-1"'),
  version: z.int().min(1),
  title: bilingual,
  tier: z.enum(tierIds),
  /** 1 basic to 4 expert: the academy's own levels (curriculum 1.1), no level of the state. */
  level: z.int().min(1).max(4),
  levelName: bilingual,
  /** Two letters inside the certificate number. */
  programme: z.string().regex(/^[A-Z]{2}$/),
  /** Units that the certificate lists as reached. */
  units: z.array(z.string().min(1)).min(1),
  /** Training hours that the certificate states. */
  hours: z.number().positive(),
  validYears: z.int().min(1).max(10),
  requirements: z.array(Requirement).min(1),
});
export type QualificationRule = z.infer<typeof QualificationRule>;

/** @throws ContentError naming file, line and field. */
export function parseQualifications(text: string, file: string): QualificationRule[] {
  return readContentFile(z.array(QualificationRule).min(1), text, file);
}
