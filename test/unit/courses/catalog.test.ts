import { expect } from "chai";
import { ContentError } from "../../../courses/catalog/content-error.ts";
import { parseCourse } from "../../../courses/catalog/course.ts";
import { parseLesson } from "../../../courses/catalog/lesson.ts";
import { parseQuestions } from "../../../courses/catalog/question.ts";

const course = `id: OM1
tier: OM
order: 2
unit: OM-1
title: { zh-CN: 机器与电气安全, en: Machine and electrical safety }
summary: { zh-CN: 一句话, en: One sentence }
audience: { zh-CN: 操作工, en: Operators }
prerequisites: [GN1]
lessons: [OM1L1, OM1L2]
`;
const lesson = `id: OM1L2
order: 2
title: { zh-CN: 机械危险, en: Mechanical hazards }
summary: { zh-CN: 一句话, en: One sentence }
hours: { theory: 2, practice: 2 }
minutes: 30
competencies: [OM-1.2]
outcomes: { zh-CN: [会用急停], en: [Use the emergency stop] }
standards: [GB/T 15706]
figures:
  - { file: fig-three-steps, alt: { zh-CN: 三步法, en: Three steps } }
completion: { rule: passed, share: 60 }
`;
const questions = `- id: OM1L2-01
  kind: fill-in
  use: exam
  difficulty: 1
  competency: OM-1.2
  stem: { zh-CN: 急停按钮是____色，底色是____色。, en: The button is ____ on ____. }
  explanation: { zh-CN: 因为, en: Because }
  setup:
    blanks:
      - { accept: [红, red] }
      - { accept: [黄, yellow] }
- id: OM1L2-p1
  kind: single-choice
  use: practice
  difficulty: 2
  competency: OM-1.2
  stem: { zh-CN: 哪个, en: Which }
  explanation: { zh-CN: 因为, en: Because }
  setup:
    options:
      - { id: A, text: { zh-CN: 甲, en: one } }
      - { id: B, text: { zh-CN: 乙, en: two } }
    key: B
`;

describe("content files", () => {
  it("a course, a lesson and questions are read", () => {
    expect(parseCourse(course, "c.yaml")).to.include({ id: "OM1", tier: "OM" });
    expect(parseLesson(lesson, "l.yaml").completion).to.deep.equal({ rule: "passed", share: 60 });
    expect(parseQuestions(questions, "q.yaml").map(({ id, kind }) => `${id} ${kind}`)).to.deep.equal([
      "OM1L2-01 fill-in",
      "OM1L2-p1 single-choice",
    ]);
  });

  const faults: [
    string,
    typeof parseCourse | typeof parseLesson | typeof parseQuestions,
    string,
    string,
    string,
    RegExp,
  ][] = [
    ["an unknown tier", parseCourse, course, "tier: OM", "tier: XX", /^f\.yaml:2 tier: /],
    ["a missing language", parseCourse, course, ", en: Operators", "", /^f\.yaml:7 audience\.en: /],
    [
      "a field that does not belong",
      parseCourse,
      course,
      "order: 2",
      "order: 2\ncolour: red",
      /^f\.yaml:1 the file: .*colour/,
    ],
    ["a field twice", parseCourse, course, "order: 2", "order: 2\norder: 3", /^f\.yaml:4 .*unique/],
    ["a rule without its number", parseLesson, lesson, ", share: 60", "", /^f\.yaml:12 completion\.share: /],
    [
      "a figure with an ending",
      parseLesson,
      lesson,
      "fig-three-steps",
      "fig-three-steps.svg",
      /^f\.yaml:11 figures\.0\.file: /,
    ],
    [
      "a key outside the options",
      parseQuestions,
      questions,
      "key: B",
      "key: E",
      /^f\.yaml:23 1\.setup\.key: the key is not among the options$/,
    ],
    [
      "a number where a text belongs",
      parseQuestions,
      questions,
      "[红, red]",
      "[3]",
      /^f\.yaml:10 0\.setup\.blanks\.0\.accept\.0: /,
    ],
    [
      "fewer blanks than the text shows",
      parseQuestions,
      questions,
      "      - { accept: [黄, yellow] }\n",
      "",
      /^f\.yaml:6 0\.stem\.zh-CN: 2 blanks/,
    ],
    [
      "a question twice",
      parseQuestions,
      questions,
      "OM1L2-p1",
      "OM1L2-01",
      /^f\.yaml:12 1\.id: OM1L2-01 is there twice$/,
    ],
    ["YAML that is none", parseQuestions, questions, "  kind: fill-in", " kind: fill-in: x", /^f\.yaml:\d+ \S/],
  ];
  for (const [name, parse, text, from, to, message] of faults)
    it(`${name}: the error is one line with file, line and field`, () => {
      expect(text).to.include(from);
      const faulty = text.replace(from, to);
      expect(() => parse(faulty, "f.yaml"))
        .to.throw(ContentError)
        .with.property("message")
        .that.matches(message)
        .and.does.not.include("\n");
    });
});
