import { randomFrom } from "../../courses/random.ts";
import { handIn, save, startAttempt } from "../attempts/actions.ts";
import { attemptOf } from "../attempts/store.ts";
import { courseOf } from "../catalog/store.ts";
import { openLesson, practise } from "../learning/actions.ts";
import type { Actor } from "../platform/actor.ts";
import { bankOf, versionsOf, type Question } from "../questions/store.ts";
import { answerBy, fieldsOf } from "./answers.ts";

const practice = new Map<string, Question[]>();

async function practiceOf(lesson: string): Promise<Question[]> {
  const known = practice.get(lesson) ?? (await bankOf({ lesson, use: "practice" }));
  practice.set(lesson, known);
  return known;
}

/** Somebody studies the first `lessons` lessons of the courses, one every few hours: reads, practises, looks again at what was wrong. */
export async function study(
  actor: Actor,
  courses: readonly string[],
  lessons: number,
  skill: number,
  from: Date,
): Promise<void> {
  const random = randomFrom(`study ${actor.id}`);
  const all = courses.flatMap((course) => courseOf(course).lessons.map((lesson) => ({ course, lesson })));
  let at = from.getTime();
  for (const { course, lesson } of all.slice(0, lessons)) {
    at += (5 + random() * 60) * 3_600_000;
    await openLesson(actor, course, lesson, new Date(at));
    const questions = await practiceOf(lesson);
    for (const tried of [skill, 1]) {
      at += (8 + random() * 20) * 60_000;
      const body = Object.assign(
        {},
        ...questions.map((question) => fieldsOf(question, answerBy(tried, question, random))),
      ) as Record<string, string | string[]>;
      if (Object.keys(body).length) await practise(actor, course, lesson, { question: "", fields: body }, new Date(at));
    }
  }
}

/** Somebody sits an exam: answers in the paper's order, one a minute or so, and hands in (or runs out of will and leaves it open). */
export async function sit(
  actor: Actor,
  examId: string,
  skill: number,
  at: Date,
  options: { leaveOpen?: true } = {},
): Promise<void> {
  const id = await startAttempt(actor, examId, at);
  const random = randomFrom(`sit ${id}`);
  const { paper } = await attemptOf(id);
  const questions = await versionsOf(paper.map(({ question, version }) => `${question}@${version}`));
  const many = options.leaveOpen ? Math.ceil(paper.length / 3) : paper.length;
  let now = at.getTime();
  for (const [place, { itemId }] of paper.slice(0, many).entries()) {
    now += 20_000 + random() * 50_000;
    const answer = answerBy(skill, questions[place] as Question, random);
    if (answer !== null) await save(actor, id, { itemId, answer, revision: 0 }, new Date(now));
  }
  if (!options.leaveOpen) await handIn(actor, id, new Date(now + 60_000));
}
