import { expect } from "chai";
import { recordIntact, sealRecord } from "../../../certificates/record.ts";
import { record, recordWith } from "./sample.ts";

describe("certificate record", () => {
  it("keeps its hash whatever the order of its fields", () => {
    const { recordHash, ...facts } = record;
    const reversed = Object.fromEntries(Object.entries(facts).reverse()) as typeof facts;
    expect(sealRecord(reversed).recordHash).to.equal(recordHash);
    expect(recordIntact(JSON.parse(JSON.stringify(record)))).to.equal(true);
  });

  it("any changed field is found", () => {
    for (const changed of [
      { ...record, holder: { ...record.holder, name: "张三" } },
      { ...record, validUntil: "2039-11-22" },
      { ...record, parts: [] },
      { ...record, salt: "ffffffffffffffffffffffffffffffff" },
    ]) {
      expect(recordIntact(changed)).to.equal(false);
    }
  });

  it("equal facts with another salt have another hash, and a short salt is refused", () => {
    expect(recordWith({ salt: "ffffffffffffffffffffffffffffffff" }).recordHash).not.to.equal(record.recordHash);
    expect(() => recordWith({ salt: "short" })).to.throw(RangeError);
  });
});
