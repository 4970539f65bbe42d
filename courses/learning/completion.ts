import { z } from "zod";
import type { Facts } from "../decision.ts";

/** When a lesson counts as complete. `minutes`: active time. `share`: percent of the practice questions answered right. */
export const CompletionRule = z.discriminatedUnion("rule", [
  z.strictObject({ rule: z.literal("viewed") }),
  z.strictObject({ rule: z.literal("minutes"), minutes: z.int().min(1).max(600) }),
  z.strictObject({ rule: z.literal("submitted") }),
  z.strictObject({ rule: z.literal("graded") }),
  z.strictObject({ rule: z.literal("passed"), share: z.int().min(1).max(100) }),
]);
export type CompletionRule = z.infer<typeof CompletionRule>;

/** Where a learner stands in one lesson. */
export interface CompletionFacts {
  opened: boolean;
  /** Seconds with the page in front. */
  secondsActive: number;
  practiceAnswered: number;
  practiceTotal: number;
  practiceRight: number;
  /** Answers that have their mark; without it all answered ones have, as every kind of today is marked at once. */
  practiceMarked?: number;
}

/** What is still to do: open the page, stay, answer, wait for marks, or get more right. */
export interface CompletionGap {
  code: "open" | "minutes" | "answer" | "marks" | "right";
  /** `got` and `needed`: whole minutes for `minutes`, practice questions otherwise. */
  facts: Facts;
}

export interface Completion {
  complete: boolean;
  missing: CompletionGap[];
}

/** Whether the rule is met and what is missing. A lesson without practice cannot be submitted, graded or passed. */
export function completionOf(rule: CompletionRule, facts: CompletionFacts): Completion {
  const missing = facts.opened ? gapsOf(rule, facts) : [{ code: "open" as const, facts: {} }];
  return { complete: missing.length === 0, missing };
}

function gapsOf(rule: CompletionRule, facts: CompletionFacts): CompletionGap[] {
  const total = Math.max(1, facts.practiceTotal);
  switch (rule.rule) {
    case "viewed":
      return [];
    case "minutes":
      return gap("minutes", Math.floor(facts.secondsActive / 60), rule.minutes);
    case "submitted":
      return gap("answer", facts.practiceAnswered, total);
    case "graded":
      return [
        ...gap("answer", facts.practiceAnswered, total),
        ...gap("marks", facts.practiceMarked ?? facts.practiceAnswered, total),
      ].slice(0, 1);
    case "passed":
      return gap("right", facts.practiceRight, Math.ceil((total * rule.share) / 100));
  }
}

function gap(code: CompletionGap["code"], got: number, needed: number): CompletionGap[] {
  return got >= needed ? [] : [{ code, facts: { got, needed } }];
}
