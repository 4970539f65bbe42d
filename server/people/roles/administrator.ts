import type { Role } from "./role.ts";

export const administrator = {
  id: "administrator",
  label: { "zh-CN": "系统管理员", en: "Administrator" },
  staff: true,
  ofBase: false,
  may: [
    "lesson.read",
    "lesson.review",
    "question.read",
    "question.review",
    "people.read",
    "people.manage",
    "role.grant",
    "base.read",
    "base.manage",
    "audit.read",
    "system.health",
  ],
} as const satisfies Role;
