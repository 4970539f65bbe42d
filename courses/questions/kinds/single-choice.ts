import { z } from "zod";
import { questionKind, wholeIf } from "../define.ts";
import { inOrder, partId, parts, shuffledIds, textOf } from "../parts.ts";

const Setup = z
  .strictObject({ options: parts(8), key: partId })
  .refine(({ options, key }) => options.some(({ id }) => id === key), {
    path: ["key"],
    error: "the key is not among the options",
  });

/** One of several options. Answer: the option's id. */
export const singleChoice = questionKind({
  id: "single-choice",
  code: "SC",
  label: { "zh-CN": "单选题", en: "Single choice" },
  marking: { "zh-CN": "选对得分", en: "the right option earns the points" },
  control: "radio",
  setup: Setup,
  answer: partId,
  shuffle: ({ options }, random) => ({ order: shuffledIds(options, random) }),
  ask: ({ options }, { order }, language) => ({ options: inOrder(options, order, language) }),
  mark: ({ key }, answer) => wholeIf(answer === key),
  key: ({ key }) => key,
  say: ({ options }, answer, language) => textOf(options, answer, language),
});
