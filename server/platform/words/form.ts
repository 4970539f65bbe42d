import type { WordTable } from "./table.ts";

export const form = {
  "form.required": { "zh-CN": "请填写这一项。", en: "Please fill this in." },
  "form.choose-one": { "zh-CN": "请至少选一项。", en: "Please choose at least one." },
  "form.too-short": {
    "zh-CN": "至少 {n} 个字符。",
    en: { one: "At least {n} character.", other: "At least {n} characters." },
  },
  "form.too-long": {
    "zh-CN": "最多 {n} 个字符。",
    en: { one: "At most {n} character.", other: "At most {n} characters." },
  },
  "form.too-small": { "zh-CN": "不能小于 {n}。", en: "Not less than {n}." },
  "form.too-big": { "zh-CN": "不能大于 {n}。", en: "Not more than {n}." },
  "form.invalid": { "zh-CN": "这一项的格式不对，请检查。", en: "This is not in the right form. Please check it." },
  "form.unknown-field": {
    "zh-CN": "表单里有不认识的字段：{fields}。",
    en: "The form has fields that are not known: {fields}.",
  },
  "form.date": { "zh-CN": "请按 2026-10-08 的格式填写日期。", en: "Please give the date like 2026-10-08." },
  "form.time": { "zh-CN": "请选择日期和时间。", en: "Please choose a date and a time." },
  "form.end-before-start": { "zh-CN": "结束要晚于开始。", en: "The end must be after the start." },
  "form.summary": {
    "zh-CN": "有 {n} 处需要修改",
    en: { one: "{n} entry to correct", other: "{n} entries to correct" },
  },
  "form.choose": { "zh-CN": "请选择", en: "Please choose" },
  "form.optional": { "zh-CN": "可不填", en: "optional" },
  "form.save": { "zh-CN": "保存", en: "Save" },
  "form.cancel": { "zh-CN": "返回", en: "Back" },
} satisfies WordTable;
