import { expect } from "chai";
import { outcomes, type Outcome } from "../../../certificates/outcome.ts";
import { readNumber } from "../../../certificates/number.ts";
import { qrText, readQr } from "../../../certificates/qr.ts";
import { readSeal, type SealFinding } from "../../../certificates/seal.ts";
import {
  outcomeOfDocument,
  outcomeOfDocumentAlone,
  outcomeOfNumber,
  outcomeOfQr,
  outcomeOfQrAlone,
} from "../../../certificates/verify.ts";
import { baseUrl, issueDay, ownKey, pdfOf, record, recordWith, strangersNumber } from "./sample.ts";

const after = new Date("2030-01-01");
const intact = await readSeal(await pdfOf(), [ownKey]);
const altered: SealFinding = { kind: "altered", number: record.number, failed: "signature" };
const issued = { record, state: "issued" as const };
const inState = (state: "suspended" | "revoked" | "superseded") => ({ record, state });
const forgedRecord = { record: { ...record, holder: { ...record.holder, name: "李四" } }, state: "issued" as const };
const number = readNumber(record.number);
const code = readQr(qrText(record, ownKey, baseUrl), [ownKey]);

describe("the nine outcomes", () => {
  it("[V07] each from a number", () => {
    const of = (known: Parameters<typeof outcomeOfNumber>[1], at = issueDay, typed = record.number) =>
      outcomeOfNumber(readNumber(typed), known, ["PY"], at).outcome;
    expect(of(issued)).to.equal("valid");
    expect(of(issued, after)).to.equal("expired");
    for (const state of ["suspended", "revoked", "superseded"] as const)
      expect(of(inState(state), after)).to.equal(state);
    expect(of(forgedRecord)).to.equal("altered");
    expect(of(null)).to.equal("unknown");
    expect(of(null, issueDay, strangersNumber)).to.equal("not_issued_here");
    expect(of(null, issueDay, "PY-IM-OM2-2026-000123-XX")).to.equal("unreadable");
  });

  it("[V07] each from a file, and altered beats all, with the record's own state apart", () => {
    const of = (finding: SealFinding, known: Parameters<typeof outcomeOfDocument>[1], at = issueDay) =>
      outcomeOfDocument(finding, known, at);
    expect(of(intact, issued).outcome).to.equal("valid");
    expect(of(intact, issued, after).outcome).to.equal("expired");
    expect(of(intact, null).outcome).to.equal("unknown");
    for (const state of ["suspended", "revoked", "superseded"] as const) {
      expect(of(intact, inState(state)).outcome).to.equal(state);
      expect(of(altered, inState(state))).to.include({ outcome: "altered", record: state });
    }
    expect(of(altered, issued)).to.include({ outcome: "altered", record: "valid" });
    expect(of(altered, null)).to.include({ outcome: "altered", record: null });
    expect(of({ kind: "stranger", number: null }, null).outcome).to.equal("not_issued_here");
    expect(of({ kind: "nothing" }, null).outcome).to.equal("unreadable");
  });

  it("a sealed file whose record is another one is altered", () => {
    const other = { record: recordWith({ salt: "ffffffffffffffffffffffffffffffff" }), state: "issued" as const };
    expect(outcomeOfDocument(intact, other, issueDay)).to.include({ outcome: "altered", record: "valid" });
    expect(outcomeOfDocument(intact, forgedRecord, issueDay).outcome).to.equal("altered");
  });

  it("[V07] each from a paper's code", () => {
    expect(outcomeOfQr(code, issued, issueDay).outcome).to.equal("valid");
    expect(outcomeOfQr(code, issued, after).outcome).to.equal("expired");
    expect(outcomeOfQr(code, inState("revoked"), issueDay).outcome).to.equal("revoked");
    expect(outcomeOfQr(code, null, issueDay).outcome).to.equal("unknown");
    expect(outcomeOfQr("altered", issued, issueDay)).to.include({ outcome: "altered", record: "valid" });
    expect(outcomeOfQr("not_issued_here", null, issueDay).outcome).to.equal("not_issued_here");
    expect(outcomeOfQr(null, null, issueDay).outcome).to.equal("unreadable");
  });

  it("[V14] with the public keys alone: valid or expired by the dates that were signed", () => {
    expect(outcomeOfDocumentAlone(intact, [ownKey], issueDay)).to.include({ outcome: "valid", record: null });
    expect(outcomeOfDocumentAlone(intact, [ownKey], after).outcome).to.equal("expired");
    expect(outcomeOfDocumentAlone(altered, [ownKey], issueDay).outcome).to.equal("altered");
    expect(outcomeOfQrAlone(code, [ownKey], issueDay).outcome).to.equal("valid");
    expect(outcomeOfQrAlone(code, [ownKey], after).outcome).to.equal("expired");
    expect(outcomeOfQrAlone("altered", [ownKey], issueDay).outcome).to.equal("altered");
    const stolen = { ...ownKey, compromisedSince: "2030-01-01T00:00:00.000Z" };
    for (const verdict of [
      outcomeOfDocumentAlone(intact, [stolen], issueDay),
      outcomeOfQrAlone(code, [stolen], issueDay),
    ])
      expect(verdict, "a thief dates back").to.deep.include({
        outcome: "suspended",
        checks: [{ id: "key-in-force", passed: false }],
      });
  });

  it("says what was checked: valid only when all passed, a failed seal names its check", () => {
    const good = outcomeOfDocument(intact, issued, issueDay);
    expect(good.checks.every(({ passed }) => passed)).to.equal(true);
    expect(good.checks.map(({ id }) => id)).to.include.members([
      "whole-file",
      "signature",
      "credential",
      "record",
      "in-force",
    ]);
    expect(good.checkedAt).to.equal(issueDay);
    expect(outcomeOfDocument(altered, issued, issueDay).checks.at(-1)).to.deep.equal({
      id: "signature",
      passed: false,
    });
    expect(outcomeOfNumber(number, issued, ["PY"], after).checks.at(-1)).to.deep.equal({
      id: "in-force",
      passed: false,
    });
    expect(outcomes)
      .to.have.length(9)
      .and.to.include.members(["valid", "unreadable"] satisfies Outcome[]);
  });
});
