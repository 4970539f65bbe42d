import { expect } from "chai";
import fc from "fast-check";
import { markPaper } from "../../../courses/grading/mark-paper.ts";
import { outcome } from "../../../courses/grading/outcome.ts";
import { percentShown } from "../../../courses/points.ts";
import { kindIds, kindOf } from "../../../courses/questions/kinds/index.ts";
import { setups } from "./samples.ts";

const paper = kindIds.map((kind, place) => ({
  itemId: `q${place + 1}`,
  kind,
  competency: place < 4 ? "OM-1.1" : "OM-1.2",
  points: place + 1,
  setup: setups[kind],
}));
const allRight = Object.fromEntries(paper.map(({ itemId, kind, setup }) => [itemId, kindOf(kind).key(setup)]));

describe("marking a paper", () => {
  it("[D01] a paper of every kind is marked by itself: all keys earn all points", () => {
    const marked = markPaper(paper, allRight);
    expect([marked.total, marked.max]).to.deep.equal([28 * 60, 28 * 60]);
    expect(marked.byCompetency).to.deep.equal([
      { competency: "OM-1.1", marks: 600, max: 600 },
      { competency: "OM-1.2", marks: 1080, max: 1080 },
    ]);
  });

  it("[D01] shares are exact sixtieths: half of a multiple response, two of three pairs, one of two blanks", () => {
    const marked = markPaper(paper, { q2: ["A"], q6: { "1": "b", "2": "a", "3": "d" }, q7: ["24", "vier"] });
    expect(marked.items.map(({ marks }) => marks)).to.deep.equal([0, 60, 0, 0, 0, 240, 210]);
    expect(marked.total).to.equal(510);
  });

  it("[D01] answers that are missing, null, of another kind or to no question earn nothing", () => {
    const odd = {
      q1: ["C"],
      q2: "A",
      q3: "false",
      q4: 0.45,
      q5: null,
      q6: [],
      q7: { 0: "24" },
      q99: "C",
      __proto__: allRight,
    };
    expect(markPaper(paper, odd).total).to.equal(0);
    expect(markPaper(paper, {}).total).to.equal(0);
  });

  it("total, parts and items always add up", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom(...paper.map(({ itemId }) => itemId)),
          fc.oneof(fc.anything(), fc.constantFrom(...Object.values(allRight))),
        ),
        (answers) => {
          const { items, total, max, byCompetency } = markPaper(paper, answers);
          for (const list of [items, byCompetency]) {
            expect(list.reduce((sum, { marks }) => sum + marks, 0)).to.equal(total);
            expect(list.reduce((sum, one) => sum + one.max, 0)).to.equal(max);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("the outcome", () => {
  it("[D18] 59.96 does not pass and is never shown as 60; 60 passes", () => {
    expect(outcome(5996, 10_000, 60).passed).to.equal(false);
    expect(percentShown(5996, 10_000)).to.equal("59.9");
    expect(outcome(5996, 10_000, 60).reasons).to.deep.equal([
      { code: "total-below", facts: { got: "59.9", needed: 60 } },
    ]);
    expect(outcome(6000, 10_000, 60)).to.deep.equal({ passed: true, reasons: [] });
  });

  it("[D18] whatever the marks: passed exactly when the fraction reaches the percentage, and shown 60 only then", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (max, part) => {
        const marks = Math.floor(max * part);
        const { passed } = outcome(marks, max, 60);
        expect(passed).to.equal(BigInt(marks) * 100n >= BigInt(max) * 60n);
        expect(Number(percentShown(marks, max)) >= 60).to.equal(passed);
      }),
    );
  });

  const part = (marks: number) => ({ part: "OM-1.4", marks, max: 1200, percent: 50 });
  it("[D17] each part needs its own minimum besides the total", () => {
    expect(outcome(5400, 6000, 60, [part(600)]).passed).to.equal(true);
    expect(outcome(5400, 6000, 60, [part(599)]).reasons).to.deep.equal([
      { code: "part-below", facts: { part: "OM-1.4", got: "49.9", needed: 50 } },
    ]);
    expect(outcome(3000, 6000, 60, [part(0)]).reasons.map(({ code }) => code)).to.deep.equal([
      "total-below",
      "part-below",
    ]);
    expect(outcome(6000, 6000, 60, [{ ...part(0), max: 0 }]).passed, "a part that was not on the paper").to.equal(
      false,
    );
  });
});
