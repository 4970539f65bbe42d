import { z } from "zod";
import { questionKind } from "../define.ts";
import { inOrder, listed, partId, parts, sameSet, shuffledIds, textOf } from "../parts.ts";

const pairs = z.record(partId, partId);

/** The right-hand column may hold more than the left needs; several on the left may share one on the right. */
const Setup = z
  .strictObject({ left: parts(10), right: parts(12), key: pairs })
  .refine(
    ({ left, key }) =>
      sameSet(
        Object.keys(key),
        left.map(({ id }) => id),
      ),
    { path: ["key"], error: "the key does not pair every item on the left" },
  )
  .refine(({ right, key }) => Object.values(key).every((id) => right.some((one) => one.id === id)), {
    path: ["key"],
    error: "the key names something that is not on the right",
  });

/** Pairs. Answer: `{ leftId: rightId }`; each pair is an equal share. */
export const matching = questionKind({
  id: "matching",
  code: "MAT",
  label: { "zh-CN": "配对题", en: "Matching" },
  marking: { "zh-CN": "每对均分", en: "each pair earns an equal share" },
  control: "pairs",
  setup: Setup,
  answer: pairs,
  shuffle: ({ left, right }, random) => ({ order: left.map(({ id }) => id), right: shuffledIds(right, random) }),
  ask: ({ left, right }, shuffle, language) => ({
    options: inOrder(left, shuffle.order, language),
    choices: inOrder(right, shuffle.right ?? [], language),
  }),
  mark({ key }, answer) {
    const wanted = Object.entries(key);
    return {
      got: wanted.filter(([left, right]) => Object.hasOwn(answer, left) && answer[left] === right).length,
      of: wanted.length,
    };
  },
  key: ({ key }) => key,
  say({ left, right }, answer, language) {
    const paired = left.filter(({ id }) => textOf(right, answer[id] ?? "", language));
    return listed(
      paired.map(({ id, text }) => `${text[language]} → ${textOf(right, answer[id] ?? "", language)}`),
      language,
    );
  },
});
