import { z } from "zod";
import { bilingual } from "../questions/parts.ts";
import { readContentFile } from "./content-file.ts";
import { competencyId, lessonId, unitId } from "./ids.ts";

/** A row of courses/content/competencies.yaml */
const Competency = z.strictObject({
  id: competencyId,
  unit: unitId,
  /** The lesson that teaches it. */
  lesson: lessonId,
  /** Percent of the points in the theory paper of its tier. */
  weight: z.number().min(0).max(100),
  title: bilingual,
});
export type Competency = z.infer<typeof Competency>;

/** @throws ContentError naming file, line and field. */
export function parseCompetencies(text: string, file: string): Competency[] {
  return readContentFile(z.array(Competency).min(1), text, file);
}
