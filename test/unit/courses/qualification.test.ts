import { expect } from "chai";
import { readFileSync } from "node:fs";
import { evaluate, type QualificationInputs } from "../../../courses/qualification/evaluate.ts";
import { parseQualifications, type QualificationRule } from "../../../courses/qualification/rule.ts";

const file = "courses/content/qualifications.yaml";
const [om1] = parseQualifications(readFileSync(file, "utf8"), file) as [QualificationRule];
const lessons = { GN1: ["GN1L1"], OM1: ["OM1L1", "OM1L2"] };
const passed: QualificationInputs = {
  lessonsOfCourse: lessons,
  lessonsCompleted: ["GN1L1", "OM1L1", "OM1L2"],
  scores: [{ exam: "om1-theory", marks: 3600, max: 6000 }],
};
const codes = (rule: Pick<QualificationRule, "requirements">, inputs: QualificationInputs) =>
  evaluate(rule, inputs).findings.map(({ code }) => code);

describe("the qualification OM-1", () => {
  it("asks for every lesson of GN1 and OM1 and for 60 % in theory", () => {
    expect(evaluate(om1, passed).met).to.equal(true);
    expect(om1).to.include({ programme: "IM", level: 1, hours: 24, validYears: 3 });
  });

  it("[G03] nothing offsets anything, and every reason is given (theory and lessons)", () => {
    const brilliant = {
      ...passed,
      lessonsCompleted: ["GN1L1", "OM1L1"],
      scores: [{ exam: "om1-theory", marks: 6000, max: 6000 }],
    };
    expect(evaluate(om1, brilliant)).to.deep.equal({
      met: false,
      findings: [
        { requirement: om1.requirements[0], met: false, code: "lessons-missing", facts: { lessons: "OM1L2", n: 1 } },
        { requirement: om1.requirements[1], met: true, code: "met", facts: { got: "100", needed: 60 } },
      ],
    });
    expect(codes(om1, { ...passed, scores: [{ exam: "om1-theory", marks: 3599, max: 6000 }] })).to.deep.equal([
      "met",
      "below-minimum",
    ]);
    expect(codes(om1, { ...passed, scores: [{ exam: "om1-mock", marks: 6000, max: 6000 }] })).to.deep.equal([
      "met",
      "not-taken",
    ]);
    expect(codes(om1, { ...passed, lessonsOfCourse: { GN1: ["GN1L1"] } }), "a course that is not there").to.deep.equal([
      "lessons-missing",
      "met",
    ]);
  });

  it("[G03] [D17] a part below its own minimum is not offset by the total", () => {
    const scores = [{ exam: "om1-theory", marks: 5280, max: 6000, partBelow: true as const }];
    expect(codes(om1, { ...passed, scores })).to.deep.equal(["met", "part-below"]);
  });

  it("[G03] theory, practical, review, hours and attendance are each judged and each missing one is named", () => {
    const score = (type: "theory" | "practical" | "review") => ({ type, exam: type, minimum: 60 });
    const rule: Pick<QualificationRule, "requirements"> = {
      requirements: [
        score("theory"),
        score("practical"),
        score("review"),
        { type: "hours", minimum: 24 },
        { type: "attendance", minimum: 90 },
      ],
    };
    const scores = ["theory", "practical", "review"].map((exam) => ({ exam, marks: 60, max: 100 }));
    const all = { lessonsOfCourse: {}, lessonsCompleted: [], scores, hours: 24, attendance: { got: 9, of: 10 } };
    expect(evaluate(rule, all).met).to.equal(true);
    const none = codes(rule, {
      lessonsOfCourse: {},
      lessonsCompleted: [],
      scores: [{ exam: "practical", marks: 59, max: 100 }],
      hours: 23.5,
    });
    expect(none).to.deep.equal(["not-taken", "below-minimum", "not-taken", "below-minimum", "not-taken"]);
  });

  it("[G07] rule and inputs, stored as JSON and read again, give the same decision", () => {
    for (const inputs of [passed, { ...passed, scores: [] }]) {
      const stored = JSON.parse(JSON.stringify({ rule: om1, inputs })) as {
        rule: QualificationRule;
        inputs: QualificationInputs;
      };
      expect(evaluate(stored.rule, stored.inputs)).to.deep.equal(evaluate(om1, inputs));
    }
  });

  it("calls itself nothing that is kept for certificates of the state (curriculum 1.4)", () => {
    const words = [
      "中华人民共和国",
      "中国",
      "中华",
      "国家",
      "全国",
      "职业资格",
      "岗位合格",
      "专业技术职务",
      "职业技能等级",
      "专项职业能力",
      "national",
      "state",
      "China",
    ];
    const shown = [om1.title, om1.levelName].flatMap((text) => Object.values(text)).join(" ");
    for (const word of words) expect(shown.toLowerCase()).not.to.include(word.toLowerCase());
  });
});
