/**
 * Every reason for which a rule of the house refuses a deed. `server/platform/words/refusals.ts` holds the
 * sentence of each in every language; a code without its words does not compile.
 */
export const reasonCodes = [
  "course.prerequisite-missing",
  "lesson.previous-incomplete",
  "lesson.not-complete",
  "exam.not-published",
  "exam.not-open-yet",
  "exam.closed",
  "exam.attempts-used",
  "exam.gap-not-over",
  "exam.course-incomplete",
  "exam.questions-unreviewed",
  "exam.bank-short",
  "attempt.over",
  "attempt.handed-in",
  "result.not-released",
  "certificate.not-eligible",
  "certificate.already-issued",
  "certificate.name-not-drawable",
  "certificate.own",
  "certificate.same-person",
  "certificate.state",
  "cohort.code-unknown",
  "cohort.code-expired",
  "cohort.code-used-up",
  "cohort.closed",
  "cohort.already-joined",
  "cohort.other-base",
  "exam.published",
  "exam.still-running",
  "person.last-administrator",
  "person.needs-base",
  "person.self",
] as const;
export type ReasonCode = (typeof reasonCodes)[number];
