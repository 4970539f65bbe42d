import type { Bilingual } from "../language.ts";

/** A family of posts in the life of a line; a tier is no rung that everybody climbs. */
export interface Tier {
  id: TierId;
  name: Bilingual;
  /** What its people do, in a phrase. */
  phrase: Bilingual;
  /** What opens it, in a sentence (curriculum 1.1 and 2.0.1). */
  prerequisites: Bilingual;
}

export const tierIds = ["SI", "IC", "OM", "MG", "GN"] as const;
export type TierId = (typeof tierIds)[number];

/** The four tiers in the product's order, from building a line to running it; the general module last. */
export const tiers: readonly Tier[] = [
  {
    id: "SI",
    name: { "zh-CN": "系统集成", en: "System integration" },
    phrase: { "zh-CN": "设计产线，定安全、网络与数据", en: "Design the line, its safety, network and data" },
    prerequisites: {
      "zh-CN": "先达成 IC-1.5、IC-2.5；或大专及以上学历加两年项目经历。",
      en: "IC-1.5 and IC-2.5 first, or a college degree and two years of project work.",
    },
  },
  {
    id: "IC",
    name: { "zh-CN": "安装调试", en: "Installation & commissioning" },
    phrase: { "zh-CN": "接线、编程、标定、移交", en: "Wire, program, calibrate and hand over" },
    prerequisites: {
      "zh-CN": "先达成 OM 三项安全能力：OM-1.2、OM-1.3、OM-1.4。",
      en: "The three OM safety competencies first: OM-1.2, OM-1.3 and OM-1.4.",
    },
  },
  {
    id: "OM",
    name: { "zh-CN": "操作维护", en: "Operation & maintenance" },
    phrase: { "zh-CN": "安全运行，保养，测量", en: "Run safely, maintain and measure" },
    prerequisites: {
      "zh-CN": "年满 16 周岁，身体条件适合机械作业，并完成安全承诺。",
      en: "Age 16 or over, fit for work at machines, and a signed safety commitment.",
    },
  },
  {
    id: "MG",
    name: { "zh-CN": "运行管理", en: "Operations management" },
    phrase: { "zh-CN": "产能、质量、能耗与人", en: "Capacity, quality, energy and people" },
    prerequisites: {
      "zh-CN": "先达成 GN-1.1、OM-3.1，并有一年班组管理经历或大专及以上学历。",
      en: "GN-1.1 and OM-3.1 first, with a year of leading a team or a college degree.",
    },
  },
  {
    id: "GN",
    name: { "zh-CN": "公共模块", en: "General module" },
    phrase: { "zh-CN": "职业道德、法规与个人信息，所有层级必修", en: "Ethics, law and personal data, for every tier" },
    prerequisites: { "zh-CN": "没有先修要求。", en: "Nothing is required." },
  },
];

/** @throws RangeError for an id that no tier has. */
export function tierOf(id: string): Tier {
  const found = tiers.find((tier) => tier.id === id);
  if (!found) throw new RangeError(`there is no tier ${id}`);
  return found;
}
