import { expect } from "chai";
import {
  historyEntry,
  mayIssue,
  mayLift,
  mayRender,
  mayRevoke,
  maySuspend,
  stateAt,
  type LifeState,
} from "../../../certificates/life.ts";

const now = new Date("2027-01-01T00:00:00Z");
const living = (state: LifeState, validUntil = "2029-11-22") => ({
  state,
  validUntil,
  issuedBy: "clerk",
  holderId: "holder",
});
const code = (decision: ReturnType<typeof mayRevoke>) => (decision.allowed ? "allowed" : decision.reason.code);

describe("life of a certificate", () => {
  it("the last day counts to its end in Asia/Shanghai", () => {
    expect(stateAt(living("issued"), new Date("2029-11-22T15:59:59.999Z"))).to.equal("valid");
    expect(stateAt(living("issued"), new Date("2029-11-22T16:00:00.000Z"))).to.equal("expired");
  });

  it("a withdrawal is told even after the last day", () => {
    for (const state of ["suspended", "revoked", "superseded"] as const) {
      expect(stateAt(living(state), new Date("2040-01-01"))).to.equal(state);
    }
  });

  it("[G09] what may happen from each state", () => {
    const table = (state: LifeState) =>
      [maySuspend, mayLift, mayRevoke].map((rule) => code(rule(living(state), "officer", now)));
    const no = "certificate.state";
    expect(table("issued")).to.deep.equal(["allowed", no, "allowed"]);
    expect(table("suspended")).to.deep.equal([no, "allowed", "allowed"]);
    expect(table("revoked")).to.deep.equal([no, no, no]);
    expect(table("superseded")).to.deep.equal([no, no, no]);
  });

  it("an expired one can be revoked, not suspended", () => {
    const expired = living("issued", "2026-12-01");
    expect(code(mayRevoke(expired, "officer", now))).to.equal("allowed");
    expect(code(maySuspend(expired, "officer", now))).to.equal("certificate.state");
  });

  it("[V21] not by whoever issued it, nor by the holder", () => {
    for (const rule of [maySuspend, mayRevoke]) {
      expect(code(rule(living("issued"), "clerk", now))).to.equal("certificate.same-person");
      expect(code(rule(living("issued"), "holder", now))).to.equal("certificate.own");
    }
    expect(code(mayLift(living("suspended"), "clerk", now))).to.equal("certificate.same-person");
    expect(code(mayIssue("holder", "holder"))).to.equal("certificate.own");
    expect(code(mayIssue("holder", "clerk"))).to.equal("allowed");
  });

  it("no PDF is made while suspended or after withdrawal", () => {
    expect(code(mayRender(living("issued", "2020-01-01")))).to.equal("allowed");
    for (const state of ["suspended", "revoked", "superseded"] as const) {
      expect(code(mayRender(living(state)))).to.equal("certificate.state");
    }
  });

  it("[G09] suspension and revocation carry a reason of their list", () => {
    expect(historyEntry("revoked", "officer", now, "cheating", "代考")).to.include({
      event: "revoked",
      reason: "cheating",
    });
    expect(() => historyEntry("revoked", "officer", now)).to.throw(RangeError);
    expect(() => historyEntry("suspended", "officer", now, "cheating")).to.throw(RangeError);
    expect(() => historyEntry("lifted", "officer", now, "cheating")).to.throw(RangeError);
    expect(historyEntry("issued", "clerk", now)).to.include({ reason: null, words: "" });
  });
});
