import { expect } from "chai";
import { readSeal } from "../../../certificates/seal.ts";
import { findSeal } from "../../../certificates/seal-field.ts";
import { ownKey, pdfOf } from "./sample.ts";

/** In the short form about 2,000 places: all of the signature dictionary and CMS, a spread over the rest. */
const everyByte = process.env["PROOF"] === "1";
const flips = everyByte ? [0x01, 0x20] : [0x01];

describe("single changed bytes", () => {
  it(`[V04] each of ${everyByte ? "all bytes, two flips," : "2,000 places"} is called altered, never valid`, async function () {
    this.timeout(everyByte ? 1_200_000 : 60_000);
    const file = await pdfOf();
    const missed: string[] = [];
    for (const at of placesIn(file)) {
      for (const flip of flips) {
        file[at] = (file[at] ?? 0) ^ flip;
        const { kind } = await readSeal(file, [ownKey]);
        file[at] = (file[at] ?? 0) ^ flip;
        if (kind !== "altered") missed.push(`${at} ^ ${flip}: ${kind}`);
      }
    }
    expect(missed).to.deep.equal([]);
    expect((await readSeal(file, [ownKey])).kind).to.equal("intact");
  });
});

function placesIn(file: Buffer): number[] {
  if (everyByte) return Array.from(file.keys());
  const seal = findSeal(file.toString("latin1"));
  if (seal === null) throw new Error("no seal in the sample");
  const cmsEnds = seal.start + 1 + file.toString("latin1", seal.start + 1, seal.end - 1).replace(/(00)+$/, "").length;
  const dictionary = range(file.lastIndexOf("/Type /Sig", seal.start) - 8, cmsEnds, 1);
  const padding = range(cmsEnds, seal.end + 10, 60);
  const step = Math.ceil(file.length / Math.max(200, 2000 - dictionary.length));
  const edges = [...range(0, 20, 1), ...range(file.length - 20, file.length, 1)];
  return [...dictionary, ...padding, ...edges, ...range(0, file.length, step)];
}

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, at) => from + at * step);
}
