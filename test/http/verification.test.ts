import { expect } from "chai";
import { outcomeName } from "../../certificates/outcome.ts";
import { qrText } from "../../certificates/qr.ts";
import { activeKey } from "../../server/certificates/keys.ts";
import { issueCertificate } from "../../server/issuing/actions.ts";
import { findCertificate, type StoredCertificate } from "../../server/certificates/store.ts";
import { settings } from "../../server/platform/config.ts";
import { newMember } from "../support/cast.ts";
import { newClass, qualification } from "../support/eligible.ts";
import { Stranger } from "../support/stranger.ts";
import { sealRecord } from "../../certificates/record.ts";
import type * as samples from "../unit/certificates/sample.ts";
import { resealed } from "../unit/certificates/attacks.ts";

describe("verification by anybody", function () {
  this.timeout(60_000);
  let certificate: StoredCertificate;
  let number = "";
  let pdf: Buffer = Buffer.alloc(0);
  // Loaded late: that file waits for its key while it loads, which mocha's loader allows only so.
  let foreign: typeof samples;

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
        text.replace(/(?<=\/ByteRange \[0 \d+)\d(?= )/, (last) => String((Number(last) + 1) % 10)),
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
});
