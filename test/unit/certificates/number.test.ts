import { expect } from "chai";
import fc from "fast-check";
import { checkCharacters, checksOut } from "../../../certificates/check-characters.ts";
import { issuerOfNumber, numberOf, readNumber } from "../../../certificates/number.ts";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const letters = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet.slice(10)), minLength: min, maxLength: max });
const anyNumber = fc
  .record({
    issuer: letters(2, 4),
    programme: letters(2, 2),
    tier: letters(2, 2),
    level: fc.integer({ min: 0, max: 9 }),
    year: fc.integer({ min: 2020, max: 2099 }),
    serial: fc.integer({ min: 1, max: 99_999_999 }),
  })
  .map(numberOf);
const example = "PY-IM-OM2-2026-000123-B9";

describe("certificate number", () => {
  for (const [text, check] of [
    ["ISO79", "3W"],
    ["PYIMOM22026000123", "B9"],
    ["PYIMOM12026000001", "PS"],
    ["GDIMSI32031999999", "9R"],
  ] as const) {
    it(`[V11] check characters of ${text} are ${check}`, () => {
      expect(checkCharacters(text)).to.equal(check);
      expect(checksOut(text + check)).to.equal(true);
    });
  }

  it("[V11] every single wrong character and every swap of neighbours is found", () => {
    const plain = example.replaceAll("-", "");
    for (let i = 0; i < plain.length; i++) {
      for (const other of alphabet) {
        if (other !== plain[i]) expect(checksOut(plain.slice(0, i) + other + plain.slice(i + 1))).to.equal(false);
      }
      const [a, b] = [plain.charAt(i), plain.charAt(i + 1)];
      if (a !== b && b !== "") expect(checksOut(plain.slice(0, i) + b + a + plain.slice(i + 2))).to.equal(false);
    }
  });

  it("is read whatever its case, spaces, width and dashes", () => {
    const ways = [example, example.toLowerCase(), example.replaceAll("-", ""), ` ${example.replaceAll("-", " – ")} `];
    const fullWidth = Array.from(example, (c) =>
      c === "-" ? "－" : String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0),
    ).join("");
    for (const typed of [...ways, fullWidth, example.replaceAll("-", "—"), example.replaceAll("-", "−")]) {
      expect(readNumber(typed), typed).to.deep.equal({ ok: true, number: example });
    }
  });

  it("every number made is read again", () => {
    fc.assert(
      fc.property(anyNumber, (number) => {
        expect(readNumber(number)).to.deep.equal({ ok: true, number });
      }),
    );
  });

  it("[V11] one look-alike exchange gives “did you mean”", () => {
    for (const typed of [
      "PY-IM-OM2-2O26-000123-B9",
      "PY-1M-OM2-2026-000123-B9",
      "PY-IM-OM2-2026-000123-89",
      "PY-IM-OM2-2026-001023-B9",
    ]) {
      expect(readNumber(typed), typed).to.deep.equal({ ok: false, suggestion: example });
    }
  });

  it("[V11] a suggestion is always a right number, and rubbish has none", () => {
    fc.assert(
      fc.property(anyNumber, fc.nat(30), fc.constantFrom(...alphabet), (number, at, other) => {
        const reading = readNumber(number.slice(0, at) + other + number.slice(at + 1));
        if (!reading.ok && reading.suggestion !== null) expect(readNumber(reading.suggestion).ok).to.equal(true);
      }),
    );
    for (const typed of ["", "hello", "123456", example.slice(0, -1), "𠮷".repeat(500)]) {
      expect(readNumber(typed), typed).to.deep.equal({ ok: false, suggestion: null });
    }
  });

  it("refuses parts that do not fit", () => {
    const parts = { issuer: "PY", programme: "IM", tier: "OM", level: 2, year: 2026, serial: 123 };
    for (const wrong of [
      { issuer: "P" },
      { issuer: "PYXYZ" },
      { programme: "IMX" },
      { tier: "O" },
      { level: 12 },
      { level: 1.5 },
      { year: 26 },
      { serial: -1 },
    ]) {
      expect(() => numberOf({ ...parts, ...wrong }), JSON.stringify(wrong)).to.throw(RangeError);
    }
    expect(issuerOfNumber(example)).to.equal("PY");
  });
});
