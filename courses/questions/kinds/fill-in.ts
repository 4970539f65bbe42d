import { z } from "zod";
import { questionKind } from "../define.ts";
import { listed } from "../parts.ts";

const accepted = z
  .string()
  .max(200)
  .refine((text) => folded(text) !== "", "an accepted answer is empty");
const Setup = z.strictObject({
  blanks: z
    .array(z.strictObject({ accept: z.array(accepted).min(1).max(20) }))
    .min(1)
    .max(8),
});

/** Words or values in the blanks of the stem (____). Answer: a text for each blank; each blank is an equal share. */
export const fillIn = questionKind({
  id: "fill-in",
  code: "FIB",
  label: { "zh-CN": "填空题", en: "Fill in" },
  marking: {
    "zh-CN": "每空均分，不计大小写、全半角与空格",
    en: "each blank earns an equal share; case, width and spaces do not matter",
  },
  control: "blanks",
  setup: Setup,
  answer: z.array(z.string().max(200)).max(8),
  ask: ({ blanks }) => ({ blanks: blanks.length }),
  mark({ blanks }, answer) {
    const right = blanks.filter(({ accept }, place) =>
      accept.some((text) => folded(text) === folded(answer[place] ?? "")),
    );
    return { got: right.length, of: blanks.length };
  },
  key: ({ blanks }, language) =>
    blanks.map(
      ({ accept }) => (language === "en" && accept.find((text) => !/\p{Script=Han}/u.test(text))) || accept[0] || "",
    ),
  say: (_setup, answer, language) =>
    answer.some((text) => text.trim())
      ? listed(
          answer.map((text) => text.trim() || "—"),
          language,
        )
      : "",
});

/**
 * What two answers are compared by: width (NFKC), case and spaces are taken away and nothing else, so that a near miss
 * (S7-1200 for S7-1500) never counts. Superscripts are kept apart first, or 10³ would become 103.
 */
export function folded(text: string): string {
  return text
    .replaceAll(/[⁰¹²³⁴-⁹]+/g, (power) => `^${power.normalize("NFKC")}`)
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s\u200b\ufeff]+/g, "");
}
