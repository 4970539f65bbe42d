import { expect } from "chai";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { issueCertificate } from "../../server/issuing/actions.ts";
import { findCertificate, numberGaps } from "../../server/certificates/store.ts";
import { linesOf } from "../../server/audit/store.ts";
import { changePerson, personOf } from "../../server/people/store.ts";
import { settings } from "../../server/platform/config.ts";
import type { Browser } from "../support/actor.ts";
import { newBase, newMember, type Member } from "../support/cast.ts";
import { newClass, qualification, type Class } from "../support/eligible.ts";
import { Stranger } from "../support/stranger.ts";

const wish = { reason: "cheating", words: "监控显示他人代考" };

describe("life of a certificate", function () {
  this.timeout(60_000);
  let officer: Member;
  let second: Member;
  let desk: Browser;

  before(async () => {
    officer = await newMember("awarding-officer", null, "周发证");
    second = await newMember("awarding-officer", null, "吴复核");
    desk = await second.signIn();
  });

  async function issued(group: Class, at = 0): Promise<string> {
    const who = { personId: group.people[at]?.id ?? "", qualificationId: qualification, baseId: group.baseId };
    return issueCertificate(await officer.actor(), who, new Date());
  }

  it("[G09] [R15] revoked with reason and date: verifiers see both at once, and the number is never used again", async () => {
    const group = await newClass(["鲁智深", "林冲"]);
    const number = await issued(group);
    const visitor = new Stranger();
    expect((await visitor.json(`/verify/${number}`))["outcome"]).to.equal("valid");
    const page = await desk.get(`/certificates/${number}/revocation`);
    expect(page.text).to.include(`撤销 ${number}`).and.to.include("撤销不能恢复").and.to.include("鲁智深");
    const done = await desk.post(`/certificates/${number}/revocation`, wish);
    expect(done.location).to.equal(`/certificates/${number}?done=certificate-revocation`);
    const answer = await visitor.json(`/verify/${number}`);
    expect(answer).to.include({ outcome: "revoked", reason: "cheating" });
    expect(String(answer["since"]).slice(0, 10)).to.equal(new Date().toISOString().slice(0, 10));
    const shown = await visitor.get(`/verify/${number}`);
    expect(shown.text).to.include("<h1>已撤销</h1>").and.to.include("考核作弊或代考").and.not.to.include(wish.words);
    const again = await issued(group).catch((error: unknown) => error);
    expect(again, "its decision is used up").to.have.nested.property("reason.facts.number", number);
    const next = await issued(group, 1);
    expect(next).not.to.equal(number);
    expect(Number(next.split("-")[4])).to.be.greaterThan(Number(number.split("-")[4]));
    expect(await numberGaps("PY", new Date().getFullYear())).to.deep.equal([]);
  });

  it("[G09] suspended is said with its reason, lifted is valid again; revoked stays revoked", async () => {
    const number = await issued(await newClass(["武松"]));
    const visitor = new Stranger("en");
    await desk.post(
      `/certificates/${number}/suspension`,
      { reason: "identity", words: "身份证号待核" },
      `/certificates/${number}/suspension`,
    );
    const during = await visitor.get(`/verify/${number}`);
    expect(during.text).to.include("<h1>Suspended</h1>").and.to.include("Identity to be confirmed");
    expect((await desk.post(`/certificates/${number}/lift`, { words: "已核实" })).status).to.equal(303);
    expect((await visitor.get(`/verify/${number}`)).text).to.include("<h1>Valid</h1>");
    await desk.post(`/certificates/${number}/revocation`, wish);
    for (const deed of ["lift", "suspension", "revocation"])
      expect(
        (
          await desk.post(
            `/certificates/${number}/${deed}`,
            deed === "lift" ? { words: "x" } : { ...wish, reason: deed === "revocation" ? "cheating" : "identity" },
          )
        ).status,
        deed,
      ).to.equal(409);
    const { history } = (await findCertificate(number)) ?? { history: [] };
    expect(history.map(({ event }) => event)).to.deep.equal(["issued", "suspended", "lifted", "revoked"]);
    const lines = await linesOf({ baseId: null, q: number, page: 1, size: 10 });
    expect(lines.lines.map(({ event }) => event).reverse()).to.deep.equal([
      "certificate.issued",
      "certificate.suspended",
      "certificate.lifted",
      "certificate.revoked",
    ]);
  });

  it("[S18] never alone: who issued cannot suspend or revoke, the page says so, and two at once have one effect", async () => {
    const number = await issued(await newClass(["杨志"]));
    const own = await officer.signIn();
    expect((await own.get(`/certificates/${number}`)).text).to.include("签发人不能暂停或撤销自己签发的证书");
    expect((await own.get(`/certificates/${number}/revocation`)).status).to.equal(403);
    await own.get("/account/profile");
    expect((await own.post(`/certificates/${number}/revocation`, wish)).status).to.equal(409);
    expect((await findCertificate(number))?.state).to.equal("issued");
    await desk.get(`/certificates/${number}/revocation`);
    const both = await Promise.all([1, 2].map(() => desk.post(`/certificates/${number}/revocation`, wish)));
    expect(both.map(({ status }) => status).sort()).to.deep.equal([303, 409]);
    expect((await findCertificate(number))?.history).to.have.length(2);
  });

  it("[U05] a withdrawal without a reason is shown again with what was typed", async () => {
    const number = await issued(await newClass(["朱仝"]));
    const again = await desk.post(
      `/certificates/${number}/revocation`,
      { words: "写了一半的说明" },
      `/certificates/${number}/revocation`,
    );
    expect(again.status).to.equal(422);
    expect(again.text).to.include("写了一半的说明").and.to.include('href="#field-reason"');
    const strict = await desk.post(`/certificates/${number}/suspension`, { reason: "cheating", words: "x" });
    expect(strict.status, "a reason of another list").to.equal(422);
  });

  it("[U33] the holder sees picture, number, QR, state and validity, and downloads PDF and credential", async () => {
    const group = await newClass(["张㛃䶮"]);
    const number = await issued(group);
    const holder = await (group.people[0] ?? officer).signIn();
    expect((await holder.get("/certificates")).text)
      .to.include(number)
      .and.to.include("有效");
    const page = await holder.get(`/certificates/${number}`);
    expect(page.text)
      .to.include('<svg class="paper"')
      .and.to.include('<svg class="qr"')
      .and.to.include(">张㛃䶮</text>");
    const { record } = (await findCertificate(number)) ?? { record: null };
    expect(page.text)
      .to.include(record?.validUntil)
      .and.to.include("有效")
      .and.to.include(`/certificates/${number}.pdf`);
    const pdf = await holder.bytes(`/certificates/${number}.pdf`);
    expect(pdf.headers.get("content-type")).to.equal("application/pdf");
    expect(pdf.headers.get("content-disposition")).to.match(new RegExp(`^attachment; filename="?${number}\\.pdf"?$`));
    expect(pdf.body.subarray(0, 5).toString()).to.equal("%PDF-");
    const token = (await holder.get(`/certificates/${number}/credential.jwt`)).text;
    expect(decodeProtectedHeader(token).typ).to.equal("vc+jwt");
    expect(decodeJwt(token).jti).to.equal(`${settings().baseUrl}/verify/${number}`);
  });

  it("[U33] a revoked one says why and has no PDF and no credential any more", async () => {
    const group = await newClass(["燕顺"]);
    const number = await issued(group);
    await desk.post(`/certificates/${number}/revocation`, wish, `/certificates/${number}/revocation`);
    const holder = await (group.people[0] ?? officer).signIn();
    const page = await holder.get(`/certificates/${number}`);
    expect(page.text).to.include(wish.words).and.to.include("不再提供 PDF").and.not.to.include(`${number}.pdf"`);
    expect(page.text, "the picture says so, too").to.match(/fill="#a5281d">已撤销</);
    expect(page.text).not.to.include("给用人单位看这个二维码");
    expect((await holder.get("/")).text, "home")
      .to.include("证书已撤销")
      .and.to.include(`href="/certificates/${number}"`);
    for (const path of [`/certificates/${number}.pdf`, `/certificates/${number}/credential.jwt`]) {
      const refused = await holder.get(path);
      expect(refused.status, path).to.equal(403);
      expect(refused.text).to.include("证书当前状态不允许这样做");
    }
  });

  it("[S02] [S18] what one may not see is 404: other trainees, another base; the own base and the holder see it", async () => {
    const group = await newClass(["花荣"]);
    const number = await issued(group);
    const elsewhere = await newBase();
    const outsiders = [
      await newMember("trainee", group.baseId),
      await newMember("base-administrator", elsewhere),
      await newMember("instructor", group.baseId),
      await newMember("administrator", null),
    ];
    for (const person of outsiders) {
      const browser = await person.signIn();
      for (const path of [
        `/certificates/${number}`,
        `/certificates/${number}.pdf`,
        `/certificates/${number}/credential.jwt`,
      ])
        expect((await browser.get(path)).status, `${person.role} ${path}`).to.equal(404);
    }
    const keeper = await (await newMember("base-administrator", group.baseId)).signIn();
    expect((await keeper.get(`/certificates/${number}`)).status).to.equal(200);
    expect((await keeper.get("/certificates")).text).to.include(number);
    const other = await (outsiders[1] ?? officer).signIn();
    expect((await other.get("/certificates?q=" + number)).text).not.to.include("花荣");
    expect((await new Stranger().get(`/certificates/${number}.pdf`)).location).to.match(/^\/login/);
  });

  it("[V26] the certificate is drawn from its record alone: a later name, course or look changes nothing", async () => {
    const group = await newClass(["宋江"]);
    const number = await issued(group);
    const before = await findCertificate(number);
    await changePerson(group.people[0]?.id ?? "", { name: "宋公明", latinName: "SONG Jiang" });
    const holder = await (group.people[0] ?? officer).signIn();
    const page = await holder.get(`/certificates/${number}`);
    expect(page.text).to.include(">宋江</text>").and.not.to.include(">宋公明</text>");
    const token = decodeJwt((await holder.get(`/certificates/${number}/credential.jwt`)).text);
    expect(JSON.stringify(token)).to.include("宋江").and.not.to.include("宋公明");
    expect((await findCertificate(number))?.record).to.deep.equal(before?.record);
    const pdf = await holder.bytes(`/certificates/${number}.pdf`);
    expect(await new Stranger().outcomeOf(pdf.body)).to.equal("valid");
  });

  it("[S20] the ID number is in no page but masked: not for the holder, staff or strangers, and not in PDF, credential or audit", async () => {
    const group = await newClass(["卢俊"]);
    const number = await issued(group);
    const { idMasked } = await personOf(group.people[0]?.id ?? "");
    const holder = await (group.people[0] ?? officer).signIn();
    const page = await holder.get(`/certificates/${number}`);
    expect(page.text)
      .to.include(idMasked)
      .and.not.match(/990101\d{11}[\dX]/);
    const pages = [
      await desk.get("/certificates"),
      await new Stranger().get(`/verify/${number}`),
      await holder.get(`/certificates/${number}/credential.jwt`),
    ];
    for (const { text } of pages)
      expect(text)
        .not.to.include(idMasked)
        .and.not.match(/990101\d{11}[\dX]/);
    const { lines } = await linesOf({ baseId: null, q: number, page: 1, size: 10 });
    expect(JSON.stringify(lines)).not.to.include(idMasked);
  });

  it("[U04] the list pages 25/50/100, filters by state, number, serial and name in the address", async () => {
    const group = await newClass(["李应", "柴进"]);
    const [one, two] = [await issued(group), await issued(group, 1)];
    await desk.post(`/certificates/${two}/revocation`, wish, `/certificates/${two}/revocation`);
    const keeper = await (await newMember("base-administrator", group.baseId)).signIn();
    const shows = async (query: string) => {
      const { text } = await keeper.get(`/certificates?${query}`);
      return [one, two].filter((number) => text.includes(number));
    };
    expect(await shows("")).to.deep.equal([one, two]);
    expect(await shows("state=revoked")).to.deep.equal([two]);
    expect(await shows("state=valid")).to.deep.equal([one]);
    expect(await shows(`q=${one.toLowerCase().replaceAll("-", " ")}`)).to.deep.equal([one]);
    expect(await shows(`q=${encodeURIComponent("柴")}`)).to.deep.equal([two]);
    expect(await shows(`q=${one.split("-")[4] ?? ""}`), "its serial").to.deep.equal([one]);
    expect(await shows("size=1&page=2")).to.deep.equal([one]);
    expect((await keeper.get("/certificates?q=zzz")).text).to.include("没有符合条件的内容");
  });
});
