import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseQuestions } from "../../../courses/catalog/question.ts";
import { parseBlueprint, sizeOf, type BankRow } from "../../../courses/exams/blueprint.ts";
import { drawPaper } from "../../../courses/exams/draw.ts";
import { shortages } from "../../../courses/exams/shortages.ts";

const content = "courses/content";
const files = readdirSync(content, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith("questions.yaml"),
);
const shipped = files.flatMap((name) => parseQuestions(readFileSync(join(content, name), "utf8"), join(content, name)));

function bankFor(use: "exam" | "practice"): BankRow[] {
  return shipped
    .filter((question) => question.use === use)
    .map(({ id, kind, competency, difficulty, setup }) => ({
      ...{ question: id, version: "v1", kind, competency, difficulty, setup },
      unit: competency.startsWith("GN") ? "GN" : competency.replace(/\.\d+$/, ""),
    }));
}

describe("the blueprints that ship, on the questions that ship", () => {
  const rows = [
    { name: "om1-theory", use: "exam", questions: 30, minutes: 60 },
    { name: "om1-mock", use: "practice", questions: 40, minutes: 40 },
  ] as const;
  for (const { name, use, questions, minutes } of rows) {
    const file = `${content}/blueprints/${name}.yaml`;
    const blueprint = parseBlueprint(readFileSync(file, "utf8"), file);

    it(`${name}: ${questions} questions, 100 points, ${minutes} minutes, passed with 60 %`, () => {
      expect(sizeOf(blueprint)).to.deep.equal({ questions, points: 100 });
      expect(blueprint).to.include({ minutes, pass: 60 });
    });

    it(`${name}: the bank gives a whole paper for 200 candidates`, () => {
      const bank = bankFor(use);
      expect(shortages(blueprint, bank)).to.deep.equal([]);
      for (let seed = 0; seed < 200; seed += 1)
        expect(drawPaper(blueprint, bank, `candidate ${seed}`)).to.have.length(questions);
    });
  }
});
