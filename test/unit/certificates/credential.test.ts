import { decodeJwt, decodeProtectedHeader } from "jose";
import { expect } from "chai";
import { credentialOf, readCredential } from "../../../certificates/credential.ts";
import { baseUrl, keyOf, ownKey, record, recordWith, stranger, strangersNumber } from "./sample.ts";

const token = await credentialOf(record, ownKey, baseUrl);

describe("Open Badges credential", () => {
  it("[V12] is an Open Badges 3.0 credential as a vc+jwt, claims and body agreeing", () => {
    expect(decodeProtectedHeader(token)).to.deep.include({
      alg: "ES256",
      typ: "vc+jwt",
      kid: "did:web:cert.example.cn#PY-2026-1",
    });
    const payload = decodeJwt(token);
    expect(payload["type"]).to.deep.equal(["VerifiableCredential", "OpenBadgeCredential"]);
    expect(payload).to.include({ iss: "did:web:cert.example.cn", jti: payload["id"], sub: record.subjectId });
    expect(payload.nbf).to.equal(Date.parse("2026-11-23T00:00:00+08:00") / 1000);
    expect(payload.exp).to.equal(Date.parse("2029-11-23T00:00:00+08:00") / 1000);
  });

  it("holds no ID number and no mark of it", () => {
    expect(JSON.stringify(decodeJwt(token))).not.to.include("440113");
  });

  it("gives back number, record hash and holder", async () => {
    expect(await readCredential(token, [ownKey])).to.deep.equal({
      number: record.number,
      recordHash: record.recordHash,
      name: record.holder.name,
      issuedOn: "2026-11-23",
      validUntil: "2029-11-22",
      kid: "PY-2026-1",
    });
  });

  it("a changed token is altered, a stranger's is not ours, rubbish is nothing", async () => {
    const [head, body, signature] = token.split(".");
    const theirs = await keyOf(stranger);
    const strange = await credentialOf(recordWith({ number: strangersNumber }), theirs, baseUrl);
    expect(await readCredential([head, body?.replace(/^./, "f"), signature].join("."), [ownKey])).to.equal("altered");
    expect(await readCredential([head, body, signature?.split("").reverse().join("")].join("."), [ownKey])).to.equal(
      "altered",
    );
    expect(await readCredential(strange, [ownKey])).to.equal("not_issued_here");
    expect(await readCredential(await credentialOf(record, await keyOf(), baseUrl), [ownKey])).to.equal("altered");
    for (const rubbish of ["", "a.b.c", "hello"]) expect(await readCredential(rubbish, [ownKey])).to.equal(null);
  });
});
