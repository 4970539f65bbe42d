import type { Request } from "express";
import { allCourses, allLessons } from "../catalog/store.ts";
import { certificatesSeenBy } from "../certificates/store.ts";
import { cohortsSeenBy } from "../cohorts/store.ts";
import { examsSeenBy } from "../exams/store.ts";
import { peopleSeenBy } from "../people/store.ts";
import { dayOf } from "../platform/dates.ts";
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
  const finders = [courses, lessons, people, cohorts, exams, certificates, questions];
  const found = short ? [] : await Promise.all(finders.map(async (find) => find(req, q)));
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

const nothing: Found = { name: "", rows: [], all: null };

/** The way to the whole list, when there is more than a page of results shows. */
function rest({ t }: Request, list: string, q: string, total: number): Found["all"] {
  return total > most ? { href: `${list}?q=${encodeURIComponent(q)}`, label: t("search.all", { n: total }) } : null;
}

async function questions(req: Request, q: string): Promise<Found> {
  if (!req.user?.capabilities.has("question.read")) return nothing;
  const { questions: found, total } = await bankPage({ q: q.normalize("NFKC"), page: 1, size: most });
  return {
    name: req.t("search.questions"),
    rows: found.map(({ question, stem }) => ({
      href: `/questions/${question}`,
      title: stem[req.language],
      note: question,
    })),
    all: rest(req, "/questions", q, total),
  };
}

async function people(req: Request, q: string): Promise<Found> {
  if (!req.user?.capabilities.has("people.read")) return nothing;
  const { people: found, total } = await peopleSeenBy(req.user, { q, page: 1, size: most });
  return {
    name: req.t("search.people"),
    rows: found.map(({ id, name, login }) => ({ href: `/people/${id}`, title: name, note: login })),
    all: rest(req, "/people", q, total),
  };
}

async function cohorts(req: Request, q: string): Promise<Found> {
  if (!req.user?.capabilities.has("cohort.read")) return nothing;
  const { cohorts: found, total } = await cohortsSeenBy(req.user, { q, page: 1, size: most });
  return {
    name: req.t("cohorts.title"),
    rows: found.map(({ id, name, opensOn }) => ({ href: `/cohorts/${id}`, title: name, note: opensOn })),
    all: rest(req, "/cohorts", q, total),
  };
}

async function exams(req: Request, q: string): Promise<Found> {
  if (!req.user?.capabilities.has("result.read")) return nothing;
  const { exams: found, total } = await examsSeenBy(req.user, { q, page: 1, size: most });
  return {
    name: req.t("exams.title"),
    rows: found.map(({ id, title, opensAt }) => ({
      href: `/exams/${id}`,
      title: title[req.language],
      note: dayOf(opensAt),
    })),
    all: rest(req, "/exams", q, total),
  };
}

/** By number, by the beginning of one, or by how the holder's name begins. */
async function certificates(req: Request, q: string): Promise<Found> {
  if (!req.user?.capabilities.has("certificate.read") || req.user.secondFactor === "to-enrol") return nothing;
  const wish = { q, state: "", today: dayOf(new Date()), page: 1, size: most } as const;
  const { rows, total } = await certificatesSeenBy(req.user, wish);
  return {
    name: req.t("certificate.title"),
    rows: rows.map(({ number, name }) => ({ href: `/certificates/${number}`, title: name, note: number })),
    all: rest(req, "/certificates", q, total),
  };
}
