import { z } from "zod";
import { languages } from "../language.ts";
import { kindIds, kindOf } from "../questions/kinds/index.ts";
import { bilingual } from "../questions/parts.ts";
import { readContentFile } from "./content-file.ts";
import { competencyId, questionId } from "./ids.ts";

/** A question as content files and the store hold it: the key is in `setup`, whose form is its kind's own. */
const BankQuestion = z
  .strictObject({
    id: questionId,
    kind: z.enum(kindIds),
    use: z.enum(["practice", "exam"]),
    difficulty: z.literal([1, 2, 3]),
    competency: competencyId,
    /** Blanks are four underscores. */
    stem: bilingual,
    /** Why the key is right; shown after the answer may be seen. */
    explanation: bilingual,
    setup: z.unknown(),
  })
  .superRefine(({ kind, stem, setup }, context) => {
    const own = kindOf(kind).setup.safeParse(setup);
    for (const issue of own.error?.issues ?? [])
      context.addIssue({ code: "custom", path: ["setup", ...issue.path], message: issue.message });
    if (!own.success) return;
    for (const language of languages) {
      const { blanks } = kindOf(kind).ask(setup, stem, { order: [] }, language);
      const written = stem[language].split(/_{4,}/).length - 1;
      if (blanks && blanks !== written)
        context.addIssue({
          code: "custom",
          path: ["stem", language],
          message: `${written} blanks (____) in the text, ${blanks} in the setup`,
        });
    }
  });
export type BankQuestion = z.infer<typeof BankQuestion>;

/** courses/content/<course>/<lN>/questions.yaml. @throws ContentError naming file, line and field. */
export function parseQuestions(text: string, file: string): BankQuestion[] {
  return readContentFile(Questions, text, file);
}

const Questions = z.array(BankQuestion).superRefine((list, context) => {
  list.forEach(({ id }, place) => {
    if (list.findIndex((one) => one.id === id) < place)
      context.addIssue({ code: "custom", path: [place, "id"], message: `${id} is there twice` });
  });
});
