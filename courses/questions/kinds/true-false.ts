import { z } from "zod";
import type { Bilingual } from "../../language.ts";
import { questionKind, wholeIf } from "../define.ts";
import type { Asked } from "../kind.ts";

/** `askReason`: the candidate also says why; the reason is kept and shown, the verdict alone is marked. */
const Setup = z.strictObject({ key: z.boolean(), askReason: z.boolean().default(false) });

const Answer = z.union([z.boolean(), z.strictObject({ verdict: z.boolean(), reason: z.string().trim().max(1000) })]);
type Answer = z.infer<typeof Answer>;

/** What is asked, plus whether a line for the reason belongs under it. */
export interface AskedVerdict extends Asked {
  askReason: boolean;
}

/** A statement that is right or wrong. Answer: `true`, `false` or `{ verdict, reason }`. */
export const trueFalse = questionKind({
  id: "true-false",
  code: "TF",
  label: { "zh-CN": "判断题", en: "True or false" },
  marking: { "zh-CN": "判断正确得分", en: "the right verdict earns the points" },
  control: "true-false",
  setup: Setup,
  answer: Answer,
  ask: ({ askReason }, _shuffle, language): Partial<AskedVerdict> => ({
    options: [true, false].map((verdict) => ({ id: String(verdict), text: verdictIn(verdict)[language] })),
    askReason,
  }),
  mark: ({ key }, answer) => wholeIf(verdictOf(answer) === key),
  key: ({ key }) => key,
  say(_setup, answer, language) {
    const verdict = verdictIn(verdictOf(answer))[language];
    const reason = typeof answer === "boolean" ? "" : answer.reason;
    return reason ? `${verdict}${language === "zh-CN" ? "：" : ": "}${reason}` : verdict;
  },
});

function verdictOf(answer: Answer): boolean {
  return typeof answer === "boolean" ? answer : answer.verdict;
}

function verdictIn(verdict: boolean): Bilingual {
  return verdict ? { "zh-CN": "对", en: "True" } : { "zh-CN": "错", en: "False" };
}
