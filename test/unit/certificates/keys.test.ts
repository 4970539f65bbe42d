import { X509Certificate } from "node:crypto";
import { expect } from "chai";
import {
  didDocument,
  didOf,
  issuerDocument,
  publicJwks,
  readIssuerDocument,
} from "../../../certificates/issuer-document.ts";
import { keyCovers, makeIssuerKey, readIssuerKey } from "../../../certificates/keys.ts";
import { readSeal } from "../../../certificates/seal.ts";
import { baseUrl, issueDay, keyOf, ownKey, panyu, pdfOf, stranger } from "./sample.ts";

const wish = { issuer: panyu, year: 2026, serial: 1, now: new Date("2026-01-01T08:00:00.789Z") };

describe("issuer's keys", () => {
  it("a file holds a P-256 key and a certificate of its own", async () => {
    const file = await makeIssuerKey(wish);
    expect(file).to.include({
      kid: "PY-2026-1",
      notBefore: "2026-01-01T08:00:00.000Z",
      notAfter: "2036-01-01T08:00:00.000Z",
    });
    const certificate = new X509Certificate(file.certificate);
    expect(certificate.verify(certificate.publicKey)).to.equal(true);
    expect(certificate.subject).to.equal("CN=番禺智造人才培训基地 PY-2026-1");
    expect(certificate.ca).to.equal(false);
    expect(readIssuerKey(JSON.parse(JSON.stringify(file))).kid).to.equal("PY-2026-1");
  });

  it("a file with another key's certificate, or a foreign field, is refused", async () => {
    const [one, other] = [await makeIssuerKey(wish), await makeIssuerKey(wish)];
    expect(() => readIssuerKey({ ...one, certificate: other.certificate })).to.throw(/differ/);
    expect(() => readIssuerKey({ ...one, issuer: stranger })).to.throw(/another issuer/);
    expect(() => readIssuerKey({ ...one, note: "" })).to.throw();
  });

  it("[V14] the published file gives the same keys back, and no secret is in it", () => {
    const text = JSON.stringify([
      issuerDocument([panyu], [ownKey]),
      publicJwks([ownKey]),
      didDocument([ownKey], baseUrl),
    ]);
    expect(text).not.to.match(/"d"|PRIVATE/);
    const [read] = readIssuerDocument(JSON.parse(JSON.stringify(issuerDocument([panyu], [ownKey]))));
    expect(read?.publicKey.equals(ownKey.publicKey)).to.equal(true);
    expect(read?.issuer).to.deep.equal(panyu);
    expect(() => readIssuerDocument({ issuers: [{}] })).to.throw();
  });

  it("names an installation as did:web, ports and paths included", () => {
    expect(didOf("https://cert.example.cn")).to.equal("did:web:cert.example.cn");
    expect(didOf("http://localhost:3000/")).to.equal("did:web:localhost%3A3000");
    expect(didOf("https://example.cn/academy")).to.equal("did:web:example.cn:academy");
  });

  it("[V16] a retired key's certificates verify for ever, and a new key's beside them", async () => {
    const next = await keyOf(panyu, 2);
    const retired = { ...ownKey, retired: "2027-01-01T00:00:00.000Z" };
    const [before, after] = [await pdfOf(), await pdfOf(undefined, next, new Date("2028-01-01"))];
    expect(await readSeal(before, [retired, next])).to.include({ kind: "intact", kid: "PY-2026-1" });
    expect(await readSeal(after, [retired, next])).to.include({ kind: "intact", kid: "PY-2026-2" });
  });

  it("a signature outside the key's time does not stand", async () => {
    const stolen = { ...ownKey, compromisedSince: "2026-11-01T00:00:00.000Z" };
    expect(await readSeal(await pdfOf(), [stolen])).to.include({ kind: "altered", failed: "key-in-force" });
    expect(keyCovers(ownKey, new Date("2025-12-31T23:59:59Z"))).to.equal(false);
    expect(keyCovers(ownKey, issueDay)).to.equal(true);
    expect(keyCovers(ownKey, new Date("2036-01-02"))).to.equal(false);
  });
});
