import type { Role } from "./role.ts";

export const employer = {
  id: "employer",
  label: { "zh-CN": "用人单位", en: "Employer" },
  staff: false,
  ofBase: false,
  may: [],
} as const satisfies Role;
