import { expect } from "chai";
import { Browser } from "../support/actor.ts";
import { newBase, newMember, type Member } from "../support/cast.ts";
import { newCohort } from "../support/exams.ts";
import { testHouse } from "../support/house.ts";
import { changeStored, rowsOf } from "../support/stored.ts";

let counter = 0;

describe("joining a cohort", function () {
  this.timeout(30_000);
  let baseUrl = "";
  let clerk: Member;
  before(async () => {
    baseUrl = (await testHouse()).baseUrl;
    clerk = await newMember("base-administrator", await newBase());
  });
  beforeEach(() => changeStored("limits", { key: /^join-address:/ }, { points: 0 }));

  const cohort = async () => newCohort(await clerk.signIn());
  const someone = () => ({ name: "何小明", login: `joiner-${String((counter += 1))}`, password: "Lathe-and-mill-7" });
  const members = (cohortId: string) => rowsOf("memberships", { cohortId });
  const used = async (cohortId: string) => (await rowsOf("cohorts", { code: await codeOf(cohortId) }))[0]?.["codeUsed"];
  const codeOf = async (cohortId: string) =>
    (await rowsOf("cohorts")).find(({ _id }) => String(_id) === cohortId)?.["code"];

  it("[U19] (people who join by a code; imported rosters and phone numbers are not built) the code's page, then home: two screens, nothing asked twice", async () => {
    const { code, cohortId } = await cohort();
    const visitor = new Browser(baseUrl);
    const form = await visitor.get(`/join/${code}`);
    const asked = [...form.text.matchAll(/<input (?!type="hidden")[^>]*name="(\w+)"/g)].map(([, name]) => name);
    expect(asked).to.deep.equal(["name", "login", "password"]);
    const joined = await visitor.post(`/join/${code}`, someone());
    expect(joined.location).to.equal("/?done=joined");
    expect((await visitor.get(joined.location)).text)
      .to.include("何小明")
      .and.to.include("/courses/GN1/lessons/GN1L1");
    expect(await members(cohortId)).to.have.length(1);
  });

  it("[F06] the code leads into its own cohort only, ends at its date, and a new one ends the old", async () => {
    const [first, second] = [await cohort(), await cohort()];
    const join = (code: string) => new Browser(baseUrl).post(`/join/${code}`, someone(), "/login/reset");
    expect((await join(first.code.toLowerCase().replace(/^(.{4})/, "$1 - "))).status, "as people type it").to.equal(
      303,
    );
    expect([(await members(first.cohortId)).length, (await members(second.cohortId)).length]).to.deep.equal([1, 0]);
    await changeStored("cohorts", { code: first.code }, { codeUntil: new Date(Date.now() - 1) });
    const late = await new Browser(baseUrl).get(`/join/${first.code}`);
    expect([late.status, (await join(first.code)).status]).to.deep.equal([422, 409]);
    expect(late.text).to.include("班级码已过期");
    const browser = await clerk.signIn();
    const sheet = (await browser.get(`/cohorts/${first.cohortId}/code`)).text;
    expect(sheet, "nobody prints a code that is over").to.include("班级码已过期").and.not.to.include("data-print");
    await browser.post(
      `/cohorts/${first.cohortId}/code`,
      { codeUntil: "2099-12-19", codeMax: "5" },
      `/cohorts/${first.cohortId}/code`,
    );
    expect((await join(first.code)).status).to.equal(409);
    expect((await join(String(await codeOf(first.cohortId)))).status).to.equal(303);
    expect((await members(first.cohortId)).length).to.equal(2);
  });

  it("[F06] of people who press at the same moment no more get in than the code allows, and who does not leaves no account behind", async () => {
    const { code, cohortId } = await cohort();
    await changeStored("cohorts", { code }, { codeMax: 2 });
    const people = Array.from({ length: 6 }, someone);
    const visitors = await Promise.all(
      people.map(async () => {
        const visitor = new Browser(baseUrl);
        await visitor.get("/login/reset");
        return visitor;
      }),
    );
    const answers = await Promise.all(visitors.map((visitor, at) => visitor.post(`/join/${code}`, people[at])));
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([303, 303, 409, 409, 409, 409]);
    expect(await members(cohortId)).to.have.length(2);
    expect(await rowsOf("people", { login: { $in: people.map(({ login }) => login) } })).to.have.length(2);
    expect(await used(cohortId)).to.equal(2);
  });

  it("[S17] the join code works once for a person, also when she presses twice at once; a taken login uses none", async () => {
    const { code, cohortId } = await cohort();
    const person = await newMember("trainee", clerk.baseId);
    const browser = await person.signIn();
    await browser.get(`/join/${code}`);
    const pressed = await Promise.all(Array.from({ length: 5 }, () => browser.post(`/join/${code}`)));
    expect(pressed.map(({ status }) => status)).to.deep.equal([303, 303, 303, 303, 303]);
    expect([(await members(cohortId)).length, await used(cohortId)]).to.deep.equal([1, 1]);
    expect(await rowsOf("audit", { event: "person.joined", object: cohortId })).to.have.length(1);
    const taken = await new Browser(baseUrl).post(
      `/join/${code}`,
      { ...someone(), login: person.login },
      "/login/reset",
    );
    expect([taken.status, await used(cohortId)]).to.deep.equal([422, 1]);
  });

  it("every base's people stay in that base: a code of another one is refused, and staff do not join", async () => {
    const { code, cohortId } = await cohort();
    const stranger = await (await newMember("trainee", await newBase())).signIn();
    const refused = await stranger.post(`/join/${code}`, {}, `/join/${code}`);
    expect(refused.status).to.equal(409);
    expect(refused.text).to.include("这个班级码属于另一个基地");
    expect((await (await clerk.signIn()).post(`/join/${code}`, {}, `/join/${code}`)).status).to.equal(403);
    expect([(await members(cohortId)).length, await used(cohortId)]).to.deep.equal([0, 0]);
  });

  it("[U05] a cohort without a course, or with a code for nobody, says what is missing and what is the least", async () => {
    const browser = await clerk.signIn();
    const days = { opensOn: "2026-10-08", closesOn: "2099-12-19", codeUntil: "2099-12-19" };
    const { status, text } = await browser.post("/cohorts", { name: "二班", ...days, codeMax: "0" }, "/cohorts/new");
    expect(status).to.equal(422);
    expect(text)
      .to.include("课程：请至少选一项。")
      .and.to.include("最多可用次数：不能小于 1。")
      .and.to.include('value="二班"');
  });

  it("[S07] guessing codes is limited by address", async () => {
    const visitor = new Browser(baseUrl);
    const statuses = [];
    for (let at = 0; at < 62; at += 1) statuses.push((await visitor.get("/join/22222222")).status);
    expect(statuses.indexOf(429)).to.equal(60);
  });

  it("[U20] (the import and its template are not built) staff of an empty base see the one next step, and come from the first sign-in to a cohort's code in four pages", async () => {
    const first = await newMember("base-administrator", await newBase());
    const browser = await first.signIn();
    const home = await browser.get("/");
    const steps = [...home.text.matchAll(/class="button[ "][^>]*href="([^"]+)"/g)].map(([, href]) => href);
    expect(steps).to.deep.equal(["/cohorts/new"]);
    const { code } = await newCohort(browser);
    expect(code).to.match(/^[2-9A-Z]{8}$/);
  });
});
