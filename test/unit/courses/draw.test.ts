import { expect } from "chai";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { parseBlueprint, sizeOf, type BankRow, type Blueprint } from "../../../courses/exams/blueprint.ts";
import { BankShort, drawPaper, type Paper } from "../../../courses/exams/draw.ts";
import { kindOf } from "../../../courses/questions/kinds/index.ts";
import { bankFrom, examBank } from "./samples.ts";

const file = "courses/content/blueprints/om1-theory.yaml";
const blueprint = parseBlueprint(readFileSync(file, "utf8"), file);

/** Every demand of a blueprint, checked on a paper without the code that draws. */
function expectToMeet(
  { cells, competencies, perCompetency, difficulty, weights }: Blueprint,
  paper: Paper,
  bank: readonly BankRow[],
): void {
  const points = paper.reduce((sum, item) => sum + item.points, 0);
  const percentOf = (mine: (item: Paper[number]) => boolean) =>
    (paper.filter(mine).reduce((sum, item) => sum + item.points, 0) * 100) / points;
  for (const { unit, kind, count } of cells)
    expect(paper.filter((item) => item.unit === unit && item.kind === kind)).to.have.length(count);
  expect(new Set(paper.map(({ question }) => question)).size).to.equal(paper.length);
  for (const id of competencies)
    expect(paper.filter(({ competency }) => competency === id).length, id).to.be.at.least(perCompetency);
  const difficultyOf = new Map(bank.map((row) => [row.question, String(row.difficulty)]));
  for (const [level, share] of Object.entries(difficulty.percent))
    expect(
      percentOf(({ question }) => difficultyOf.get(question) === level),
      `difficulty ${level}`,
    ).to.be.closeTo(share, difficulty.tolerance + 1e-9);
  for (const [id, share] of Object.entries(weights?.percent ?? {}))
    expect(
      percentOf(({ competency }) => competency === id),
      id,
    ).to.be.closeTo(share, (weights?.tolerance ?? 0) + 1e-9);
}

describe("drawing a paper", () => {
  it("[C11] every paper of om1-theory has its kinds and units, two questions a competency, and its difficulty: 1,000 seeds", () => {
    expect(sizeOf(blueprint)).to.deep.equal({ questions: 30, points: 100 });
    for (let seed = 0; seed < 1000; seed += 1)
      expectToMeet(blueprint, drawPaper(blueprint, examBank, `seed ${seed}`), examBank);
  });

  it("[C11] any bank from which a paper can be made gives one that meets every demand", () => {
    const codes = fc.array(fc.constantFrom("SC1", "SC2", "NUM1", "NUM2", "NUM3", "MAT1", "MAT3"), {
      minLength: 4,
      maxLength: 15,
    });
    fc.assert(
      fc.property(fc.tuple(codes, codes, codes), fc.string(), ([one, two, three], seed) => {
        const bank = bankFrom({ "OM-1.1": one.join(" "), "OM-1.2": two.join(" "), "OM-1.3": three.join(" ") });
        const feasible = feasibleFor(bank);
        expectToMeet(feasible, drawPaper(feasible, bank, seed), bank);
      }),
      { numRuns: 300 },
    );
  });

  it("the same seed and bank give the same paper", () => {
    expect(drawPaper(blueprint, examBank, "one")).to.deep.equal(drawPaper(blueprint, examBank, "one"));
  });

  it("[C16] two candidates' questions and options differ, and the stored shuffle shows the same order again", () => {
    const [one, other] = [drawPaper(blueprint, examBank, "person one"), drawPaper(blueprint, examBank, "person two")];
    expect(one.map(({ question }) => question)).not.to.deep.equal(other.map(({ question }) => question));
    const common = one.filter(
      ({ question, kind }) => kind === "single-choice" && other.some((item) => item.question === question),
    );
    const orderIn = (paper: Paper, question: string) => paper.find((item) => item.question === question)?.shuffle.order;
    expect(common.some(({ question }) => String(orderIn(one, question)) !== String(orderIn(other, question)))).to.equal(
      true,
    );
    for (const { kind, question, shuffle } of one) {
      const shown = kindOf(kind).ask(
        examBank.find((row) => row.question === question)?.setup,
        { "zh-CN": "", en: "" },
        shuffle,
        "en",
      );
      if (kind === "single-choice") expect(shown.options.map(({ id }) => id)).to.deep.equal(shuffle.order);
    }
  });

  it("numbers the places q1 … q30 as they are seen and spreads kinds over the paper", () => {
    const paper = drawPaper(blueprint, examBank, "places");
    expect(paper.map(({ itemId }) => itemId)).to.deep.equal(paper.map((_item, place) => `q${place + 1}`));
    expect(new Set(paper.slice(0, 6).map(({ kind }) => kind)).size).to.be.above(1);
  });

  it("uses the whole bank over time: every question that fits a cell is drawn for somebody", () => {
    const drawn = new Set(
      Array.from({ length: 200 }, (_one, seed) => drawPaper(blueprint, examBank, `${seed}`)).flatMap((paper) =>
        paper.map(({ question }) => question),
      ),
    );
    const fitting = examBank.filter(({ unit, kind }) =>
      blueprint.cells.some((cell) => cell.unit === unit && cell.kind === kind),
    );
    expect([...drawn]).to.have.members(fitting.map(({ question }) => question));
  });

  it("says what is short instead of drawing a wrong paper", () => {
    const few = examBank.filter(({ kind, unit }) => unit === "GN" || kind !== "ordering");
    expect(() => drawPaper(blueprint, few, "x")).to.throw(BankShort, "OM-1 ordering 0/3");
  });
});

/** A blueprint that one known choice from the bank meets exactly: half of each kind, its own difficulty and competencies. */
function feasibleFor(bank: readonly BankRow[]): Blueprint {
  const kinds = [...new Set(bank.map(({ kind }) => kind))];
  const cells = kinds.map((kind) => ({
    unit: "OM-1",
    kind,
    count: Math.ceil(bank.filter((row) => row.kind === kind).length / 2),
  }));
  const witness = cells.flatMap(({ kind, count }) => bank.filter((row) => row.kind === kind).slice(0, count));
  const share = (level: number) =>
    (witness.filter(({ difficulty }) => difficulty === level).length * 100) / witness.length;
  const competencies = [...new Set(witness.map(({ competency }) => competency))];
  const least = Math.min(...competencies.map((id) => witness.filter(({ competency }) => competency === id).length), 2);
  const pointsByKind = Object.fromEntries(kinds.map((kind) => [kind, 1]));
  const difficulty = { percent: { "1": share(1), "2": share(2), "3": share(3) }, tolerance: 5 };
  return {
    ...blueprint,
    cells,
    pointsByKind,
    competencies,
    perCompetency: least,
    difficulty,
    weights: undefined,
  };
}
