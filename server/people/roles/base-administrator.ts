import type { Role } from "./role.ts";

export const baseAdministrator = {
  id: "base-administrator",
  label: { "zh-CN": "基地管理员", en: "Base administrator" },
  staff: true,
  ofBase: true,
  may: [
    "lesson.read",
    "question.read",
    "cohort.read",
    "cohort.manage",
    "exam.read",
    "result.read",
    "exam.manage",
    "attempt.judge",
    "certificate.read",
    "people.read",
    "people.manage",
    "audit.read",
  ],
} as const satisfies Role;
