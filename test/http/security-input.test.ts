import { expect } from "chai";
import { settings } from "../../server/platform/config.ts";
import { Browser } from "../support/actor.ts";
import { at, formOf, newBelongings, type Belongings } from "../support/belongings.ts";
import { newMember } from "../support/cast.ts";
import { deeds, hostile, openFor, typeEverywhere } from "../support/hostile.ts";
import { testHouse } from "../support/house.ts";
import { form, json, payloads } from "../support/payloads.ts";
import { addresses, type AppRoute } from "../support/routes.ts";
import { snapshot } from "../support/snapshot.ts";
import { changeStored } from "../support/stored.ts";
import { Crowd } from "../support/walk.ts";

const name = ({ method, path }: AppRoute) => `${method} ${path}`;
/** Answers that read and keep nothing: the origin is asked of them, a token is not (server/platform/csrf.ts). */
const stateless = ["POST /verify/document", "POST /verify/paper", "POST /verify/name"];

describe("hostile input", function () {
  this.timeout(120_000);
  let theirs: Belongings;
  let crowd: Crowd;
  before(async () => {
    theirs = await newBelongings("欧阳雪峰");
    crowd = await new Crowd(theirs).gather();
  });
  afterEach(() => changeStored("limits", { key: /address:/ }, { points: 0 }));

  /** Sends bytes as they are, with the cookies and the token of the page that a browser would have. */
  async function raw(browser: Browser, route: AppRoute, body: string, type: string, more: Record<string, string> = {}) {
    const headers = {
      cookie: browser.cookieHeader(),
      "x-csrf-token": browser.csrfToken,
      "content-type": type,
      ...more,
    };
    return fetch(browser.baseUrl + at(route, theirs.ids), { method: route.method, body, headers, redirect: "manual" });
  }

  it("[S03] every form and every JSON: unknown fields, __proto__, operators, repeated and deep parameters, wrong types and 1 MB are 4xx, nothing changes, and the program lives (deeds that read no field heed none)", async () => {
    // The page of the second factor makes the secret that is to be enrolled, whether it is asked for or sent back.
    await crowd.browserOf("owner").get("/account/second-factor");
    const before = await snapshot();
    const wrong: string[] = [];
    for (const route of deeds()) {
      if (route.path === "/logout") continue;
      const given = formOf(route, theirs.ids);
      const [first = ""] = Object.keys(given);
      const browser = await openFor(crowd, route);
      const ask = first
        ? payloads(given, first)
        : payloads({ anything: "x" }, "anything").filter(([what]) => what.startsWith("1 MB"));
      for (const [what, body, type] of ask) {
        const { status } = await raw(browser, route, body, type);
        if (status < 400 || status >= 500) wrong.push(`${name(route)} ${what}: ${String(status)}`);
      }
    }
    expect(wrong).to.deep.equal([]);
    expect(await snapshot()).to.deep.equal(before);
    expect(Object.keys(Object.prototype)).to.deep.equal([]);
    expect((await fetch(`${settings().baseUrl}/healthz`)).status).to.equal(200);
  });

  it("[S03] days that do not exist, control characters in a search, and no body at all are answered, not failures", async () => {
    const clerk = crowd.browserOf("base-administrator");
    const { cohortId = "" } = theirs.ids;
    const exam = { cohortId, blueprint: "om1-theory", purpose: "mock", scorePolicy: "best", release: "at-once" };
    for (const opensAt of ["2026-13-45T99:99", "2026-02-31T09:00", "0000-00-00T00:00"]) {
      const times = { opensAt, closesAt: "2099-01-01T09:00", maxAttempts: "1", gapMinutes: "0" };
      expect((await clerk.post("/exams", { ...exam, ...times }, "/exams/new")).status, opensAt).to.equal(422);
    }
    const cohort = { name: "x", courses: "GN1", opensOn: "2026-10-08", codeUntil: "2099-12-19", codeMax: "5" };
    const wrongDay = await clerk.post("/cohorts", { ...cohort, closesOn: "2099-02-31" }, "/cohorts/new");
    expect(wrongDay.status).to.equal(422);
    for (const path of ["/certificates", "/cohorts", "/people", "/questions", "/search"])
      expect((await clerk.get(`${path}?q=%00a%1F`)).status, path).to.equal(200);
    for (const route of deeds().filter(({ path }) => path !== "/logout")) {
      const browser = await openFor(crowd, route);
      expect((await raw(browser, route, "", form)).status, name(route)).to.be.below(500);
    }
  });

  it("[S03] every address with hostile parameters answers without a failure of the program", async () => {
    const queries = [
      "__proto__=x&__proto__[a]=1",
      "page[$ne]=1&q[$gt]=",
      "q=a&q=b&page=1&page=2",
      "page=-1&size=1e9",
      `q=${"a".repeat(5000)}`,
      `${"a[".repeat(2000)}=1`,
      "page=%00&q=%FF&object=%E0%A4%A",
    ];
    for (const route of addresses().filter(({ method }) => method === "GET")) {
      const browser = crowd.whoMay(route);
      for (const query of queries)
        expect(
          (await browser.get(`${at(route, theirs.ids)}?${query}`)).status,
          `${name(route)} ${query.slice(0, 40)}`,
        ).to.be.below(500);
    }
    for (const path of [
      "/%",
      "/people/%ff",
      "/courses/__proto__",
      "/courses/GN1/lessons/constructor",
      "/questions/toString",
      "/exams/undefined",
      `/join/${"x".repeat(4000)}`,
    ])
      expect((await crowd.browserOf("administrator").get(path)).status, path).to.be.within(400, 499);
  });

  it("[S10] whatever changes something asks for the token and our own origin: without, with a wrong one, and across sites with the right one it is 403 and nothing changes", async () => {
    const before = await snapshot();
    const wrong: string[] = [];
    for (const route of deeds()) {
      const browser = await openFor(crowd, route);
      const body =
        route.method === "PUT"
          ? JSON.stringify(formOf(route, theirs.ids))
          : new URLSearchParams(formOf(route, theirs.ids) as Record<string, string>).toString();
      const type = route.method === "PUT" ? json : form;
      const foreign: Record<string, string>[] = [
        { origin: "https://evil.example" },
        { origin: "null" },
        { "sec-fetch-site": "cross-site" },
        { "sec-fetch-site": "same-site" },
        { origin: `${settings().baseUrl}.evil.example` },
      ];
      const without = stateless.includes(name(route))
        ? []
        : [{ "x-csrf-token": "" }, { "x-csrf-token": "0".repeat(256) }];
      for (const headers of [...foreign, ...without]) {
        const { status } = await raw(browser, route, body, type, headers);
        if (status !== 403) wrong.push(`${name(route)} ${JSON.stringify(headers).slice(0, 60)}: ${String(status)}`);
      }
    }
    expect(wrong).to.deep.equal([]);
    expect(await snapshot()).to.deep.equal(before);
  });

  it("[S10] looking changes nothing: every page of every role leaves the store as it was (but for where a trainee is reading, and the secret that waits to be enrolled)", async () => {
    // Once before, for who has no second factor: the page makes the secret that is to be enrolled.
    for (const who of ["owner", "trainee", "employer"] as const)
      await crowd.browserOf(who).get("/account/second-factor");
    const kept = async () => ({ ...(await snapshot()), progress: "" });
    const before = await kept();
    await crowd.pages();
    expect(await kept()).to.deep.equal(before);
  });

  it("[S12] script in any text field of any role comes back and is shown to everybody as text", async () => {
    const alive = /<script>alert|<img src=x|<svg onload|autofocus onfocus='alert|href="javascript:/i;
    const wrong: string[] = [];
    for await (const { route, field, text, answer } of typeEverywhere(crowd, hostile.slice(0, 2)))
      if (alive.test(answer.text) && !answer.headers.get("content-type")?.includes("json"))
        wrong.push(`${name(route)} ${field} ${text}`);
    for (const { who, path, text } of await crowd.pages()) if (alive.test(text)) wrong.push(`${who} ${path}`);
    for (const path of [
      "/search?q=",
      "/verify?number=",
      "/join?code=",
      "/people?q=",
      "/cohorts?q=",
      "/questions?q=",
      "/certificates?q=",
      "/audit?q=",
      "/login?next=",
      "/nothing/",
    ])
      for (const text of hostile)
        for (const who of ["stranger", "base-administrator", "administrator"] as const)
          if (alive.test((await crowd.browserOf(who).get(path + encodeURIComponent(text))).text))
            wrong.push(`${who} ${path} ${text}`);
    expect(wrong).to.deep.equal([]);
    const shown = (await crowd.browserOf("base-administrator").get("/cohorts")).text;
    expect(shown, "what was typed is there, as text").to.include("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  it("[S12] next= leads to our own pages only, at every door that takes it", async () => {
    const away = [
      "//evil.example",
      "/\\evil.example",
      "\\\\evil.example",
      "https://evil.example/",
      "https:evil.example",
      "javascript:alert(1)",
      "/\t/evil.example",
      "/.//evil.example",
      "//localhost@evil.example",
      "https://localhost:3000@evil.example/",
      "\u0001//evil.example",
      "data:text/html,x",
    ];
    const { baseUrl } = await testHouse();
    const owner = await newMember("trainee", theirs.baseId);
    for (const next of away) {
      const browser = new Browser(baseUrl);
      const answers = [
        await browser.post("/language", { language: "zh-CN", next }, "/login"),
        await browser.post("/login", { login: owner.login, password: owner.password, next }, "/login"),
        await browser.post("/account/confirmation", { password: owner.password, next }, "/account/confirmation"),
        await browser.get(`/login?next=${encodeURIComponent(next)}`),
      ];
      for (const { location, status } of answers) {
        expect(status, next).to.equal(303);
        expect(new URL(location, baseUrl).origin, `${next} → ${location}`).to.equal(baseUrl);
      }
    }
  });
});
