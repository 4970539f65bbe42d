import { expect } from "chai";
import { isWhole } from "../../../courses/questions/whole.ts";

const options = ["a", "b", "c"].map((id) => ({ id, text: id }));

describe("a question whose every part is answered", () => {
  for (const [control, answer, whole] of [
    ["radio", null, false],
    ["radio", "A", true],
    ["true-false", false, true],
    ["checkbox", ["A"], true],
    ["order", ["b"], false],
    ["order", ["b", "a", "c"], true],
    ["pairs", { a: "1", b: "2" }, false],
    ["pairs", { a: "1", b: "2", c: "3" }, true],
    ["blanks", ["24", " "], false],
    ["blanks", ["24"], false],
    ["blanks", ["24", "3"], true],
  ] as const)
    it(`${control} ${JSON.stringify(answer)}: ${String(whole)}`, () =>
      expect(isWhole({ control, options, blanks: 2 }, answer)).to.equal(whole));
});
