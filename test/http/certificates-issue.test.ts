import { expect } from "chai";
import mongoose from "mongoose";
import { issueCertificate } from "../../server/issuing/actions.ts";
import { decideAgain, decideOn } from "../../server/qualifications/actions.ts";
import { decisionOf, latestDecision } from "../../server/qualifications/store.ts";
import { certificatesOf, findCertificate, numberGaps } from "../../server/certificates/store.ts";
import { changePerson } from "../../server/people/store.ts";
import type { Browser } from "../support/actor.ts";
import { newMember, type Member } from "../support/cast.ts";
import { completeLessons, newClass, qualification, type Class } from "../support/eligible.ts";

const year = new Date().getFullYear();

describe("issue of certificates", function () {
  this.timeout(60_000);
  let officer: Member;
  let desk: Browser;

  before(async () => {
    officer = await newMember("awarding-officer", null, "周发证");
    desk = await officer.signIn();
  });

  it("[G11] the dry run lists who is eligible and who is not with the reason, writes nothing, and the issue follows it", async () => {
    const group = await newClass(["张三丰", "李四", "王五"], 1);
    await completeLessons(group.people[1]?.id ?? "");
    const address = dryRunOf(group);
    const shown = await desk.get(address);
    expect(shown.text).to.include("可以发证：1 人").and.to.include("还不能发证：2 人");
    const [third] = shown.text.split("王五").slice(1);
    expect(third)
      .to.match(/还有 \d+ 课没有完成/)
      .and.to.include("理论考试还没有公布的成绩，需要 60%");
    const [second] = shown.text.split("李四").slice(1);
    expect(second?.split("王五")[0]).to.include("理论考试还没有公布的成绩").and.not.to.include("课没有完成");
    expect(await certificatesOf(group.people[0]?.id ?? "")).to.deep.equal([]);

    const done = await issueTo(group, "all");
    expect(done.text)
      .to.include("已完成：已发 1，未发 2。")
      .and.to.match(/PY-IM-OM1-\d{4}-\d{6}-[0-9A-Z]{2}/);
    expect((await desk.get(address)).text)
      .to.include("已有证书：1 人")
      .and.to.match(/href="\/certificates\/PY-IM-OM1-/);
  });

  it("[U04] a class of more than a page: ticks come along from page to page, and nobody else is issued to", async () => {
    const names = Array.from({ length: 101 }, (_, at) => `学员${String(at + 1)}`);
    const group = await newClass(names, 2);
    const [one, two] = group.people.map(({ id }) => id);
    const first = (await desk.get(dryRunOf(group))).text;
    expect(first).to.include('form="ticks" name="page" value="2"').and.to.include("给全班 101 人中符合条件的人发证");
    expect(first, "nobody comes ticked").not.to.match(/name="people"[^>]* checked/);
    const second = (await desk.get(`${dryRunOf(group)}&page=2&people=${one ?? ""}`)).text;
    expect(second)
      .to.include(`<input type="hidden" name="people" value="${one ?? ""}">`)
      .and.to.include("另有1条");
    const back = (await desk.get(`${dryRunOf(group)}&page=1&people=${one ?? ""}`)).text;
    expect(back).to.include(`name="people" value="${one ?? ""}" checked`);
    expect(back)
      .to.include(`name="people" value="${two ?? ""}"`)
      .and.not.include(`name="people" value="${two ?? ""}" ch`);
    expect((await issueTo(group, [one ?? ""])).text).to.include("已完成：已发 1，未发 0。");
    expect(await certificatesOf(two ?? "")).to.deep.equal([]);
  });

  it("[G11] [U13] a batch has its own address with progress and a result per row; run twice it issues nothing new", async () => {
    const group = await newClass(["甲一", "乙二", "丙三"]);
    const first = await issueTo(
      group,
      group.people.map(({ id }) => id),
    );
    expect(first.text).to.include("已完成：已发 3，未发 0。").and.to.include('<progress value="100"');
    const numbers = await numbersOf(group);
    const again = await issueTo(
      group,
      group.people.map(({ id }) => id),
    );
    expect(again.text)
      .to.include("已完成：已发 0，未发 3。")
      .and.to.include(numbers[0] ?? "-");
    expect(await numbersOf(group)).to.deep.equal(numbers);
  });

  it("[G07] the decision is stored with rule version and inputs, and made again gives the same result", async () => {
    const group = await newClass(["何求"]);
    const number = await issueOne(group);
    const { record, decisionId } = (await findCertificate(number)) ?? { record: null, decisionId: "" };
    const decision = await decisionOf(decisionId);
    expect(decision).to.include({ qualificationId: "OM-1", version: 1, met: true });
    expect(record?.qualification.version).to.equal("1");
    expect(record?.decisionId).to.equal(decision.id);
    expect(decision.inputs.scores).to.deep.equal([{ exam: "om1-theory", marks: 1560, max: 1800 }]);
    expect(decision.inputs.lessonsCompleted).to.have.length(6);
    expect(decideAgain(decision)).to.deep.equal({ met: true, findings: decision.findings });
    const worse = { ...decision.inputs, scores: [{ exam: "om1-theory", marks: 1079, max: 1800 }] };
    expect(decideAgain({ ...decision, inputs: worse }).met, "59.9 % is not 60").to.equal(false);
  });

  it("[S06] [G10] [V22] fifty issues of one decision at once make one certificate, and numbers stay without a gap", async () => {
    const group = await newClass(["卢俊义", "燕青"]);
    const [one] = group.people;
    await desk.get(dryRunOf(group));
    const orders = Array.from({ length: 50 }, () => desk.post("/certificates/issue", orderOf(group, [one?.id ?? ""])));
    const batches = (await Promise.all(orders)).map(({ location }) => location);
    expect(new Set(batches).size).to.equal(50);
    for (const batch of batches) await finished(batch);
    expect(await certificatesOf(one?.id ?? "")).to.have.length(1);

    const actor = await officer.actor();
    const wish = { personId: group.people[1]?.id ?? "", qualificationId: qualification, baseId: group.baseId };
    const direct = await Promise.allSettled(
      Array.from({ length: 50 }, () => issueCertificate(actor, wish, new Date())),
    );
    expect(direct.filter(({ status }) => status === "fulfilled")).to.have.length(1);
    expect(await numberGaps("PY", year)).to.deep.equal([]);
  });

  it("[V10] a name with a character that no font has is refused beforehand, naming it and how to add a font", async () => {
    const group = await newClass(["张𠮷"]);
    const shown = await desk.get(dryRunOf(group));
    expect(shown.text).to.include("没有“𠮷”的字形").and.to.include("fonts 文件夹");
    expect((await issueTo(group, "all")).text).to.include("没有“𠮷”的字形");
    expect(await certificatesOf(group.people[0]?.id ?? "")).to.deep.equal([]);
  });

  it("[S18] only an awarding officer, only by a met rule, only to people of that cohort, and never to oneself", async () => {
    const group = await newClass(["石秀"]);
    const stranger = await newClass(["杨雄"]);
    for (const role of [
      "trainee",
      "instructor",
      "base-administrator",
      "assessor",
      "quality-supervisor",
      "administrator",
    ] as const) {
      const browser = await (await newMember(role, group.baseId)).signIn();
      expect((await browser.get("/certificates/issue")).status, role).to.equal(403);
      expect(
        (await browser.post("/certificates/issue", orderOf(group, [group.people[0]?.id ?? ""]))).status,
        role,
      ).to.equal(403);
    }
    const wrongCohort = await issueTo(group, [stranger.people[0]?.id ?? ""]);
    expect(wrongCohort.text).to.include("已发 0，未发 0");
    const other = await newMember("awarding-officer", null);
    await changePerson(other.id, { issuer: "GD" });
    const foreign = await (
      await other.signIn()
    ).post("/certificates/issue", orderOf(group, [group.people[0]?.id ?? ""]));
    expect(foreign.status).to.equal(403);
    const unmet = await newClass(["时迁"], 0);
    expect((await issueTo(unmet, "all")).text).to.include("还没有达到发证条件");
    await expectRefused(officer, officer.id, group, "certificate.own");
    for (const { id } of [...group.people, ...stranger.people, ...unmet.people])
      expect(await certificatesOf(id)).to.deep.equal([]);
  });

  it("[S18] a decision whose score was lowered later no longer gives a certificate", async () => {
    const group = await newClass(["白胜"], 1);
    const id = group.people[0]?.id ?? "";
    const before = await latestDecision(id, qualification, 1);
    if (!before) throw new Error("no decision");
    const { rule, inputs } = before;
    await decideOn(
      id,
      rule,
      { ...inputs, scores: [{ exam: "om1-theory", marks: 600, max: 1800 }] },
      new Date(Date.now() + 1000),
    );
    await expectRefused(officer, id, group, "certificate.not-eligible");
  });

  it("[S09] issue, suspension and revocation ask again who one is when the last proof is old", async () => {
    const group = await newClass(["公孙胜"]);
    const number = await issueOne(group);
    const fresh = await newMember("awarding-officer", null);
    const browser = await fresh.signIn();
    expect((await browser.get("/certificates/issue")).status).to.equal(200);
    await ageSession(fresh.id);
    for (const path of [
      "/certificates/issue",
      `/certificates/${number}/revocation`,
      `/certificates/${number}/suspension`,
    ]) {
      expect((await browser.get(path)).location, path).to.equal(
        `/account/confirmation?next=${encodeURIComponent(path)}`,
      );
    }
    const late = await browser.post(`/certificates/${number}/revocation`, { reason: "cheating", words: "x" });
    expect(late.location).to.match(/^\/account\/confirmation/);
    expect((await findCertificate(number))?.state).to.equal("issued");
    expect(
      (await browser.post("/account/confirmation", { password: fresh.password, next: "/certificates/issue" })).status,
    ).to.equal(303);
    expect((await browser.get("/certificates/issue")).status).to.equal(200);
  });

  const dryRunOf = (group: Class) => `/certificates/issue?qualification=${qualification}&cohort=${group.cohortId}`;

  function orderOf(group: Class, people: readonly string[]) {
    return { qualification, cohort: group.cohortId, scope: "chosen", people };
  }

  async function issueTo(group: Class, people: readonly string[] | "all") {
    const order = people === "all" ? { ...orderOf(group, []), scope: "all" } : orderOf(group, people);
    const { status, location } = await desk.post("/certificates/issue", order, dryRunOf(group));
    expect(status).to.equal(303);
    return finished(location);
  }

  /** The batch's page once the work is done, as its reader would reload it. */
  async function finished(address: string) {
    for (;;) {
      const shown = await desk.get(address);
      if (!shown.headers.has("refresh")) return shown;
      await new Promise((next) => setTimeout(next, 50));
    }
  }

  async function issueOne(group: Class): Promise<string> {
    const wish = { personId: group.people[0]?.id ?? "", qualificationId: qualification, baseId: group.baseId };
    return issueCertificate(await officer.actor(), wish, new Date());
  }
});

/** As if the proof of who she is were an hour old. */
async function ageSession(personId: string): Promise<void> {
  const sessions = mongoose.connection.collection("sessions");
  const old = { "session.authenticatedAt": Date.now() - 3600_000 };
  await sessions.updateMany({ "session.passport.user": personId }, { $set: old });
}

async function numbersOf(group: Class): Promise<string[]> {
  const all = await Promise.all(group.people.map(({ id }) => certificatesOf(id)));
  return all.flat().map(({ number }) => number);
}

async function expectRefused(officer: Member, personId: string, group: Class, code: string): Promise<void> {
  const wish = { personId, qualificationId: qualification, baseId: group.baseId };
  const outcome = await issueCertificate(await officer.actor(), wish, new Date()).catch((error: unknown) => error);
  expect(outcome).to.have.nested.property("reason.code", code);
}
