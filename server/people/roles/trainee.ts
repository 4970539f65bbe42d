import type { Role } from "./role.ts";

export const trainee = {
  id: "trainee",
  label: { "zh-CN": "学员", en: "Trainee" },
  staff: false,
  ofBase: true,
  may: ["lesson.read", "lesson.study", "exam.read", "exam.take", "certificate.hold"],
} as const satisfies Role;
