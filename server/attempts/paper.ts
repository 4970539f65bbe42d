import type { Request } from "express";
import type { AskedChoices } from "../../courses/questions/kinds/multiple-response.ts";
import { kindOf } from "../../courses/questions/kinds/index.ts";
import { isWhole } from "../../courses/questions/whole.ts";
import { pointsShown } from "../../courses/points.ts";
import { sayKey } from "../questions/rules.ts";
import { versionsOf, type Question } from "../questions/store.ts";
import type { AttemptFacts, SavedAnswer } from "./store.ts";

/** Whether something is stored for an item. */
function isAnswered(saved: SavedAnswer | undefined): boolean {
  return saved !== undefined && saved.answer !== null;
}

/** The items whose every part is answered: what the candidate need not come back to. */
export async function wholeItems({ paper, answers }: Pick<AttemptFacts, "paper" | "answers">): Promise<Set<string>> {
  const questions = await versionsOf(paper.map(({ question, version }) => `${question}@${version}`));
  const whole = paper.filter(({ itemId, kind, shuffle }, place) => {
    const { setup, stem } = questions[place] as Question;
    return isWhole(kindOf(kind).ask(setup, stem, shuffle, "zh-CN"), answers[itemId]?.answer);
  });
  return new Set(whole.map(({ itemId }) => itemId));
}

/**
 * The questions of a paper as its candidate sees them, in the stored order of questions and options. Only with `keys`, which
 * the release rule decides, do right answers and explanations come along.
 */
export async function itemsOf(
  req: Request,
  attempt: AttemptFacts,
  show: { keys?: true; conflicts?: readonly string[] },
) {
  const questions = await versionsOf(attempt.paper.map(({ question, version }) => `${question}@${version}`));
  return attempt.paper.map(({ itemId, kind, points, shuffle }, place) => {
    const question = questions[place] as Question;
    const asked = kindOf(kind).ask(question.setup, question.stem, shuffle, req.language);
    const marking = (asked as AskedChoices).marking || kindOf(kind).marking[req.language];
    const saved = attempt.answers[itemId];
    return {
      ...{ itemId, asked, n: place + 1, answer: saved?.answer ?? null, disabled: show.keys === true },
      head: req.t("room.head", { n: place + 1, kind: kindOf(kind).label[req.language], points, marking }),
      revision: saved?.revision ?? 0,
      savedAt: saved?.savedAt?.toISOString() ?? "",
      answered: isWhole(asked, saved?.answer),
      flagged: attempt.flags[itemId] === true,
      conflict: show.conflicts?.includes(itemId) ?? false,
      key: show.keys ? keyOf(req, question, attempt, itemId) : null,
    };
  });
}

/** What is told of a question after release. */
function keyOf({ language }: Request, question: Question, { result, answers }: AttemptFacts, itemId: string) {
  const kind = kindOf(question.kind);
  const marks = result?.items.find((item) => item.itemId === itemId);
  const saved = answers[itemId];
  return {
    given: isAnswered(saved) ? kind.say(question.setup, saved?.answer, language) : "",
    right: sayKey(question, language),
    explanation: question.explanation[language],
    points: marks ? `${pointsShown(marks.marks)}/${pointsShown(marks.max)}` : "",
    state: !marks || marks.marks === 0 ? "wrong" : marks.marks === marks.max ? "right" : "partly",
  } as const;
}
