import { z } from "zod";
import { CompletionRule } from "../learning/completion.ts";
import { bilingual } from "../questions/parts.ts";
import { readContentFile } from "./content-file.ts";
import { competencyId, lessonId } from "./ids.ts";

const outcomes = z.array(z.string().trim().min(1)).min(1);
const figure = z.strictObject({
  /** Without language and ending: fig-three-steps for fig-three-steps.en.svg. */
  file: z.string().regex(/^fig-[a-z0-9-]+$/, 'a figure is named "fig-…" in small letters'),
  alt: bilingual,
});

/** courses/content/<course>/<lN>/lesson.yaml; the text stands beside it in Markdown. */
const Lesson = z.strictObject({
  id: lessonId,
  order: z.int().min(1),
  title: bilingual,
  summary: bilingual,
  /** Training hours of 45 minutes, in class. */
  hours: z.strictObject({ theory: z.number().min(0), practice: z.number().min(0) }),
  /** Honest reading time with practice questions. */
  minutes: z.int().min(1).max(600),
  competencies: z.array(competencyId).min(1),
  outcomes: z.strictObject({ "zh-CN": outcomes, en: outcomes }),
  standards: z.array(z.string().trim().min(1)),
  figures: z.array(figure),
  completion: CompletionRule,
});
export type Lesson = z.infer<typeof Lesson>;

/** @throws ContentError naming file, line and field. */
export function parseLesson(text: string, file: string): Lesson {
  return readContentFile(Lesson, text, file);
}
