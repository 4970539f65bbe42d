import { expect } from "chai";
import fc from "fast-check";
import { randomFrom } from "../../../courses/random.ts";
import { kindOf } from "../../../courses/questions/kinds/index.ts";
import { setups } from "./samples.ts";

const ordering = kindOf("ordering");
const matching = kindOf("matching");

describe("kinds that arrange", () => {
  it("[B12] ordering: the whole order or nothing", () => {
    const setup = setups.ordering;
    expect(ordering.mark(setup, ["D", "B", "C", "A"])).to.deep.equal({ got: 1, of: 1 });
    for (const answer of [["D", "B", "A", "C"], ["D", "B", "C"], ["D", "B", "C", "A", "A"], ["D", "D", "C", "A"], []])
      expect(ordering.mark(setup, answer).got, answer.join("")).to.equal(0);
  });

  it("ordering is never shown in the right order", () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        expect(ordering.shuffle(setups.ordering, randomFrom(seed)).order).not.to.deep.equal(["D", "B", "C", "A"]);
      }),
      { numRuns: 300 },
    );
  });

  it("ordering: the key must name every item once", () => {
    for (const key of [
      ["A", "B", "C"],
      ["A", "B", "C", "C"],
      ["A", "B", "C", "E"],
    ])
      expect(ordering.setup.safeParse({ ...setups.ordering, key }).success, key.join("")).to.equal(false);
  });

  const pairs: [object, number][] = [
    [{ "1": "b", "2": "a", "3": "c" }, 3],
    [{ "1": "b", "2": "c", "3": "a" }, 1],
    [{ "1": "b" }, 1],
    [{ "1": "b", "2": "a", "3": "c", "4": "d" }, 3],
    [{ "1": "z" }, 0],
    [{}, 0],
  ];
  for (const [answer, got] of pairs)
    it(`[B11] matching: ${JSON.stringify(answer)} has ${got} of 3 pairs right, each an equal share`, () => {
      expect(matching.mark(setups.matching, answer)).to.deep.equal({ got, of: 3 });
    });

  it("[B11] matching: the right column is shuffled on its own and may hold more than the left", () => {
    const orders = ["a", "b", "c"].map((seed) => matching.shuffle(setups.matching, randomFrom(seed)));
    for (const { order, right } of orders) {
      expect(order).to.deep.equal(["1", "2", "3"]);
      expect(right).to.have.members(["a", "b", "c", "d"]);
    }
    const asked = matching.ask(
      setups.matching,
      { "zh-CN": "", en: "" },
      { order: ["1", "2", "3"], right: ["c", "a", "d", "b"] },
      "en",
    );
    expect(asked.choices.map(({ id }) => id)).to.deep.equal(["c", "a", "d", "b"]);
    expect(matching.say(setups.matching, { "2": "a" }, "en")).to.equal("option 2 → option a");
  });

  it("matching: keys of the object's own prototype are no answers", () => {
    expect(matching.mark(setups.matching, JSON.parse('{"__proto__":"b"}')).got).to.equal(0);
    expect(matching.mark(setups.matching, { constructor: "b" }).got).to.equal(0);
  });
});
