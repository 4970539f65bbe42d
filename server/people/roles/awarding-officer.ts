import type { Role } from "./role.ts";

export const awardingOfficer = {
  id: "awarding-officer",
  label: { "zh-CN": "发证官", en: "Awarding officer" },
  staff: true,
  ofBase: false,
  may: [
    "lesson.read",
    "lesson.review",
    "question.read",
    "question.review",
    "exam.read",
    "result.read",
    "certificate.read",
    "certificate.issue",
    "certificate.withdraw",
  ],
} as const satisfies Role;
