import type { Request } from "express";
import { allCourses, allLessons } from "../catalog/store.ts";
import { peopleSeenBy } from "../people/store.ts";
import { page } from "../platform/page.ts";
import { bankPage } from "../questions/store.ts";

export const showSearch = page<Awaited<ReturnType<typeof searchModel>>>("search/search");

/** Rows of one sort that a page of results shows; the rest stands behind "all". */
const most = 10;
/** Fewer characters than this would find nearly everything. */
const least = 2;

interface Found {
  name: string;
  rows: { href: string; title: string; note: string }[];
  all: { href: string; label: string } | null;
}

/** What the actor may see that has `q` in its title or number; strangers find what the catalogue tells everybody. */
export async function searchModel(req: Request, q: string) {
  const short = [...q].length < least;
  const found = short ? [] : [courses(req, q), lessons(req, q), await questions(req, q), await people(req, q)];
  return { title: req.t("search.title"), q, short, found: found.filter(({ rows }) => rows.length) };
}

/** Width and case do not matter: ＯＭ１ finds OM1. */
function has(texts: readonly string[], q: string): boolean {
  const plain = (text: string) => text.normalize("NFKC").toLowerCase();
  return texts.some((text) => plain(text).includes(plain(q)));
}

function courses({ t, language }: Request, q: string): Found {
  const found = allCourses().filter(({ id, title }) => has([id, title["zh-CN"], title.en], q));
  return {
    name: t("search.courses"),
    rows: found.slice(0, most).map(({ id, title }) => ({ href: `/courses/${id}`, title: title[language], note: id })),
    all: null,
  };
}

function lessons({ t, language, user }: Request, q: string): Found {
  const found = allLessons().filter(({ id, title, summary }) =>
    has([id, title["zh-CN"], title.en, summary[language]], q),
  );
  const mayRead = user?.capabilities.has("lesson.read");
  const href = (courseId: string, id: string) =>
    mayRead ? `/courses/${courseId}/lessons/${id}` : `/courses/${courseId}`;
  return {
    name: t("search.lessons"),
    rows: found
      .slice(0, most)
      .map(({ id, courseId, title }) => ({ href: href(courseId, id), title: title[language], note: id })),
    all: null,
  };
}

async function questions({ t, language, user }: Request, q: string): Promise<Found> {
  if (!user?.capabilities.has("question.read")) return { name: "", rows: [], all: null };
  const { questions: found, total } = await bankPage({ q: q.normalize("NFKC"), page: 1, size: most });
  const all =
    total > most ? { href: `/questions?q=${encodeURIComponent(q)}`, label: t("search.all", { n: total }) } : null;
  return {
    name: t("search.questions"),
    rows: found.map(({ question, stem }) => ({
      href: `/questions/${question}`,
      title: stem[language],
      note: question,
    })),
    all,
  };
}

async function people({ t, user }: Request, q: string): Promise<Found> {
  if (!user?.capabilities.has("people.read")) return { name: "", rows: [], all: null };
  const { people: found, total } = await peopleSeenBy(user, { q, page: 1, size: most });
  const all =
    total > most ? { href: `/people?q=${encodeURIComponent(q)}`, label: t("search.all", { n: total }) } : null;
  return {
    name: t("search.people"),
    rows: found.map(({ id, name, login }) => ({ href: `/people/${id}`, title: name, note: login })),
    all,
  };
}
