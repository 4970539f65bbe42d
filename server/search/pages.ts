import type { Request } from "express";
import type { Language } from "../../courses/language.ts";
import { allCourses, allLessons } from "../catalog/store.ts";
import { certificatesSeenBy } from "../certificates/store.ts";
import { cohortsSeenBy } from "../cohorts/store.ts";
import { examsSeenBy } from "../exams/store.ts";
import type { Capability } from "../people/roles/role.ts";
import { peopleSeenBy } from "../people/store.ts";
import type { Actor } from "../platform/actor.ts";
import { dayOf } from "../platform/dates.ts";
import { page } from "../platform/page.ts";
import type { WordKey } from "../platform/words/index.ts";
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
  const found = short ? [] : [courses(req, q), lessons(req, q), ...(await inStaffLists(req, q))];
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

/** A list that staff may search: who may, and what a row of it says. */
interface StaffList {
  may: Capability;
  name: WordKey;
  list: string;
  find(user: Actor, q: string, language: Language): Promise<{ rows: Found["rows"]; total: number }>;
}

const first = { page: 1, size: most };

const staffLists: readonly StaffList[] = [
  {
    ...{ may: "people.read", name: "search.people", list: "/people" },
    find: async (user, q) => {
      const { people, total } = await peopleSeenBy(user, { q, ...first });
      return {
        total,
        rows: people.map(({ id, name, login }) => ({ href: `/people/${id}`, title: name, note: login })),
      };
    },
  },
  {
    ...{ may: "cohort.read", name: "cohorts.title", list: "/cohorts" },
    find: async (user, q) => {
      const { cohorts, total } = await cohortsSeenBy(user, { q, ...first });
      const rows = cohorts.map(({ id, name, opensOn }) => ({ href: `/cohorts/${id}`, title: name, note: opensOn }));
      return { rows, total };
    },
  },
  {
    ...{ may: "result.read", name: "exams.title", list: "/exams" },
    find: async (user, q, language) => {
      const { exams, total } = await examsSeenBy(user, { q, ...first });
      const row = ({ id, title, opensAt }: (typeof exams)[number]) => ({
        href: `/exams/${id}`,
        title: title[language],
        note: dayOf(opensAt),
      });
      return { rows: exams.map(row), total };
    },
  },
  {
    // By number, by the beginning of one, or by how the holder's name begins.
    ...{ may: "certificate.read", name: "certificate.title", list: "/certificates" },
    find: async (user, q) => {
      const { rows, total } = await certificatesSeenBy(user, { q, state: "", today: dayOf(new Date()), ...first });
      return {
        total,
        rows: rows.map(({ number, name }) => ({ href: `/certificates/${number}`, title: name, note: number })),
      };
    },
  },
  {
    ...{ may: "question.read", name: "search.questions", list: "/questions" },
    find: async (_user, q, language) => {
      const { questions, total } = await bankPage({ q: q.normalize("NFKC"), ...first });
      const row = ({ question, stem }: (typeof questions)[number]) => ({
        href: `/questions/${question}`,
        title: stem[language],
        note: question,
      });
      return { rows: questions.map(row), total };
    },
  },
];

/** What staff find in their lists; each with the way to the rest of it. */
function inStaffLists({ t, language, user }: Request, q: string): Promise<Found[]> {
  if (!user || user.secondFactor === "to-enrol") return Promise.resolve([]);
  const open = staffLists.filter(({ may }) => user.capabilities.has(may));
  return Promise.all(
    open.map(async ({ name, list, find }) => {
      const { rows, total } = await find(user, q, language);
      const all = { href: `${list}?q=${encodeURIComponent(q)}`, label: t("search.all", { n: total }) };
      return { name: t(name), rows, all: total > most ? all : null };
    }),
  );
}
