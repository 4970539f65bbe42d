import { z } from "zod";
import { questionKind, wholeIf } from "../define.ts";
import { inOrder, partId, parts, sameSet, shuffledIds, textOf } from "../parts.ts";

const Setup = z.strictObject({ items: parts(10), key: z.array(partId) }).refine(
  ({ items, key }) =>
    sameSet(
      key,
      items.map(({ id }) => id),
    ),
  { path: ["key"], error: "the key does not name every item once" },
);

/** Steps to put in order. Answer: the items' ids, first step first. */
export const ordering = questionKind({
  id: "ordering",
  code: "ORD",
  label: { "zh-CN": "排序题", en: "Ordering" },
  marking: { "zh-CN": "顺序全对得分", en: "the whole order must be right" },
  control: "order",
  setup: Setup,
  answer: z.array(partId).max(10),
  shuffle: ({ items, key }, random) => ({ order: neverTheKey(shuffledIds(items, random), key) }),
  ask: ({ items }, { order }, language) => ({ options: inOrder(items, order, language) }),
  mark: ({ key }, answer) => wholeIf(answer.length === key.length && answer.every((id, place) => id === key[place])),
  key: ({ key }) => key,
  say: ({ items }, answer, language) =>
    answer
      .map((id) => textOf(items, id, language))
      .filter(Boolean)
      .join(" → "),
});

/** Nobody finds the steps already in the right order: that order is turned by one place. */
function neverTheKey(order: string[], key: readonly string[]): string[] {
  return order.every((id, place) => id === key[place]) ? [...order.slice(1), ...order.slice(0, 1)] : order;
}
