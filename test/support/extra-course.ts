import type { BankQuestion } from "../../courses/catalog/question.ts";
import type { CompletionRule } from "../../courses/learning/completion.ts";
import { loadContent } from "../../server/catalog/actions.ts";
import { readShipped, type Shipped } from "../../server/catalog/content.ts";
import { storeShipped } from "../../server/catalog/store.ts";
import { loadBank } from "../../server/questions/actions.ts";
import { testHouse } from "./house.ts";

export interface ExtraLesson {
  id: string;
  completion?: CompletionRule;
  questions?: Omit<BankQuestion, "use" | "difficulty" | "competency" | "explanation">[];
}

const both = (text: string) => ({ "zh-CN": text, en: text });

/** Content as it ships with one more course that nothing comes before; `dropExtra` takes it away again. */
export async function addCourse(id: string, lessons: readonly ExtraLesson[]): Promise<void> {
  await testHouse();
  const shipped = readShipped();
  const [model] = shipped.lessons;
  if (!model) throw new Error("nothing ships");
  const facts = {
    tier: "OM",
    order: 90,
    unit: "OM-1",
    title: both(`Course ${id}`),
    summary: both("s"),
    audience: both("a"),
    prerequisites: [],
  } as const;
  shipped.courses.push({
    ...facts,
    id,
    prerequisites: [],
    lessons: lessons.map((lesson) => lesson.id),
    version: `${id}-${lessons.length}`,
  });
  for (const [place, lesson] of lessons.entries()) {
    const completion = lesson.completion ?? { rule: "viewed" };
    shipped.lessons.push({
      ...model,
      id: lesson.id,
      courseId: id,
      order: place + 1,
      title: both(`Lesson ${lesson.id}`),
      completion,
      version: "0123456789",
    });
    for (const question of lesson.questions ?? [])
      shipped.questions.push({
        ...question,
        lesson: lesson.id,
        use: "practice",
        difficulty: 1,
        competency: "OM-1.1",
        explanation: both(`because of ${question.id}`),
      });
  }
  await load(shipped);
}

/** Changes what ships and loads it, as a start with new files would. */
export async function loadChanged(change: (shipped: Shipped) => void): Promise<void> {
  const shipped = readShipped();
  change(shipped);
  await load(shipped);
}

async function load(shipped: Shipped): Promise<void> {
  await storeShipped(shipped);
  await loadBank();
}

export async function dropExtra(): Promise<void> {
  await loadContent();
  await loadBank();
}

const option = (id: string) => ({ id, text: both(`option ${id}`) });

/** One practice question of each kind that the shipped lessons do not already show in this form. */
export const extraQuestions = {
  all: (id: string) => ({
    id,
    kind: "multiple-response" as const,
    stem: both("pick"),
    setup: { options: ["A", "B", "C"].map(option), key: ["A", "B"], rule: "all-or-nothing" },
  }),
  reason: (id: string) => ({
    id,
    kind: "true-false" as const,
    stem: both("say why"),
    setup: { key: true, askReason: true },
  }),
  model: (id: string) => ({
    id,
    kind: "fill-in" as const,
    stem: both("the controller is ____"),
    setup: { blanks: [{ accept: ["S7-1200"] }] },
  }),
  relative: (id: string) => ({
    id,
    kind: "numeric" as const,
    stem: both("how much"),
    setup: { value: "200", tolerance: "5", relative: true, unit: both("V") },
  }),
};
