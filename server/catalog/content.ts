import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseCompetencies, type Competency } from "../../courses/catalog/competency.ts";
import { ContentError } from "../../courses/catalog/content-error.ts";
import { parseCourse, type Course } from "../../courses/catalog/course.ts";
import { parseLesson, type Lesson } from "../../courses/catalog/lesson.ts";
import { parseQuestions, type BankQuestion } from "../../courses/catalog/question.ts";
import type { Bilingual, Language } from "../../courses/language.ts";
import { languages } from "../../courses/language.ts";
import { settings } from "../platform/config.ts";
import { renderMarkdown, type Figure } from "../platform/text.ts";
import { translator } from "../platform/words/index.ts";

/** A lesson as it ships: its facts, its text in both languages, its figures. */
export interface ShippedLesson extends Lesson {
  courseId: string;
  version: string;
  html: Bilingual;
}

export interface Shipped {
  competencies: Competency[];
  courses: (Course & { version: string })[];
  lessons: ShippedLesson[];
  questions: (BankQuestion & { lesson: string })[];
}

const contentFolder = () => join(settings().projectFolder, "courses/content");

/**
 * Reads every file of courses/content.
 * @throws ContentError naming file, line and field of the first thing that is not as it must be.
 */
export function readShipped(): Shipped {
  const competencies = parseCompetencies(readText("competencies.yaml"), "courses/content/competencies.yaml");
  const shipped: Shipped = { competencies, courses: [], lessons: [], questions: [] };
  for (const folder of subfolders(contentFolder())) {
    if (!readdirSync(join(contentFolder(), folder)).includes("course.yaml")) continue;
    const source = readText(join(folder, "course.yaml"));
    const course = parseCourse(source, join("courses/content", folder, "course.yaml"));
    shipped.courses.push({ ...course, version: hashOf(source) });
    for (const lessonFolder of subfolders(join(contentFolder(), folder)))
      readLesson(shipped, course, join(folder, lessonFolder));
  }
  shipped.courses.sort((a, b) => a.order - b.order);
  checkWhole(shipped);
  return shipped;
}

function readLesson(shipped: Shipped, course: Course, folder: string): void {
  const facts = readText(join(folder, "lesson.yaml"));
  const lesson = parseLesson(facts, join("courses/content", folder, "lesson.yaml"));
  const text = (language: Language) => readText(join(folder, `lesson.${language}.md`));
  const drawing = (file: string, language: Language) => readText(join(folder, `${file}.${language}.svg`));
  const figures = lesson.figures.flatMap(({ file }) => languages.map((language) => drawing(file, language)));
  const html = (language: Language) => {
    const figure = (name: string): Figure => {
      const found = lesson.figures.find(({ file }) => file === name);
      if (!found)
        throw new ContentError(
          `courses/content/${folder}/lesson.${language}.md: the figure ${name} is not in lesson.yaml`,
        );
      const file = `${name}.${language}.svg`;
      const size = sizeOf(drawing(name, language), `courses/content/${folder}/${file}`);
      return { src: `/courses/${course.id}/lessons/${lesson.id}/figures/${file}`, alt: found.alt[language], ...size };
    };
    const t = translator(language);
    return renderMarkdown(text(language), { figure, table: t("site.table"), formula: t("catalog.formula") });
  };
  const version = hashOf(facts, text("zh-CN"), text("en"), ...figures);
  shipped.lessons.push({ ...lesson, courseId: course.id, version, html: { "zh-CN": html("zh-CN"), en: html("en") } });
  const bank = parseQuestions(
    readText(join(folder, "questions.yaml")),
    join("courses/content", folder, "questions.yaml"),
  );
  shipped.questions.push(...bank.map((question) => ({ ...question, lesson: lesson.id })));
}

/** The drawing's own size, from its viewBox. */
function sizeOf(svg: string, file: string): { width: number; height: number } {
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
  if (!width || !height) throw new ContentError(`${file}: viewBox: the drawing has no size`);
  return { width: Number(width), height: Number(height) };
}

/** What one file says of another: the lessons of a course, the competency and the lesson of a question. */
function checkWhole({ courses, lessons, questions, competencies }: Shipped): void {
  for (const { id, lessons: named } of courses)
    for (const lesson of named)
      if (!lessons.some((one) => one.id === lesson && one.courseId === id))
        throw new ContentError(
          `courses/content/${id.toLowerCase()}/course.yaml: lessons: there is no lesson ${lesson}`,
        );
  for (const { id, lesson, competency } of questions) {
    if (!id.startsWith(`${lesson}-`))
      throw new ContentError(`courses/content: question ${id}: id: it stands in lesson ${lesson}`);
    if (!competencies.some((one) => one.id === competency))
      throw new ContentError(`courses/content: question ${id}: competency: there is no ${competency}`);
  }
}

/** A figure of a lesson as it ships, or null. */
export function readFigure(lessonId: string, file: string): string | null {
  const [, course = "", lesson = ""] = /^([A-Z]+\d+)(L\d+)$/.exec(lessonId) ?? [];
  if (!course || !/^fig-[a-z0-9-]+\.(zh-CN|en)\.svg$/.test(file)) return null;
  try {
    return readText(join(course.toLowerCase(), lesson.toLowerCase(), file));
  } catch {
    return null;
  }
}

/** A YAML file of courses/content outside a course: blueprints, qualifications. */
export function readContent(file: string): string {
  return readText(file);
}

function readText(file: string): string {
  try {
    return readFileSync(join(contentFolder(), file), "utf8");
  } catch {
    throw new ContentError(`courses/content/${file}: the file is missing or cannot be read`);
  }
}

function subfolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** A version is the hash of what it is made of: the first ten characters of its SHA-256. */
export function hashOf(...parts: string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex").slice(0, 10);
}
