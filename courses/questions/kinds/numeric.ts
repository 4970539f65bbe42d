import { z } from "zod";
import { questionKind, wholeIf } from "../define.ts";
import { isWithin, isWithinPercent, readDecimal, type Decimal } from "../decimal.ts";

/** A number in a content file: a string, so that YAML and JavaScript never round it. */
const decimal = z
  .string()
  .regex(/^-?\d{1,20}(\.\d{1,10})?$/, 'a number is written as text: "0.45"')
  .transform((text): Decimal => readDecimal(text) ?? { digits: 0n, scale: 0 });
const unit = z.string().trim().max(20);

/** `tolerance` is absolute, or a percentage of the value when `relative`; its border counts as right. */
const Setup = z
  .strictObject({
    value: decimal,
    tolerance: decimal.refine(({ digits }) => digits >= 0n, "a tolerance is not negative"),
    relative: z.boolean().default(false),
    unit: z.strictObject({ "zh-CN": unit, en: unit }),
  })
  .refine(({ value, relative }) => !relative || value.digits !== 0n, {
    path: ["relative"],
    error: "no percentage of zero",
  });

/** A calculated number. Answer: the text as typed; the unit is printed and never typed. */
export const numeric = questionKind({
  id: "numeric",
  code: "NUM",
  label: { "zh-CN": "计算填数题", en: "Numeric" },
  marking: {
    "zh-CN": "数值在容差内得分，单位不用填",
    en: "a value within the tolerance earns the points; do not type the unit",
  },
  control: "number",
  setup: Setup,
  answer: z.string().max(60),
  ask: ({ unit }, _shuffle, language) => ({ unit: unit[language] }),
  mark({ value, tolerance, relative }, answer) {
    const given = readDecimal(answer);
    if (!given) return wholeIf(false);
    return wholeIf(relative ? isWithinPercent(given, value, tolerance) : isWithin(given, value, tolerance));
  },
  key: ({ value }) => written(value),
  say: ({ unit }, answer, language) => (answer.trim() ? `${answer.trim()} ${unit[language]}`.trim() : ""),
});

function written({ digits, scale }: Decimal): string {
  const sign = digits < 0n ? "-" : "";
  const figures = String(digits)
    .replace("-", "")
    .padStart(scale + 1, "0");
  return sign + (scale ? `${figures.slice(0, -scale)}.${figures.slice(-scale)}` : figures);
}
