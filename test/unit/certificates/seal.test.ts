import { expect } from "chai";
import { cmsOf, signatureIn } from "../../../certificates/cms.ts";
import { findSeal } from "../../../certificates/seal-field.ts";
import { readSeal, sealPdf } from "../../../certificates/seal.ts";
import { keyOf, ownKey, panyu, pdfOf, record, recordWith, stranger, strangersNumber } from "./sample.ts";
import { cmsOver, highS, replaced, resealed, swapped, withContents } from "./attacks.ts";

const pdf = await pdfOf();
const kindOf = async (file: Buffer) => (await readSeal(file, [ownKey])).kind;
const place = findSeal(pdf.toString("latin1"));
if (place === null) throw new Error("no seal in the sample");

describe("the seal of a document", () => {
  it("[V03] an untouched file is intact and says number, key, moment and credential", async () => {
    const finding = await readSeal(pdf, [ownKey]);
    expect(finding).to.deep.include({
      kind: "intact",
      number: record.number,
      kid: ownKey.kid,
      signedAt: new Date("2026-11-23T04:00:00Z"),
    });
    expect(finding.kind === "intact" && finding.credential.recordHash).to.equal(record.recordHash);
  });

  const appended: Record<string, (file: Buffer) => Buffer> = {
    "one byte": (file) => Buffer.concat([file, Buffer.from("\n")]),
    "an incremental update": (file) =>
      Buffer.concat([
        file,
        Buffer.from(
          "\n1 0 obj\n<<>>\nendobj\nxref\n1 1\n0000000000 00000 n \ntrailer\n<</Size 2/Prev 1>>\nstartxref\n1\n%%EOF\n",
        ),
      ]),
    "a second signature": (file) => Buffer.concat([file, file.subarray(place.start - 400, place.end + 12)]),
    "a second copy of itself": (file) => Buffer.concat([file, file]),
    "something before it": (file) => Buffer.concat([Buffer.from("%PDF-1.7\n"), file]),
    "nothing, but its end is cut": (file) => file.subarray(0, -1),
  };
  for (const [what, attack] of Object.entries(appended)) {
    it(`[V05] ${what} added is altered`, async () => expect(await kindOf(attack(pdf))).to.equal("altered"));
  }

  const rest = pdf.length - place.end;
  const ranges: Record<string, number[]> = {
    "a hole": [0, place.start, place.end + 100, rest - 100],
    "an overlap": [0, place.start + 10, place.end, rest],
    "a later start": [9, place.start - 9, place.end, rest],
    "an early end": [0, place.start, place.end, rest - 7],
    "a wider gap": [0, place.start - 40, place.end, rest],
    "no gap": [0, pdf.length, pdf.length, 0],
  };
  for (const [what, range] of Object.entries(ranges)) {
    it(`[V05] a byte range with ${what} is altered, even when that range is rightly signed`, async () => {
      const forged = replaced(pdf, place.rangeAt, `${`[${range.join(" ")}`.padEnd(place.rangeLength - 1)}]`);
      expect(await kindOf(withContents(forged, place, cmsOver(forged, range, ownKey)))).to.equal("altered");
    });
  }

  it("the same way of signing over the right range is intact, so the attacks above test the range", async () => {
    const cms = cmsOver(pdf, place.byteRange, ownKey);
    expect(await kindOf(withContents(pdf, place, cms))).to.equal("intact");
  });

  it("[V05] content hidden behind the signature is altered: spare zeros, upper case, other DER, high s", async () => {
    const cms = pdf.toString("latin1", place.start + 1, place.end - 1);
    expect(await kindOf(replaced(pdf, place.end - 3, "1"))).to.equal("altered");
    expect(await kindOf(replaced(pdf, place.start + 1, cms.toUpperCase()))).to.equal("altered");
    expect(await kindOf(withContents(pdf, place, Buffer.from("3003020101", "hex")))).to.equal("altered");
    expect(await kindOf(withContents(pdf, place, highS(pdf, place, ownKey)))).to.equal("altered");
  });

  it("[V05] the seal of one certificate on another is altered", async () => {
    const other = await pdfOf(recordWith({ holder: { ...record.holder, name: "李四" } }));
    expect(await kindOf(swapped(pdf, other))).to.equal("altered");
  });

  it("[V05] signed again by a stranger, under his name or ours, is altered", async () => {
    for (const issuer of [stranger, panyu]) {
      expect(await kindOf(resealed(pdf, await keyOf(issuer)))).to.equal("altered");
    }
  });

  it("a stranger's own document is not issued here", async () => {
    const theirs = await pdfOf(recordWith({ number: strangersNumber, issuer: stranger }), await keyOf(stranger));
    expect(await readSeal(theirs, [ownKey])).to.deep.equal({ kind: "stranger", number: strangersNumber });
    const signed = Buffer.from("%PDF-1.7\n<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>");
    expect(await kindOf(signed)).to.equal("stranger");
  });

  it("what holds nothing of ours is nothing, whatever it is", async () => {
    const others = ["", "%PDF-1.7\nhello", "ZhiZao Academy", `about ${record.number}`, "\0".repeat(1000)];
    for (const text of others) expect(await kindOf(Buffer.from(text)), text).to.equal("nothing");
    expect(() => sealPdf(Buffer.from("%PDF-1.7"), ownKey)).to.throw();
  });

  it("the CMS is built again to the byte", () => {
    const [digest, signature] = [Buffer.alloc(32, 7), Buffer.alloc(64, 1)];
    const cms = cmsOf(digest, ownKey.certificate, signature);
    expect(signatureIn(cms)).to.deep.equal(signature);
    expect(Buffer.compare(cms, cmsOf(digest, ownKey.certificate, signature))).to.equal(0);
    expect(Buffer.from(cms).includes(Buffer.from(ownKey.certificate))).to.equal(true);
  });
});
