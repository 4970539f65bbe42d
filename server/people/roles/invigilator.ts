import type { Role } from "./role.ts";

export const invigilator = {
  id: "invigilator",
  label: { "zh-CN": "监考员", en: "Invigilator" },
  staff: true,
  ofBase: true,
  may: ["exam.read", "result.read"],
} as const satisfies Role;
