import { expect } from "chai";
import fc from "fast-check";
import { folded } from "../../../courses/questions/kinds/fill-in.ts";
import { kindOf } from "../../../courses/questions/kinds/index.ts";
import { readDecimal } from "../../../courses/questions/decimal.ts";
import { setups } from "./samples.ts";

const none = { "zh-CN": "", en: "" };
const numeric = (value: string, tolerance: string, relative = false) => {
  const setup = { value, tolerance, relative, unit: none };
  return (answer: string) => kindOf("numeric").mark(setup, answer).got === 1;
};
const accepts = (accepted: string, answer: string) =>
  kindOf("fill-in").mark({ blanks: [{ accept: [accepted] }] }, [answer]).got === 1;

describe("numeric", () => {
  it("[B08] an absolute tolerance, its border included and no rounding", () => {
    const right = numeric("0.45", "0.005");
    expect(["0.45", "0.445", "0.455", ".45", "0.450"].map(right)).to.deep.equal([true, true, true, true, true]);
    expect(["0.4449", "0.45500001", "0.4", "-0.45", ""].map(right)).to.deep.equal([false, false, false, false, false]);
    expect(numeric("0.3", "0")("0.30"), "0.1 + 0.2 is no trap").to.equal(true);
  });

  it("[B08] a relative tolerance in percent, of negative values too", () => {
    const right = numeric("1766", "1", true);
    expect(["1748.34", "1783.66", "1748.33", "1783.67"].map(right)).to.deep.equal([true, true, false, false]);
    expect(["-98", "-97.9", "98"].map(numeric("-100", "2", true))).to.deep.equal([true, false, false]);
    expect(
      kindOf("numeric").setup.safeParse({ value: "0", tolerance: "1", relative: true, unit: none }).success,
    ).to.equal(false);
  });

  const read: Record<string, string> = {
    " 1766 ": "1766",
    "１７６６": "1766",
    "1,766": "1766",
    "1 766": "1766",
    "１，７６６．５": "1766.5",
    "−5": "-5",
    "－５": "-5",
    "+5": "5",
    "12.": "12",
    "1,234,567": "1234567",
  };
  for (const [typed, value] of Object.entries(read))
    it(`reads ${JSON.stringify(typed)} as ${value}`, () => expect(numeric(value, "0")(typed)).to.equal(true));

  for (const typed of [
    "12,5",
    "1,76",
    "0,123",
    "12.5e1",
    "1e3",
    "30 s",
    "5%",
    "1 2",
    "1.2.3",
    "0x10",
    "Infinity",
    "NaN",
    "--5",
    "5-",
    "1,234 567",
    "½",
    "9".repeat(31),
  ])
    it(`refuses ${JSON.stringify(typed)}`, () => expect(readDecimal(typed)).to.equal(undefined));

  it("compares as exact fractions do, for every number of up to eight decimals", () => {
    const whole = fc.integer({ min: -1e9, max: 1e9 });
    const written = (digits: number, scale: number) =>
      `${digits < 0 ? "-" : ""}${String(Math.abs(digits))
        .padStart(9, "0")
        .replace(new RegExp(`(?=.{${scale}}$)`), scale ? "." : "")}`;
    fc.assert(
      fc.property(
        whole,
        whole,
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 0, max: 8 }),
        (given, value, tolerance, scale) => {
          const right = numeric(written(value, scale), written(tolerance, scale))(written(given, scale));
          expect(right).to.equal(Math.abs(given - value) <= tolerance);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("fill-in", () => {
  const same: [string, string][] = [
    ["S7-1200", "ｓ７－１２００"],
    ["S7-1200", " s7 - 1200 "],
    ["30:2", "30：2"],
    ["已知带电体", "已知 带电体　"],
    ["KM1", "km1"],
    ["10³ Pa", "10^3pa"],
  ];
  for (const [accepted, answer] of same)
    it(`[B06] ${JSON.stringify(answer)} is ${JSON.stringify(accepted)}: case, width and spacing are normalised`, () =>
      expect(accepts(accepted, answer)).to.equal(true));

  const near: [string, string][] = [
    ["S7-1200", "S7-1500"],
    ["FX3U-48MR", "FX5U-48MR"],
    ["0.05 mm", "0.5 mm"],
    ["400 V AC", "40 V AC"],
    ["clockwise", "anticlockwise rotation"],
    ["三相异步电动机", "三相同步电动机"],
    ["10³", "103"],
  ];
  for (const [one, other] of near)
    it(`[B07] ${one} is never taken for ${other}, nor the other way round`, () => {
      expect([accepts(one, other), accepts(other, one), accepts(one, one), accepts(other, other)]).to.deep.equal([
        false,
        false,
        true,
        true,
      ]);
    });

  it("[B06] two texts are the same answer exactly when they fold to the same text", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (one, other) => {
        fc.pre(folded(one) !== "");
        expect(accepts(one, other)).to.equal(folded(one) === folded(other));
      }),
    );
  });

  it("[B14] several blanks in one text are each scored, in any accepted language", () => {
    const marked = (answer: string[]) => kindOf("fill-in").mark(setups["fill-in"], answer);
    expect(
      [["24", "三"], ["24", "Three"], ["", "3"], ["24"], ["3", "24"], []].map((answer) => marked(answer).got),
    ).to.deep.equal([2, 2, 1, 1, 0, 0]);
    expect(kindOf("fill-in").say(setups["fill-in"], ["24", " "], "en")).to.equal("24; —");
  });

  it("the key is told in the reader's language where one of the accepted texts is", () => {
    const setup = { blanks: [{ accept: ["红", "红色", "red"] }, { accept: ["24"] }, { accept: ["扭矩"] }] };
    const told = (language: "zh-CN" | "en") => kindOf("fill-in").key(setup, language);
    expect(told("zh-CN")).to.deep.equal(["红", "24", "扭矩"]);
    expect(told("en")).to.deep.equal(["red", "24", "扭矩"]);
  });
});
