/** Everything that is recorded; the list is the table of contents of the audit. */
export const events = [
  "person.signed-in", "person.sign-in-failed", "person.signed-out", "person.joined", "person.created", "person.changed",
  "person.password-changed", "person.password-reset-asked", "person.password-reset", "person.disabled", "person.enabled",
  "person.roles-changed", "person.second-factor-enrolled", "person.second-factor-reset", "person.sessions-ended",
  "access.refused", "base.created", "cohort.opened", "cohort.changed", "cohort.code-renewed",
  "lesson.reviewed", "question.reviewed", "lesson.completed",
  "exam.created", "exam.published", "exam.extended", "exam.released", "attempt.started", "attempt.handed-in", "attempt.closed", "attempt.late-judged",
  "decision.made", "job.retried", "certificate.issued", "certificate.suspended", "certificate.lifted", "certificate.revoked", "key.created",
] as const;
export type EventName = (typeof events)[number];
