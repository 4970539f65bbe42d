import type { Role } from "./role.ts";

export const assessor = {
  id: "assessor",
  label: { "zh-CN": "考评员", en: "Assessor" },
  staff: true,
  ofBase: true,
  may: ["lesson.read", "question.read", "cohort.read"],
} as const satisfies Role;
