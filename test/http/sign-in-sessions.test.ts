import { expect } from "chai";
import MongoStore from "connect-mongo";
import { absoluteHours, idleHours } from "../../server/platform/session.ts";
import { Browser, signIn } from "../support/actor.ts";
import { newBase, newMember } from "../support/cast.ts";
import { testHouse } from "../support/house.ts";
import { secondApp } from "../support/second-app.ts";
import { changeStored, rowsOf, sessionsOf } from "../support/stored.ts";

const hour = 3600_000;

describe("sessions", function () {
  this.timeout(30_000);
  let baseUrl = "";
  let base = "";
  before(async () => {
    baseUrl = (await testHouse()).baseUrl;
    base = await newBase();
  });
  const trainee = () => newMember("trainee", base);
  const isIn = async (browser: Browser) => (await browser.get("/account")).status === 200;

  it("[S08] sign-in gives a new id, at the password and at the second factor; the id from before is nobody's", async () => {
    const person = await newMember("instructor", base);
    const browser = new Browser(baseUrl);
    await browser.get("/login");
    const ids = [browser.cookies.get("zz")];
    await browser.post("/login", { login: person.login, password: person.password });
    await browser.get("/login/second-factor");
    await browser.post("/login/second-factor", { code: person.recovery?.pop() ?? "" });
    ids.push(browser.cookies.get("zz"));
    expect(new Set(ids).size).to.equal(2);
    expect(await isIn(browser)).to.equal(true);
    browser.cookies.set("zz", ids[0] ?? "");
    expect(await isIn(browser)).to.equal(false);
  });

  it("[S08] an id that somebody made up is not taken over", async () => {
    const person = await trainee();
    const browser = new Browser(baseUrl);
    browser.cookies.set("zz", "s%3Afixed.AAAA");
    await browser.post("/login", { login: person.login, password: person.password }, "/login");
    expect(browser.cookies.get("zz")).not.to.include("fixed");
    expect(await isIn(browser)).to.equal(true);
  });

  it("[S08] a session ends eight hours after its last use, and a day after its begin whatever happens; an attempt's own pages are not cut", async () => {
    expect([idleHours, absoluteHours]).to.deep.equal([8, 24]);
    const person = await trainee();
    const browser = await person.signIn();
    const [row] = await sessionsOf(person.id);
    expect((row?.["expires"] as Date).getTime() - Date.now(), "idle end").to.be.within(7.9 * hour, 8 * hour);
    const mine = { "session.passport.user": person.id };
    await changeStored("sessions", mine, {
      lastModified: new Date(Date.now() - hour),
      expires: new Date(Date.now() + hour),
    });
    expect(await isIn(browser), "used again").to.equal(true);
    expect(((await sessionsOf(person.id))[0]?.["expires"] as Date).getTime() - Date.now(), "it goes on").to.be.above(
      7.9 * hour,
    );
    await changeStored("sessions", mine, { expires: new Date(Date.now() - 1) });
    expect(await isIn(browser), "after eight idle hours").to.equal(false);

    const again = await person.signIn();
    await changeStored("sessions", mine, { "session.startedAt": Date.now() - 25 * hour });
    expect((await again.get(`/attempts/${"f".repeat(24)}/clock`)).status, "an exam's own address").to.equal(404);
    expect((await again.get("/account")).location).to.match(/^\/login/);
    expect(await rowsOf("sessions", { ...mine, expires: { $gt: new Date() } }), "nothing is left of it").to.deep.equal(
      [],
    );
  });

  it("[S08] the list shows one's own sessions, and a change of the password ends all the others", async () => {
    const person = await trainee();
    const [here, there] = [await person.signIn(), await person.signIn()];
    const stranger = await trainee();
    const others = await stranger.signIn();
    const page = await here.get("/account");
    expect(page.text.match(/name="id" value="[^"]{40,}"/g)).to.have.length(1);
    const id = String((await sessionsOf(stranger.id))[0]?.["_id"]);
    await here.post("/account/sessions/end", { id }, "/account");
    expect(await isIn(others), "nobody ends another's session").to.equal(true);
    const changed = await here.post(
      "/account/password",
      { current: person.password, password: "Bolt-and-nut-9" },
      "/account/password",
    );
    expect(changed.status).to.equal(303);
    expect([await isIn(here), await isIn(there)]).to.deep.equal([true, false]);
    const third = await signIn(baseUrl, { login: person.login, password: "Bolt-and-nut-9" });
    await here.post("/account/sessions/end", { id: "others" }, "/account");
    expect([await isIn(here), await isIn(third)]).to.deep.equal([true, false]);
  });

  it("[S08] disabling a person ends her sessions at once, and she does not come in again until she is enabled", async () => {
    const person = await trainee();
    const browser = await person.signIn();
    const clerk = await (await newMember("base-administrator", base)).signIn();
    await clerk.post(`/people/${person.id}/suspension`, {}, `/people/${person.id}`);
    expect(await isIn(browser)).to.equal(false);
    const refused = await new Browser(baseUrl).post(
      "/login",
      { login: person.login, password: person.password },
      "/login",
    );
    expect(refused.status).to.equal(422);
    await clerk.post(`/people/${person.id}/reinstatement`, {}, `/people/${person.id}`);
    expect(await isIn(browser), "the old session stays over").to.equal(false);
    expect(await isIn(await person.signIn())).to.equal(true);
  });

  it("[S08] signing out clears the cookie and the session", async () => {
    const person = await trainee();
    const browser = await person.signIn();
    const kept = browser.cookies.get("zz") ?? "";
    const out = await browser.post("/logout", {}, "/account");
    expect(out.headers.getSetCookie().join()).to.match(/zz=;[^,]*Expires=Thu, 01 Jan 1970/);
    expect(await sessionsOf(person.id)).to.deep.equal([]);
    browser.cookies.set("zz", kept);
    expect(await isIn(browser)).to.equal(false);
  });

  it("[S08] the cookie is not for scripts and not for other sites; on https it is a __Host- cookie, sent over https only", async () => {
    const plain = (await new Browser(baseUrl).get("/login")).headers.getSetCookie().join();
    expect(plain)
      .to.match(/^zz=.*HttpOnly/)
      .and.to.match(/SameSite=Lax/);
    await secondApp({ change: { baseUrl: "https://academy.example.cn", TRUST_PROXY: 1 } }, async (url) => {
      const secure = (await new Browser(url).get("/login", { "x-forwarded-proto": "https" })).headers;
      const cookie = secure.getSetCookie().join();
      expect(cookie)
        .to.match(/^__Host-zz=.*Path=\/;/)
        .and.to.match(/Secure/)
        .and.to.match(/HttpOnly/);
      expect(cookie).not.to.match(/Domain=/i);
      expect(secure.get("strict-transport-security")).to.equal("max-age=31536000; includeSubDomains");
      expect((await new Browser(url).get("/login")).headers.getSetCookie(), "over plain http").to.deep.equal([]);
    });
  });

  it("[S08] ids are stored hashed: what lies in the store is of no use as a cookie", async () => {
    const person = await trainee();
    const browser = await person.signIn();
    const id =
      decodeURIComponent(browser.cookies.get("zz") ?? "")
        .slice(2)
        .split(".")[0] ?? "-";
    expect(JSON.stringify(await sessionsOf(person.id))).not.to.include(id);
  });

  it("a redirect leaves only when the session is stored: with its headers the second step is already there to be found", async () => {
    const person = await newMember("instructor", base);
    const browser = new Browser(baseUrl);
    await browser.get("/login");
    const body = new URLSearchParams({ _csrf: browser.csrfToken, login: person.login, password: person.password });
    const headers = { cookie: browser.cookieHeader(), "content-type": "application/x-www-form-urlencoded" };

    const set = MongoStore.prototype.set;
    // A store that takes its time, so that whoever does not wait for it is seen.
    MongoStore.prototype.set = function (...given) {
      return new Promise((resolve) => setTimeout(resolve, 200)).then(() => set.apply(this, given));
    };
    try {
      // fetch resolves when the headers have come, whatever is still to be sent.
      const answer = await fetch(`${baseUrl}/login`, { method: "POST", body, headers, redirect: "manual" });
      expect(answer.headers.get("location")).to.equal("/login/second-factor");
      expect(await rowsOf("sessions", { "session.awaiting.personId": person.id })).to.have.length(1);
    } finally {
      MongoStore.prototype.set = set;
    }
  });
});
