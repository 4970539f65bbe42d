import { expect } from "chai";
import fc from "fast-check";
import { qrText, readQr } from "../../../certificates/qr.ts";
import { outcomeOfQr } from "../../../certificates/verify.ts";
import { baseUrl, issueDay, keyOf, ownKey, record, recordWith, stranger, strangersNumber } from "./sample.ts";

const text = qrText(record, ownKey, baseUrl);
const known = { record, state: "issued" as const };
const forged = (changes: Parameters<typeof recordWith>[0]) => qrText(recordWith(changes), ownKey, baseUrl);

describe("the paper's code", () => {
  it("says the few facts and where to look", () => {
    expect(text).to.match(/^https:\/\/cert\.example\.cn\/verify\/PY-IM-OM2-2026-000123-B9#1\.[\w-]+\.[\w-]{86}$/);
    expect(readQr(text, [ownKey])).to.deep.equal({
      number: record.number,
      name: "张㛃䶮",
      qualification: "智能制造设备操作维护",
      level: "中级",
      issuedOn: "2026-11-23",
      validUntil: "2029-11-22",
      kid: "PY-2026-1",
    });
  });

  it("[V06] a true number under a false name is altered, without asking for the name", () => {
    const paper = forged({ holder: { ...record.holder, name: "李四" } });
    expect(outcomeOfQr(readQr(paper, [ownKey]), known, issueDay)).to.include({ outcome: "altered", record: "valid" });
    const spliced = text.replace(/#.*/, `#${paper.split("#")[1]}`).replace("张㛃䶮", "李四");
    expect(outcomeOfQr(readQr(spliced, [ownKey]), known, issueDay).outcome).to.equal("altered");
  });

  it("[V06] any changed character of facts or signature is altered", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: text.indexOf("#") + 3, max: text.length - 1 }),
        fc.constantFrom(..."AZaz09-_"),
        (at, other) => {
          fc.pre(text[at] !== other && text[at] !== ".");
          expect(readQr(text.slice(0, at) + other + text.slice(at + 1), [ownKey])).to.equal("altered");
        },
      ),
    );
  });

  it("facts and number of two papers cannot be mixed", () => {
    const other = forged({ number: "PY-IM-OM1-2026-000001-PS" });
    expect(readQr(`${text.split("#")[0]}#${other.split("#")[1]}`, [ownKey])).to.equal("altered");
  });

  it("another body's paper is not ours, and one that borrows our number is altered", async () => {
    const theirs = await keyOf(stranger);
    const borrowed = qrText(record, theirs, "https://zz.example");
    const own = qrText(recordWith({ number: strangersNumber, issuer: stranger }), theirs, "https://zz.example");
    expect(readQr(own, [ownKey])).to.equal("not_issued_here");
    expect(readQr(borrowed, [ownKey])).to.equal("altered");
    expect(readQr(own, [ownKey, theirs])).to.include({ number: strangersNumber });
    expect(readQr(borrowed, [ownKey, theirs])).to.equal("altered");
  });

  it("a plain address, a shop's code or nothing holds no facts", () => {
    for (const other of ["", "https://example.cn", `${baseUrl}/verify/${record.number}`, "6901234567892"]) {
      expect(readQr(other, [ownKey]), other).to.equal(null);
    }
  });
});
