import { expect } from "chai";
import { readFileSync } from "node:fs";
import { parseBlueprint } from "../../../courses/exams/blueprint.ts";
import { mayDraw, shortages } from "../../../courses/exams/shortages.ts";
import { bankFrom, examBank } from "./samples.ts";

const file = "courses/content/blueprints/om1-theory.yaml";
const source = readFileSync(file, "utf8");
const blueprint = parseBlueprint(source, file);
const small = {
  ...blueprint,
  cells: [
    { unit: "OM-1", kind: "single-choice" as const, count: 2 },
    { unit: "OM-1", kind: "numeric" as const, count: 2 },
  ],
  competencies: ["OM-1.1", "OM-1.2"],
  perCompetency: 1,
  difficulty: { percent: { "1": 50, "2": 50, "3": 0 }, tolerance: 50 },
  weights: undefined,
};

describe("what a bank lacks for a blueprint", () => {
  it("nothing, for the bank that ships", () => {
    expect(shortages(blueprint, examBank)).to.deep.equal([]);
    expect(mayDraw(blueprint, examBank)).to.deep.equal({ allowed: true });
  });

  it("[C12] publishing is refused and the short cell is named", () => {
    const bank = examBank.filter(
      ({ question }) => question !== "OM-1.2-4" && question !== "OM-1.3-2" && question !== "OM-1.1-4",
    );
    expect(shortages(blueprint, bank)).to.deep.equal([{ what: "cell", name: "OM-1 numeric", needed: 4, available: 3 }]);
    expect(mayDraw(blueprint, bank)).to.deep.equal({
      allowed: false,
      reason: { code: "exam.bank-short", facts: { cells: "OM-1 numeric 3/4" } },
    });
  });

  it("[C12] a competency that no choice can serve is named", () => {
    const bank = bankFrom({ "OM-1.1": "SC1 SC1 NUM2 NUM2", "OM-1.3": "SC1 NUM2" });
    expect(shortages(small, bank)).to.deep.equal([{ what: "competency", name: "OM-1.2", needed: 1, available: 0 }]);
  });

  it("[C12] a difficulty that the bank does not have is named, in points", () => {
    const bank = bankFrom({ "OM-1.1": "SC1 SC1 NUM1 NUM1", "OM-1.2": "SC1 NUM1" });
    const strict = { ...small, difficulty: { percent: { "1": 50, "2": 50, "3": 0 }, tolerance: 10 } };
    expect(shortages(strict, bank)).to.deep.equal([
      { what: "difficulty", name: "1", needed: 9, available: 16 },
      { what: "difficulty", name: "2", needed: 7, available: 0 },
    ]);
  });

  it("[C12] demands that can be met one by one but not together are found", () => {
    const bank = bankFrom({ "OM-1.1": "NUM2", "OM-1.2": "NUM2", "OM-1.3": "SC1 SC1 NUM2", "OM-1.4": "NUM1" });
    const both = { ...small, competencies: ["OM-1.1", "OM-1.2", "OM-1.4"] };
    expect(shortages(both, bank)).to.have.length(1);
    expect(shortages(both, bank)[0]).to.include({ what: "competency", needed: 1, available: 0 });
  });

  const broken: [string, string, string][] = [
    ["a cell twice", "unit: GN, kind: true-false", "unit: GN, kind: single-choice"],
    ["a kind without points", "ordering: 3, ", ""],
    ["half points", "single-choice: 3", "single-choice: 2.5"],
    ["an unknown kind", "kind: numeric", "kind: hotspot"],
    ["a missing difficulty", ', "3": 10', ""],
  ];
  for (const [name, from, to] of broken)
    it(`a blueprint with ${name} is refused with file and line`, () => {
      expect(source).to.include(from);
      expect(() => parseBlueprint(source.replace(from, to), file)).to.throw(
        /^courses\/content\/blueprints\/om1-theory\.yaml:\d+ \S/,
      );
    });
});
