import { expect } from "chai";
import { numberOf } from "../../certificates/number.ts";
import { outcomeName } from "../../certificates/outcome.ts";
import { qrText } from "../../certificates/qr.ts";
import { activeKey } from "../../server/certificates/keys.ts";
import { issueCertificate } from "../../server/certificates/issue.ts";
import { findCertificate, type StoredCertificate } from "../../server/certificates/store.ts";
import { settings } from "../../server/platform/config.ts";
import { newMember } from "../support/cast.ts";
import { newClass, qualification } from "../support/eligible.ts";
import { Stranger } from "../support/stranger.ts";
import { sealRecord } from "../../certificates/record.ts";
import { resealed } from "../unit/certificates/attacks.ts";

describe("verification by anybody", function () {
  this.timeout(60_000);
  let certificate: StoredCertificate;
  let number = "";
  let pdf = Buffer.alloc(0);
  // Loaded late: that file waits for its key while it loads, which mocha's loader allows only so.
  let foreign: typeof import("../unit/certificates/sample.ts");

  before(async () => {
    foreign = await import("../unit/certificates/sample.ts");
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
    pdf = (await (await holder.signIn()).bytes(`/certificates/${number}.pdf`)).body;
  });

  const code = () => qrText(certificate.record, activeKey(new Date()), settings().baseUrl);

  it("[V01] [G12] a stranger gets the outcome by number in one step, without an account, as one large word", async () => {
    const visitor = new Stranger();
    const sent = await visitor.get(`/verify?number=${number.toLowerCase().replaceAll("-", "%20")}`);
    expect(sent.location).to.equal(`/verify/${number}`);
    const page = await visitor.get(sent.location);
    expect(page.status).to.equal(200);
    expect(page.text.match(/<h1>([^<]+)<\/h1>/g)).to.deep.equal(["<h1>有效</h1>"]);
    expect(page.text).to.include("番禺智造人才评价中心").and.to.include("查验时间").and.to.include("北京时间");
    expect((await new Stranger("en").get(`/verify/${number}`)).text).to.include(`<h1>${outcomeName.valid.en}</h1>`);
  });

  it("[V01] the same as JSON, as INTERFACE says it, masked", async () => {
    const answer = await new Stranger().json(`/verify/${number}`);
    expect(answer).to.include({
      outcome: "valid",
      number,
      holder: "张*丰",
      issuedOn: certificate.record.issuedOn,
      validUntil: certificate.validUntil,
    });
    expect(answer).to.include.keys("qualification", "level", "issuer", "checkedAt");
    expect(JSON.stringify(answer)).not.to.include("张三丰").and.not.to.include(certificate.record.holder.idMasked);
  });

  it("[V02] by the code of the paper: the page names the paper's facts beside the record's", async () => {
    const page = await new Stranger().post("/verify/paper", { text: code() });
    expect(page.text).to.include("<h1>有效</h1>").and.to.include("<td>张三丰</td><td>张*丰</td>");
    expect(page.text).to.include(`<td>${number}</td><td>${number}</td>`).and.to.include("已核对二维码与登记");
  });

  it("[V06] a true number under a false name is caught from the code, without asking for the name", async () => {
    const key = activeKey(new Date());
    const { recordHash: _, ...facts } = certificate.record;
    const other = sealRecord({ ...facts, holder: { ...facts.holder, name: "李四四" } });
    const signedByUs = await new Stranger().post("/verify/paper", { text: qrText(other, key, settings().baseUrl) });
    expect(signedByUs.text)
      .to.include("<h1>已被改动</h1>")
      .and.to.include("<td>李四四</td><td>张*丰</td>")
      .and.to.include("不一致");
    const [link = "", payload = "", signature = ""] = code()
      .split(".")
      .reduce<string[]>(
        (parts, part, at, all) =>
          at < all.length - 2 ? [[parts[0], part].filter(Boolean).join("."), ...parts.slice(1)] : [...parts, part],
        [],
      );
    const list = JSON.parse(Buffer.from(payload, "base64url").toString()) as string[];
    list[1] = "李四四";
    const forged = `${link}.${Buffer.from(JSON.stringify(list)).toString("base64url")}.${signature}`;
    const answer = await new Stranger().post("/verify/paper", { text: forged }, { accept: "application/json" });
    expect(answer.json()).to.include({ outcome: "altered", record: "valid" });
    const { keyOf, recordWith, strangersNumber, stranger } = foreign;
    const theirs = qrText(
      recordWith({ number: strangersNumber, issuer: stranger }),
      await keyOf(stranger),
      "https://else.example",
    );
    const answered = await new Stranger().post("/verify/paper", { text: theirs }, { accept: "application/json" });
    expect(answered.json()).to.include({ outcome: "not_issued_here" });
    const nothing = await new Stranger().post(
      "/verify/paper",
      { text: "https://example.com/" },
      { accept: "application/json" },
    );
    expect(nothing.json()).to.include({ outcome: "unreadable" });
  });

  it("[V03] by dropping the PDF: unaltered and on record; the answer says so and shows the state apart", async () => {
    const page = await new Stranger().drop(pdf);
    expect(page.text)
      .to.include("<h1>有效</h1>")
      .and.to.include("已核对 PDF 文件与登记")
      .and.to.include("自签名后未被改动");
    expect(page.text).to.include("张*丰").and.not.to.include("张三丰");
    const answer = (await new Stranger().drop(pdf, { accept: "application/json" })).json<{
      checks: { id: string; passed: boolean }[];
    }>();
    expect(answer.checks.filter(({ passed }) => passed).map(({ id }) => id)).to.include.members([
      "whole-file",
      "signature",
      "credential",
      "record",
    ]);
  });

  it("[V04] a single changed byte is called altered, wherever it is (a spread through the app; every byte in mutation.test.ts)", async () => {
    const visitors = [new Stranger(), new Stranger()];
    const wrong: string[] = [];
    for (let at = 0; at < 160; at += 1) {
      const place = Math.floor((at * pdf.length) / 160);
      const copy = Buffer.from(pdf);
      copy[place] = (copy[place] ?? 0) ^ 1;
      const outcome = await visitors[at % 2]?.outcomeOf(copy);
      if (outcome !== "altered") wrong.push(`${String(place)}: ${String(outcome)}`);
    }
    expect(wrong).to.deep.equal([]);
    const copy = Buffer.from(pdf);
    copy[2000] = (copy[2000] ?? 0) ^ 1;
    const page = await new Stranger().drop(copy);
    expect(page.text).to.include("<h1>已被改动</h1>").and.to.include("编号登记").and.to.include("签名之后被改动");
  });

  it("[V05] appended content, an incremental update, a second signature, another key and another's seal are altered", async () => {
    const { keyOf, pdfOf, recordWith, strangersNumber, stranger } = foreign;
    const text = pdf.toString("latin1");
    const tail = Buffer.from("\n99 0 obj\n<< /Type /Annot >>\nendobj\nstartxref\n0\n%%EOF\n");
    const dictionary = text.slice(
      text.lastIndexOf("<<", text.indexOf("/Type /Sig")),
      text.indexOf("endobj", text.indexOf("/Type /Sig")) + 6,
    );
    const attacks: Record<string, Buffer> = {
      "one more byte": Buffer.concat([pdf, Buffer.from(" ")]),
      "incremental update": Buffer.concat([pdf, tail]),
      "second signature": Buffer.concat([pdf, Buffer.from(`\n98 0 obj\n${dictionary}\n`), tail]),
      "byte range with a hole": Buffer.from(
        text.replace(
          /\/ByteRange \[0 (\d)(\d+)/,
          (_, first: string, rest: string) => `/ByteRange [0 ${first}${rest.slice(0, -1)}0`,
        ),
        "latin1",
      ),
      "cut short": pdf.subarray(0, pdf.length - 100),
      "signed again by a stranger": resealed(pdf, await keyOf(stranger)),
    };
    for (const [name, file] of Object.entries(attacks))
      expect(await new Stranger().outcomeOf(file), name).to.equal("altered");
    const record = recordWith({ number: strangersNumber, issuer: stranger });
    expect(await new Stranger().outcomeOf(await pdfOf(record, await keyOf(stranger)))).to.equal("not_issued_here");
    for (const file of ["%PDF-1.4 hello", "", "GIF89a", "<svg onload=alert(1)>"])
      expect(await new Stranger().outcomeOf(Buffer.from(file)), file).to.equal("unreadable");
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
