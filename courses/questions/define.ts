import type { ZodType } from "zod";
import type { Bilingual, Language } from "../language.ts";
import type { Random } from "../random.ts";
import type { Asked, QuestionKind, Share, Shuffle } from "./kind.ts";

/** A kind as its own file writes it: setup and answer have their types here and nowhere else. */
export interface KindDefinition<Id extends string, Setup extends object, Answer> {
  id: Id;
  code: string;
  label: Bilingual;
  marking: Bilingual;
  control: QuestionKind["control"];
  setup: ZodType<Setup>;
  answer: ZodType<Answer>;
  /** Missing when nothing of the kind can be shuffled. */
  shuffle?(setup: Setup, random: Random): Shuffle;
  /** What this kind adds to the stem; whatever it leaves out is empty. */
  ask(setup: Setup, shuffle: Shuffle, language: Language): Partial<Asked>;
  mark(setup: Setup, answer: Answer): Share;
  key(setup: Setup, language: Language): Answer;
  say(setup: Setup, answer: Answer, language: Language): string;
}

const nothing: Share = { got: 0, of: 1 };

/**
 * Makes a kind out of its definition: answers are checked before they are marked, an answer of a wrong shape earns
 * nothing, and a setup is parsed once for each stored object.
 * @throws ZodError from every function when the setup itself is not one of this kind: a defect of the house, never of an answer.
 */
export function questionKind<const Id extends string, Setup extends object, Answer>(
  definition: KindDefinition<Id, Setup, Answer>,
): QuestionKind & { id: Id } {
  const { id, code, label, marking, control, setup, answer } = definition;
  const setupOf = parsedOnce(setup);
  const answerOf = (given: unknown): { is: Answer } | undefined => {
    const parsed = answer.safeParse(given);
    return parsed.success ? { is: parsed.data } : undefined;
  };
  return {
    ...{ id, code, label, marking, control, setup, answer },
    shuffle: (stored, random) => definition.shuffle?.(setupOf(stored), random) ?? { order: [] },
    ask: (stored, stem, shuffle, language) => ({
      ...{ stem: stem[language], control, options: [], choices: [], blanks: 0, unit: "" },
      ...definition.ask(setupOf(stored), shuffle, language),
    }),
    mark(stored, given) {
      const answered = answerOf(given);
      return answered ? definition.mark(setupOf(stored), answered.is) : nothing;
    },
    key: (stored, language = "zh-CN") => definition.key(setupOf(stored), language),
    say(stored, given, language) {
      const answered = answerOf(given);
      return answered ? definition.say(setupOf(stored), answered.is, language) : "";
    },
  };
}

/** Stored setups do not change, so each object is parsed once; marking 500 papers parses a question once. */
function parsedOnce<Setup extends object>(schema: ZodType<Setup>): (stored: unknown) => Setup {
  const known = new WeakMap<object, Setup>();
  return (stored) => {
    const held = typeof stored === "object" && stored !== null ? known.get(stored) : undefined;
    if (held) return held;
    const parsed = schema.parse(stored);
    if (typeof stored === "object" && stored !== null) known.set(stored, parsed);
    return parsed;
  };
}

/** All or nothing. */
export function wholeIf(right: boolean): Share {
  return right ? { got: 1, of: 1 } : nothing;
}
