import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { readSeal } from "../../certificates/seal.ts";
import { parseQuestions } from "../../courses/catalog/question.ts";
import { parseBlueprint, type BankRow, type Blueprint } from "../../courses/exams/blueprint.ts";
import { drawPaper, type Paper } from "../../courses/exams/draw.ts";
import { randomFrom, type Random } from "../../courses/random.ts";
import { ownKey, pdfOf } from "../unit/certificates/sample.ts";

const content = "courses/content";
const papers = 10_000;
const alterations = 2000;

describe("ten thousand papers", () => {
  for (const [name, use] of [
    ["om1-theory", "exam"],
    ["om1-mock", "practice"],
  ] as const)
    it(`[C11] each of ${String(papers)} random papers of ${name} meets every demand of its blueprint`, () => {
      const file = `${content}/blueprints/${name}.yaml`;
      const blueprint = parseBlueprint(readFileSync(file, "utf8"), file);
      const bank = bankFor(use);
      const times: number[] = [];
      const different = new Set<string>();
      for (let at = 0; at < papers; at += 1) {
        const began = performance.now();
        const paper = drawPaper(blueprint, bank, `proof ${String(at)}`);
        times.push(performance.now() - began);
        expect(faultsOf(blueprint, paper, bank), `seed ${String(at)}`).to.deep.equal([]);
        different.add(paper.map(({ question }) => question).join());
      }
      times.sort((a, b) => a - b);
      const ms = (share: number) => (times[Math.floor(papers * share)] ?? times.at(-1) ?? 0).toFixed(2);
      console.log(
        `      drawn in ${ms(0.5)} ms (median), ${ms(0.99)} ms (p99), ${ms(1)} ms (longest); ${String(different.size)} different`,
      );
    });
});

describe("two thousand altered certificates", () => {
  it(`[V04] none of ${String(alterations)} random alterations (bytes changed, cut, doubled, exchanged, put in) is intact`, async () => {
    const file = await pdfOf();
    const random = randomFrom("altered certificates");
    const outcomes = new Map<string, number>();
    for (let at = 0; at < alterations; at += 1) {
      const altered = alter(file, random);
      if (altered.equals(file)) continue;
      const { kind } = await readSeal(altered, [ownKey]);
      expect(kind, `alteration ${String(at)}`).not.to.equal("intact");
      outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
    }
    console.log(`      ${[...outcomes].map(([kind, count]) => `${kind} ${String(count)}`).join(", ")}`);
    expect((await readSeal(file, [ownKey])).kind, "the file itself").to.equal("intact");
  });
});

function bankFor(use: "exam" | "practice"): BankRow[] {
  const files = readdirSync(content, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith("questions.yaml"),
  );
  return files
    .flatMap((name) => parseQuestions(readFileSync(join(content, name), "utf8"), join(content, name)))
    .filter((question) => question.use === use)
    .map(({ id, kind, competency, difficulty, setup }) => ({
      ...{ question: id, version: "v1", kind, competency, difficulty, setup },
      unit: competency.startsWith("GN") ? "GN" : competency.replace(/\.\d+$/, ""),
    }));
}

/** A checker of its own: counts by hand what the blueprint says in words, without the code that draws. */
function faultsOf(
  { cells, pointsByKind, competencies, perCompetency, difficulty, weights }: Blueprint,
  paper: Paper,
  bank: readonly BankRow[],
): string[] {
  const faults: string[] = [];
  const demand = (holds: boolean, what: string) => holds || faults.push(what);
  const rows = paper.map(({ question }) => bank.find((row) => row.question === question));
  const points = paper.map(({ kind }) => pointsByKind[kind] ?? 0);
  const total = points.reduce((sum, one) => sum + one, 0);
  const percentWhere = (fits: (row: BankRow) => boolean) =>
    (rows.reduce((sum, row, at) => sum + (row && fits(row) ? (points[at] ?? 0) : 0), 0) * 100) / total;
  demand(!rows.includes(undefined), "a question that is not in the bank");
  demand(new Set(paper.map(({ question }) => question)).size === paper.length, "a question twice");
  demand(paper.length === cells.reduce((sum, { count }) => sum + count, 0), "the number of questions");
  demand(
    paper.every(({ itemId, points: stored }, at) => itemId === `q${String(at + 1)}` && stored === points[at]),
    "places or points",
  );
  for (const { unit, kind, count } of cells)
    demand(rows.filter((row) => row?.unit === unit && row.kind === kind).length === count, `${unit} ${kind}`);
  for (const one of competencies) demand(rows.filter((row) => row?.competency === one).length >= perCompetency, one);
  const near = (share: number, wanted: number, tolerance: number) => Math.abs(share - wanted) <= tolerance + 1e-9;
  for (const [level, wanted] of Object.entries(difficulty.percent))
    demand(
      near(
        percentWhere((row) => String(row.difficulty) === level),
        wanted,
        difficulty.tolerance,
      ),
      `difficulty ${level}`,
    );
  for (const [one, wanted] of Object.entries(weights?.percent ?? {}))
    demand(
      near(
        percentWhere((row) => row.competency === one),
        wanted,
        weights?.tolerance ?? 0,
      ),
      `weight ${one}`,
    );
  return faults;
}

/** One of the ways in which a file gets another content. */
function alter(file: Buffer, random: Random): Buffer {
  const place = () => Math.floor(random() * file.length);
  const [at, other, length] = [place(), place(), 1 + Math.floor(random() * 200)];
  const part = file.subarray(other, other + length);
  const copy = Buffer.from(file);
  switch (Math.floor(random() * 5)) {
    case 0:
      copy[at] = (copy[at] ?? 0) ^ (1 + Math.floor(random() * 255));
      return copy;
    case 1:
      return Buffer.concat([file.subarray(0, at), file.subarray(at + length)]);
    case 2:
      return Buffer.concat([file.subarray(0, at), part, file.subarray(at)]);
    case 3:
      part.copy(copy, at);
      return copy;
    default:
      return Buffer.concat([file, part]);
  }
}
