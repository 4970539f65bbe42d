import { expect } from "chai";
import type { Control } from "../../../courses/questions/kind.ts";
import { answersTyped } from "../../../courses/questions/typed.ts";

const read = (control: Control, body: Record<string, string | string[]>) =>
  answersTyped([{ itemId: "q1", control }], body).get("q1")?.answer;

describe("answers out of a form without JavaScript", () => {
  const rows: [Control, Record<string, string | string[]>, unknown][] = [
    ["radio", { q1: "C" }, "C"],
    ["radio", {}, null],
    ["checkbox", { q1: ["A", "C"] }, ["A", "C"]],
    ["checkbox", { q1: "A" }, ["A"]],
    ["checkbox", {}, null],
    ["true-false", { q1: "false" }, false],
    ["true-false", { q1: "true", "q1.reason": " 因为 " }, { verdict: true, reason: "因为" }],
    ["true-false", { "q1.reason": "no verdict" }, null],
    ["number", { q1: " 12.5 " }, "12.5"],
    ["number", { q1: " " }, null],
    ["order", { "q1.A": "3", "q1.B": "1", "q1.C": "2", "q1.D": "" }, ["B", "C", "A"]],
    ["order", { "q1.A": "", "q1.B": "x" }, null],
    ["pairs", { "q1.1": "b", "q1.2": "", "q10.1": "c" }, { "1": "b" }],
    ["pairs", { "q1.1": "" }, null],
    ["blanks", { "q1.0": "24", "q1.1": "" }, ["24", ""]],
    ["blanks", { "q1.0": " ", "q1.1": "" }, null],
  ];
  for (const [control, body, answer] of rows)
    it(`${control} ${JSON.stringify(body)} → ${JSON.stringify(answer)}`, () =>
      expect(read(control, body)).to.deep.equal(answer));

  it("brings the revision and the flag of each question", () => {
    const typed = answersTyped(
      [
        { itemId: "q1", control: "radio" },
        { itemId: "q2", control: "radio" },
      ],
      { q1: "A", "revision.q1": "3", "flag.q1": "1", "revision.q2": "three" },
    );
    expect(typed.get("q1")).to.deep.equal({ answer: "A", revision: 3, flagged: true });
    expect(typed.get("q2")).to.deep.equal({ answer: null, revision: null, flagged: false });
  });
});
