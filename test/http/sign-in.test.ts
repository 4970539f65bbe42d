import { expect } from "chai";
import { generateSync } from "otplib";
import { roles } from "../../server/people/roles/index.ts";
import { changePerson } from "../../server/people/store.ts";
import { Browser, signIn, type Answer } from "../support/actor.ts";
import { newBase, newMember, type Member } from "../support/cast.ts";
import { testHouse } from "../support/house.ts";
import { hashesDuring } from "../support/native-work.ts";
import { changeStored, letterTo, rowsOf, storedPerson } from "../support/stored.ts";
import { Stranger } from "../support/stranger.ts";

describe("signing in", function () {
  this.timeout(30_000);
  let baseUrl = "";
  let base = "";
  before(async () => {
    baseUrl = (await testHouse()).baseUrl;
    base = await newBase();
  });
  const trainee = () => newMember("trainee", base);
  const clerk = () => newMember("base-administrator", base);
  const tryIn = (login: string, password: string, browser = new Browser(baseUrl)) =>
    browser.post("/login", { login, password }, "/login");
  /** The sign-in form as it is open at an address of its own. */
  const formFrom = async (stranger: Stranger) => {
    const page = await stranger.get("/login");
    const cookie = page.headers.get("set-cookie")?.split(";")[0] ?? "";
    const _csrf = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
    return async (login: string, password: string) =>
      (await stranger.post("/login", { login, password, _csrf }, { cookie })).status;
  };
  const face = ({ status, text }: Answer, typed: string) =>
    `${String(status)} ${text.replaceAll(typed, "").replace(/value="[\w.-]{40,}"|<p class="print-foot">.*?<\/p>/gs, "")}`;

  it("[U21] (passkeys are not built) password managers and paste work, there is no puzzle; wrong password and unknown name look alike; after it one is where one wanted to go", async () => {
    const person = await clerk();
    const browser = new Browser(baseUrl);
    const asked = await browser.get("/cohorts?q=班");
    expect(asked.location).to.equal(`/login?next=${encodeURIComponent(encodeURI("/cohorts?q=班"))}`);
    const page = await browser.get(asked.location);
    expect(page.text)
      .to.match(/name="login"[^>]*autocomplete="username"/)
      .and.to.match(/name="password"[^>]*autocomplete="current-password"/);
    expect(page.text).not.to.match(/captcha|onpaste|autocomplete="off"/i);
    expect(face(await tryIn(person.login, "Wrong-and-mill-7"), person.login)).to.equal(
      face(await tryIn("nobody-1@example.cn", "Wrong-and-mill-7"), "nobody-1@example.cn"),
    );
    const next = /action="\/login".*?name="next" value="([^"]+)"/s.exec(page.text)?.[1] ?? "";
    const first = await browser.post("/login", { login: person.login, password: person.password, next });
    expect(first.location).to.equal("/login/second-factor");
    expect((await browser.get(first.location)).text).to.include('autocomplete="one-time-code"');
    const second = await browser.post("/login/second-factor", { code: person.recovery?.pop() ?? "" });
    expect(decodeURIComponent(second.location)).to.equal("/cohorts?q=班");
  });

  it("[S07] tries are limited by name over form, code and reset together: the eleventh is 429 at every door; a right password alone gives none back", async () => {
    const person = await clerk();
    const browser = new Browser(baseUrl);
    for (let at = 0; at < 3; at += 1)
      expect((await browser.post("/login/reset", { login: person.login }, "/login/reset")).status).to.equal(200);
    for (let at = 0; at < 3; at += 1) expect((await tryIn(person.login, "Wrong-and-mill-7")).status).to.equal(422);
    expect((await tryIn(person.login.toUpperCase(), person.password, browser)).location).to.equal(
      "/login/second-factor",
    );
    for (let at = 0; at < 3; at += 1)
      expect((await browser.post("/login/second-factor", { code: "000000" })).status).to.equal(422);
    const code = await browser.post("/login/second-factor", { code: person.recovery?.[0] ?? "" });
    const form = await tryIn(person.login, person.password);
    const reset = await new Browser(baseUrl).post("/login/reset", { login: person.login }, "/login/reset");
    for (const limited of [code, form, reset]) {
      expect(limited.status).to.equal(429);
      expect(Number(limited.headers.get("retry-after"))).to.be.within(800, 900);
    }
  });

  it("[S07] tries are limited by address; who signs in rightly uses none up, so a whole class can", async () => {
    const wrongly = await formFrom(new Stranger());
    const statuses: number[] = [];
    for (let round = 0; round < 11; round += 1) {
      const ten = Array.from({ length: 10 }, (_, at) =>
        wrongly(`nobody-${String(round * 10 + at)}`, "Wrong-and-mill-7"),
      );
      statuses.push(...(await Promise.all(ten)));
    }
    expect([422, 429].map((status) => statuses.filter((one) => one === status).length)).to.deep.equal([100, 10]);
    const person = await trainee();
    expect(await wrongly(person.login, person.password), "at the limit").to.equal(429);
    const room = new Stranger();
    for (let round = 0; round < 3; round += 1)
      expect(await (await formFrom(room))(person.login, person.password)).to.equal(303);
    expect((await rowsOf("limits", { key: /^sign-in-address:/ })).at(-1)?.["points"], "tries of the class").to.equal(0);
  });

  it("[S07] known and unknown names: same status and body at every door, and the same work with the password (by count of hashes, not by the clock)", async () => {
    const person = await trainee();
    await changePerson(person.id, { mail: "known@example.cn" });
    await tryIn("warm-up", "Wrong-and-mill-7");
    const works = async (login: string) => hashesDuring(() => tryIn(login, "Wrong-and-mill-7"));
    expect([await works(person.login), await works("nobody-2@example.cn")]).to.deep.equal([1, 1]);
    const asks = async (login: string) =>
      face(await new Browser(baseUrl).post("/login/reset", { login }, "/login/reset"), login);
    expect(await asks(person.login)).to.equal(await asks("nobody-3@example.cn"));
  });

  it("[S07] a new password has 8 characters, is none of the well-known ones, and holds neither name nor login; at join, change and reset", async () => {
    const person = await newMember("trainee", base, "诸葛云长明");
    const browser = await person.signIn();
    for (const password of ["short-7", "password1", "88888888", "P@ssw0rd", `x${person.login}`, "诸葛云长明88"]) {
      const answer = await browser.post(
        "/account/password",
        { current: person.password, password },
        "/account/password",
      );
      expect(answer.status, password).to.equal(422);
    }
    expect(
      (
        await browser.post(
          "/account/password",
          { current: person.password, password: "Bolt-and-nut-9" },
          "/account/password",
        )
      ).status,
    ).to.equal(303);
  });

  it("[S07] [S16] [S17] a reset link works once, ends after an hour, is stored as its hash, and does not skip the second factor", async () => {
    const person = await clerk();
    const mail = `${person.id}@example.cn`;
    await changePerson(person.id, { mail });
    const browser = new Browser(baseUrl);
    await browser.post("/login/reset", { login: person.login }, "/login/reset");
    const token = /\/login\/reset\/([\w-]{22})\s/.exec((await letterTo(mail)).text)?.[1] ?? "";
    expect(Buffer.from(token, "base64url")).to.have.length(16);
    expect(JSON.stringify(await storedPerson(person.id)), "the store").not.to.include(token);
    const until = (): Date => (stored["reset"] as { until: Date }).until;
    const stored = await storedPerson(person.id);
    expect(until().getTime() - Date.now()).to.be.within(59 * 60_000, 60 * 60_000);
    await changeStored("people", { login: person.login }, { "reset.until": new Date(Date.now() - 1) });
    expect((await browser.get(`/login/reset/${token}`)).status, "over").to.equal(410);
    await changeStored("people", { login: person.login }, { "reset.until": until() });
    const set = () => browser.post("/login/password", { token, password: "Bolt-and-nut-9" }, `/login/reset/${token}`);
    expect((await Promise.all([set(), set()])).map(({ status }) => status).sort()).to.deep.equal([303, 410]);
    expect((await browser.get(`/login/reset/${token}`)).status, "used").to.equal(410);
    expect((await tryIn(person.login, "Bolt-and-nut-9", browser)).location).to.equal("/login/second-factor");
    expect((await browser.get("/people")).location).to.match(/^\/login/);
  });

  it("[S07] an initial secret ends at first use: the link that the clerk prints", async () => {
    const browser = await (await clerk()).signIn();
    const made = await browser.post(
      "/people",
      { name: "何小明", login: `new-${base}`, role: "trainee", baseId: "" },
      "/people/new",
    );
    const token = /login\/reset\/([\w-]{22})/.exec(made.text)?.[1] ?? "";
    const visitor = new Browser(baseUrl);
    expect(
      (await visitor.post("/login/password", { token, password: "Bolt-and-nut-9" }, `/login/reset/${token}`)).status,
    ).to.equal(303);
    expect((await visitor.post("/login/password", { token, password: "Bolt-and-nut-8" })).status).to.equal(410);
    expect((await tryIn(`new-${base}`, "Bolt-and-nut-9")).status).to.equal(303);
  });

  it("[S09] every role of staff proves a second factor before anything else; a code works once, a recovery code is stored hashed and works once", async () => {
    for (const { id, staff } of roles) {
      const person = await newMember(id, base);
      await changeStored("people", { login: person.login }, { secondFactor: null });
      const browser = await signIn(baseUrl, person);
      expect((await browser.get("/courses/GN1/lessons/GN1L1")).location, id).to.match(
        staff ? /^\/account\/second-factor/ : /^$/,
      );
    }
  });

  it("[S09] [S17] a code of the app works once, also for who has just enrolled; recovery codes are stored hashed and work once", async () => {
    const person = await clerk();
    await changeStored("people", { login: person.login }, { secondFactor: null });
    const browser = await signIn(baseUrl, person);
    const page = await browser.get("/account/second-factor");
    const secret = /<code>([A-Z2-7 ]+)<\/code>/.exec(page.text)?.[1]?.replaceAll(" ", "") ?? "";
    const code = generateSync({ secret });
    const shown = await browser.post("/account/second-factor", { code, next: "/" });
    const [recovery = ""] = [...shown.text.matchAll(/<li><code>([0-9a-f]{32})<\/code>/g)].map(([, one]) => one);
    expect((await browser.get("/people")).status).to.equal(200);
    const stored = JSON.stringify(await storedPerson(person.id));
    expect(stored.includes(recovery) || stored.includes(secret), "the store").to.equal(false);
    const secondStep = async (typed: string) => {
      const fresh = new Browser(baseUrl);
      await tryIn(person.login, person.password, fresh);
      return (await fresh.post("/login/second-factor", { code: typed })).status;
    };
    expect(await secondStep(code), "the code that enrolled").to.equal(422);
    expect(await secondStep(recovery)).to.equal(303);
    expect(await secondStep(recovery)).to.equal(422);
  });

  it("[S09] who has a second factor is asked for it whatever the role, and nobody replaces it from an open session", async () => {
    const person = await trainee();
    const staff = await clerk();
    await changeStored(
      "people",
      { login: person.login },
      { secondFactor: (await storedPerson(staff.id))["secondFactor"] },
    );
    expect((await tryIn(person.login, person.password)).location).to.equal("/login/second-factor");
    const browser = await staff.signIn();
    expect((await browser.post("/account/second-factor", { code: "000000", next: "/" })).location).to.equal("/account");
    expect((await storedPerson(staff.id))["enrolling"], "no other secret is on its way").to.equal("");
  });

  it("[S09] deeds that bind ask for the password again when the last proof is old", async () => {
    const admin: Member = await newMember("administrator", null);
    const browser = await admin.signIn();
    const person = await trainee();
    const roleDeed = () =>
      browser.post(`/people/${person.id}/roles`, { roles: ["trainee", "instructor"] }, "/account/password");
    await changeStored(
      "sessions",
      { "session.passport.user": admin.id },
      { "session.authenticatedAt": Date.now() - 31 * 60_000 },
    );
    expect((await roleDeed()).location).to.match(/^\/account\/confirmation\?next=/);
    expect((await storedPerson(person.id))["roles"]).to.deep.equal(["trainee"]);
    expect(
      (await browser.post("/account/confirmation", { password: "Wrong-and-mill-7", next: "/people" })).status,
    ).to.equal(422);
    expect(
      (await browser.post("/account/confirmation", { password: admin.password, next: "/people" })).location,
    ).to.equal("/people");
    expect((await roleDeed()).status).to.equal(303);
    expect((await rowsOf("audit", { event: "person.roles-changed", object: person.id })).length).to.equal(1);
  });
});
