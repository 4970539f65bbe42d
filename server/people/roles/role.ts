import type { Bilingual } from "../../../courses/language.ts";

/** Every capability of what exists; roles are lists of these words and nothing else decides. */
export const capabilities = [
  "lesson.read",
  "lesson.study",
  "exam.take",
  "certificate.hold",
  "lesson.review",
  "question.read",
  "question.review",
  "cohort.read",
  "cohort.manage",
  "exam.read",
  "exam.manage",
  "result.read",
  "attempt.judge",
  "certificate.read",
  "certificate.issue",
  "certificate.withdraw",
  "people.read",
  "people.manage",
  "role.grant",
  "base.read",
  "base.manage",
  "audit.read",
  "system.health",
] as const;
export type Capability = (typeof capabilities)[number];

export interface Role {
  id: string;
  label: Bilingual;
  /** Staff prove a second factor. */
  staff: boolean;
  /** Whether the role is held within one base. */
  ofBase: boolean;
  may: readonly Capability[];
}
