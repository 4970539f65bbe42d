import type { Role } from "./role.ts";

export const qualitySupervisor = {
  id: "quality-supervisor",
  label: { "zh-CN": "督导", en: "Quality supervisor" },
  staff: true,
  ofBase: true,
  may: ["lesson.read", "question.read", "cohort.read", "exam.read", "result.read", "certificate.read", "audit.read"],
} as const satisfies Role;
