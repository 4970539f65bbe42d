import { expect } from "chai";
import { missingGlyphs, runsOf } from "../../../certificates/fonts.ts";
import { fonts, pdfOf, record, recordWith } from "./sample.ts";

const named = (name: string) => recordWith({ holder: { ...record.holder, name } });
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe("fonts of the certificate", () => {
  it("[V10] rare characters of names are in the house fonts, regular and bold", () => {
    expect(missingGlyphs("㛃䶮堃喆犇龘𬭎𫖯𬱟·ZHANG Yán", fonts)).to.deep.equal([]);
  });

  it("[V10] a character without a glyph is named, so that the issue is refused beforehand", async () => {
    expect(missingGlyphs("张𠮷𠮷", fonts)).to.deep.equal(["𠮷"]);
    expect(missingGlyphs("张\n三\u0007", fonts)).to.deep.equal(["\n", "\u0007"]);
    expect(await failure(pdfOf(named("张𠮷")))).to.be.instanceOf(RangeError);
  });

  it("[K05] a text is cut into runs of one face, the first that has the character", () => {
    const [regular] = fonts.regular;
    const [bold] = fonts.bold;
    if (!regular || !bold) throw new Error("no fonts");
    const latinOnly = { id: "latin", font: { ...stub, hasGlyphForCodePoint: (code: number) => code < 0x80 } };
    const chain = { regular: [latinOnly, regular], bold: [bold] };
    const runs = runsOf("AB张C", "regular", chain).map(({ text, face }) => [text, face.id]);
    expect(runs).to.deep.equal([
      ["AB", "latin"],
      ["张", "regular"],
      ["C", "latin"],
    ]);
    expect(missingGlyphs("AB张C", chain)).to.deep.equal([]);
  });
});

const stub = { postscriptName: "Stub", layout: () => null };
