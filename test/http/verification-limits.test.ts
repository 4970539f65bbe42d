import { expect } from "chai";
import { numberOf } from "../../certificates/number.ts";
import { issueCertificate } from "../../server/issuing/actions.ts";
import { findCertificate, type StoredCertificate } from "../../server/certificates/store.ts";
import { settings } from "../../server/platform/config.ts";
import { newMember } from "../support/cast.ts";
import { newClass, qualification } from "../support/eligible.ts";
import { Stranger } from "../support/stranger.ts";

describe("verification: typing, limits, uploads, open keys", function () {
  this.timeout(60_000);
  let certificate: StoredCertificate;
  let number = "";

  before(async () => {
    const group = await newClass(["张三丰"]);
    const [holder] = group.people;
    if (!holder) throw new Error("no holder");
    const officer = await newMember("awarding-officer", null);
    number = await issueCertificate(
      await officer.actor(),
      { personId: holder.id, qualificationId: qualification, baseId: group.baseId },
      new Date(),
    );
    const found = await findCertificate(number);
    if (!found) throw new Error("no certificate");
    certificate = found;
  });

  it("[V11] a typing error is told before the look-up, with “did you mean” where one look-alike mends it", async () => {
    const [issuer = "", ...rest] = number.split("-");
    const visitor = new Stranger();
    const typed = [issuer, rest[0], "0M1", ...rest.slice(2)].join("-");
    const page = await visitor.get(`/verify?number=${typed}`);
    expect(page.status).to.equal(422);
    expect(page.text)
      .to.include("校验位不对")
      .and.to.include(`value="${typed}"`)
      .and.to.include(`href="/verify/${number}"`);
    const wrong = await visitor.get("/verify?number=PY-IM-OM1-2026-999999-AA");
    expect(wrong.text).to.include("校验位不对").and.not.to.include("您要查的是不是");
    const link = await visitor.get(`/verify/${typed}`);
    expect(link.status).to.equal(422);
    expect(await visitor.json(`/verify/${typed}`)).to.include({ outcome: "unreadable", suggestion: number });
  });

  it("[V19] [G12] a stranger sees the masked name only; the full name gives same or not same, five tries an hour", async () => {
    const visitor = new Stranger();
    expect((await visitor.get(`/verify/${number}`)).text)
      .to.include("张*丰")
      .and.not.to.include("张三丰");
    const ask = (name: string) => visitor.post("/verify/name", { number, name });
    expect((await ask("张三 丰")).text)
      .to.include("与登记一致")
      .and.not.to.include("与登记不一致");
    expect((await ask("张四丰")).text)
      .to.include("与登记不一致")
      .and.not.to.include("张三丰");
    for (const name of ["张五丰", "张六丰", "张七丰"]) await ask(name);
    for (const again of [visitor, new Stranger()]) {
      const limited = await again.post("/verify/name", { number, name: "张三丰" });
      expect(limited.status).to.equal(429);
      expect(Number(limited.headers.get("retry-after"))).to.be.within(3000, 3600);
    }
    expect((await new Stranger().post("/verify/name", { number, name: "" })).status).to.equal(422);
  });

  it("[S18] [V19] numbers cannot be walked: replies about known and unknown numbers have one size, uncompressed", async () => {
    const free = numberOf({ issuer: "PY", programme: "IM", tier: "OM", level: 1, year: 2026, serial: 987654 });
    const visitor = new Stranger();
    const plain = { "accept-encoding": "br, gzip" };
    for (const headers of [plain, { ...plain, accept: "application/json" }]) {
      const [known, unknown] = [
        await visitor.get(`/verify/${number}`, headers),
        await visitor.get(`/verify/${free}`, headers),
      ];
      expect(known.headers.get("content-length")).to.equal(unknown.headers.get("content-length"));
      expect([known.status, unknown.status]).to.deep.equal([200, 200]);
      expect(known.headers.get("content-encoding")).to.equal(null);
    }
    expect((await visitor.json(`/verify/${free}`))["outcome"]).to.equal("unknown");
  });

  it("[U42] [G12] not found gives three reasons and what to do; limits by address and by range say how long", async () => {
    const elsewhere = (serial: number) =>
      numberOf({ issuer: "PY", programme: "IM", tier: "OM", level: 1, year: 2020, serial });
    const page = await new Stranger().get(`/verify/${elsewhere(1)}`);
    expect(page.text)
      .to.include("<h1>未找到</h1>")
      .and.to.include("可能抄错")
      .and.to.include("刚签发")
      .and.to.include("伪造")
      .and.to.include("请持证人出示");
    const walker = new Stranger();
    const statuses: number[] = [];
    for (let serial = 1; serial <= 125; serial += 1)
      statuses.push((await walker.get(`/verify/${elsewhere(serial * 1000)}`, { accept: "application/json" })).status);
    expect(statuses.indexOf(429), "by address").to.equal(120);
    const limited = await walker.get(`/verify/${number}`);
    expect(limited.status).to.equal(429);
    const seconds = limited.headers.get("retry-after") ?? "-";
    expect(limited.text).to.include(`请在${seconds}秒后再试`);
    const many = Array.from({ length: 4 }, () => new Stranger());
    const inRange: number[] = [];
    for (let at = 0; at < 310; at += 1)
      inRange.push(
        (await many[at % 4]?.get(`/verify/${elsewhere(500_000 + at)}`, { accept: "application/json" }))?.status ?? 0,
      );
    expect(inRange.indexOf(429), "by range, whoever asks").to.equal(300);
  });

  it("[U41] one page, three ways, without scripts; the camera is neither asked for nor loaded before a tap", async () => {
    const page = await new Stranger().get("/verify");
    for (const part of [
      'action="/verify"',
      'action="/verify/document" enctype="multipart/form-data"',
      "data-scan",
      "data-picture",
      "<noscript>",
    ])
      expect(page.text).to.include(part);
    expect(page.text).not.to.match(/<script[^>]*scanner|<link[^>]*scanner/);
    expect(page.text.match(/class="button"/g)).to.have.length(1);
    expect(page.headers.get("content-security-policy")).to.include("script-src 'self' 'wasm-unsafe-eval';");
    expect((await new Stranger().get("/login")).headers.get("content-security-policy")).not.to.include("unsafe");
    expect((await new Stranger().get(`/verify/${number}`)).text)
      .to.include("data-print")
      .and.to.include("如何确认这是真的网站");
    const empty = await new Stranger().post("/verify/document", {});
    expect(empty.status).to.equal(422);
    expect(empty.text).to.include("请先选择一个 PDF 文件");
  });

  it("[S13] an upload is limited by size and count and answered within two seconds; nothing is kept", async () => {
    const big = await new Stranger().drop(Buffer.alloc(10 * 1024 * 1024 + 1, 32), { accept: "text/html" });
    expect(big.status).to.equal(413);
    expect(big.text).to.include("文件太大");
    const hostile = Buffer.alloc(
      10 * 1024 * 1024 - 4096,
      "<<\n/Type /Sig\n/Filter /Adobe.PPKLite /Reason (PY-IM-OM1-2026-000001-XX) PY-IM-OM1-2026-",
    );
    const start = Date.now();
    expect(
      await new Stranger().outcomeOf(Buffer.concat([Buffer.from("%PDF-1.7\n(ZhiZao Academy Certificates)"), hostile])),
    ).to.be.oneOf(["altered", "unreadable"]);
    expect(Date.now() - start).to.be.below(2000);
    const two = new FormData();
    for (const name of ["a.pdf", "b.pdf"]) two.append("document", new Blob(["%PDF"]), name);
    const many = await fetch(`${settings().baseUrl}/verify/document`, {
      method: "POST",
      body: two,
      headers: { accept: "application/json" },
    });
    expect(many.status).to.equal(413);
  });

  it("[V14] the issuer's public keys and identity are open to every origin, and only they are", async () => {
    const visitor = new Stranger();
    for (const name of ["jwks.json", "did.json", "issuer.json"]) {
      const answer = await visitor.get(`/.well-known/${name}`, { origin: "https://else.example" });
      expect(answer.headers.get("access-control-allow-origin"), name).to.equal("*");
      expect(answer.text)
        .to.include("PY-2026-1")
        .and.not.to.match(/PRIVATE|"d":/);
    }
    for (const path of ["/verify", `/verify/${number}`, "/"])
      expect((await visitor.get(path)).headers.get("access-control-allow-origin"), path).to.equal(null);
  });

  it("the qualification is shown in words at the address that certificates name", async () => {
    const { id, version } = certificate.record.qualification;
    const page = await new Stranger().get(`/qualifications/${id}/${version}`);
    expect(page.text).to.include("理论考试不低于 60%").and.to.include("每一条都要达到");
    expect((await new Stranger().get("/qualifications/XX-9")).status).to.equal(404);
  });
});
