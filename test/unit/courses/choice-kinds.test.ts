import { expect } from "chai";
import fc from "fast-check";
import { randomFrom } from "../../../courses/random.ts";
import { kindOf } from "../../../courses/questions/kinds/index.ts";
import { setups } from "./samples.ts";

const nothing = 0;
const earned = (kind: string, setup: unknown, answer: unknown) => {
  const { got, of } = kindOf(kind).mark(setup, answer);
  return got / of;
};
const stem = { "zh-CN": "题", en: "q" };

describe("choice kinds", () => {
  it("[B01] single choice: the keyed option and no other earns the points", () => {
    const setup = setups["single-choice"];
    expect(["A", "B", "C", "D", "E"].map((id) => earned("single-choice", setup, id))).to.deep.equal([0, 0, 1, 0, 0]);
  });

  it("[C17] a pinned option stays last however the others are shuffled", () => {
    const option = (id: string, pinned?: true) => ({ id, text: { "zh-CN": id, en: id }, ...(pinned && { pinned }) });
    const setup = { options: [option("A"), option("D", true), option("B"), option("C")], key: "D" };
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const shuffle = kindOf("single-choice").shuffle(setup, randomFrom(seed));
        expect(shuffle.order.at(-1)).to.equal("D");
        expect(
          kindOf("single-choice")
            .ask(setup, stem, shuffle, "en")
            .options.map(({ id }) => id),
        ).to.deep.equal(shuffle.order);
      }),
      { numRuns: 100 },
    );
  });

  const multiple = [
    { rule: "all-or-nothing", answer: ["A", "C", "D"], share: 1 },
    { rule: "all-or-nothing", answer: ["A", "C"], share: 0 },
    { rule: "all-or-nothing", answer: ["A", "C", "D", "E"], share: 0 },
    { rule: "half", answer: ["D", "C", "A"], share: 1 },
    { rule: "half", answer: ["A"], share: 1 / 2 },
    { rule: "half", answer: ["A", "C"], share: 1 / 2 },
    { rule: "half", answer: ["A", "C", "B"], share: 0 },
    { rule: "half", answer: ["A", "A"], share: 1 / 2 },
    { rule: "half", answer: ["A", "Z"], share: 0 },
    { rule: "half", answer: [], share: 0 },
    { rule: "proportional", answer: ["A", "C"], share: 2 / 3 },
    { rule: "proportional", answer: ["A", "C", "B"], share: 0 },
    { rule: "right-minus-wrong", answer: ["A", "C", "B"], share: 1 / 3 },
    { rule: "right-minus-wrong", answer: ["B", "E"], share: 0 },
  ];
  for (const { rule, answer, share } of multiple) {
    const id = rule === "all-or-nothing" ? "B02" : "B03";
    it(`[${id}] multiple response, key A C D, rule ${rule}: ${answer.join(" ") || "nothing"} earns ${share.toFixed(2)}`, () => {
      expect(earned("multiple-response", { ...setups["multiple-response"], rule }, answer)).to.equal(share);
    });
  }

  it("[B03] half is the rule when the author names none, and the rule is told to the candidate", () => {
    const asked = kindOf("multiple-response").ask(setups["multiple-response"], stem, { order: [] }, "zh-CN");
    expect(asked).to.have.property("marking", "少选得一半，错选 0 分");
    expect(earned("multiple-response", setups["multiple-response"], ["A"])).to.equal(1 / 2);
  });

  it("[B04] true or false: the verdict alone is marked, a stated reason is kept and shown", () => {
    const setup = { key: false, askReason: true };
    const answer = { verdict: false, reason: "须另持特种作业操作证" };
    expect(
      [answer, { ...answer, verdict: true }, false, true].map((one) => earned("true-false", setup, one)),
    ).to.deep.equal([1, 0, 1, 0]);
    expect(kindOf("true-false").say(setup, answer, "zh-CN")).to.equal("错：须另持特种作业操作证");
    expect(kindOf("true-false").say(setup, true, "en")).to.equal("True");
    expect(kindOf("true-false").ask(setup, stem, { order: [] }, "en")).to.have.property("askReason", true);
    expect(earned("true-false", setup, "false")).to.equal(nothing);
  });

  const broken = {
    "a key outside the options": { ...setups["single-choice"], key: "Z" },
    "two options with one id": {
      options: [1, 2].map((n) => ({ id: "A", text: { "zh-CN": `${n}`, en: `${n}` } })),
      key: "A",
    },
    "two options with one text": {
      options: ["A", "B"].map((id) => ({ id, text: { "zh-CN": id, en: "same" } })),
      key: "A",
    },
    "an option without English": { options: ["A", "B"].map((id) => ({ id, text: { "zh-CN": id } })), key: "A" },
    "an unknown field": { ...setups["single-choice"], hint: "C" },
  };
  for (const [name, setup] of Object.entries(broken))
    it(`single choice refuses ${name}`, () =>
      expect(kindOf("single-choice").setup.safeParse(setup).success).to.equal(false));
});
