import type { Role } from "./role.ts";

export const districtOfficer = {
  id: "district-officer",
  label: { "zh-CN": "区级管理员", en: "District officer" },
  staff: true,
  ofBase: false,
  may: ["base.read"],
} as const satisfies Role;
