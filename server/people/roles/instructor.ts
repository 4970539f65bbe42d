import type { Role } from "./role.ts";

export const instructor = {
  id: "instructor",
  label: { "zh-CN": "讲师", en: "Instructor" },
  staff: true,
  ofBase: true,
  may: ["lesson.read", "question.read", "cohort.read", "exam.read", "result.read"],
} as const satisfies Role;
