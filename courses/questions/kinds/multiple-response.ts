import { z } from "zod";
import { questionKind, wholeIf } from "../define.ts";
import type { Asked, Share } from "../kind.ts";
import { allDifferent, inOrder, listed, partId, parts, shuffledIds, textOf } from "../parts.ts";

/** How many options were chosen rightly and wrongly, of how many keyed ones. */
interface Choice {
  right: number;
  wrong: number;
  keyed: number;
}

/** The rules that an author can choose from; curriculum 4.1 sets `half` for this academy's papers. */
const rules = {
  half: {
    marking: {
      "zh-CN": "少选得一半，错选 0 分",
      en: "half the points for part of the right options, none with a wrong one",
    },
    share: ({ right, wrong, keyed }: Choice): Share => {
      if (wrong > 0 || right === 0) return { got: 0, of: 1 };
      return right === keyed ? { got: 1, of: 1 } : { got: 1, of: 2 };
    },
  },
  "all-or-nothing": {
    marking: { "zh-CN": "全部选对才得分", en: "all the right options and no other earn the points" },
    share: ({ right, wrong, keyed }: Choice): Share => wholeIf(wrong === 0 && right === keyed),
  },
  proportional: {
    marking: {
      "zh-CN": "选对的均分，错选 0 分",
      en: "each right option earns an equal share, nothing with a wrong one",
    },
    share: ({ right, wrong, keyed }: Choice): Share => ({ got: wrong > 0 ? 0 : right, of: keyed }),
  },
  "right-minus-wrong": {
    marking: {
      "zh-CN": "选对加、选错减，最低 0 分",
      en: "right options count for you, wrong ones against you, never below zero",
    },
    share: ({ right, wrong, keyed }: Choice): Share => ({ got: Math.max(0, right - wrong), of: keyed }),
  },
};
type RuleId = keyof typeof rules;
const ruleIds = Object.keys(rules) as RuleId[];

/** What is asked, plus the marking rule of this one question in words. */
export interface AskedChoices extends Asked {
  marking: string;
}

const Setup = z
  .strictObject({ options: parts(10), key: z.array(partId).min(1), rule: z.enum(ruleIds).default("half") })
  .refine(({ key }) => allDifferent(key), { path: ["key"], error: "the key names an option twice" })
  .refine(({ options, key }) => key.every((id) => options.some((option) => option.id === id)), {
    path: ["key"],
    error: "the key is not among the options",
  });

/** Several of several options. Answer: the chosen options' ids. */
export const multipleResponse = questionKind({
  id: "multiple-response",
  code: "MC",
  label: { "zh-CN": "多选题", en: "Multiple response" },
  marking: rules.half.marking,
  control: "checkbox",
  setup: Setup,
  answer: z.array(partId).max(10),
  shuffle: ({ options }, random) => ({ order: shuffledIds(options, random) }),
  ask: ({ options, rule }, { order }, language): Partial<AskedChoices> => ({
    options: inOrder(options, order, language),
    marking: rules[rule].marking[language],
  }),
  mark({ key, rule }, answer) {
    const chosen = new Set(answer);
    const right = key.filter((id) => chosen.has(id)).length;
    return rules[rule].share({ right, wrong: chosen.size - right, keyed: key.length });
  },
  key: ({ key }) => key,
  say: ({ options }, answer, language) => {
    const chosen = options.filter(({ id }) => answer.includes(id));
    return listed(
      chosen.map(({ id }) => textOf(options, id, language)),
      language,
    );
  },
});
