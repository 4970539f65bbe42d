import { expect } from "chai";
import { roleOf, roles, type RoleId } from "../../server/people/roles/index.ts";
import type { Capability } from "../../server/people/roles/role.ts";
import type { Answer } from "../support/actor.ts";
import { Browser } from "../support/actor.ts";
import { at, formOf, newBelongings, ofNothing, type Belongings, type Ids } from "../support/belongings.ts";
import { newBase, newMember } from "../support/cast.ts";
import { testHouse } from "../support/house.ts";
import { addresses, allRoutes, type AppRoute } from "../support/routes.ts";
import { lastLine, linesSince, snapshot } from "../support/snapshot.ts";

type Where = "the same base" | "another base" | "no base";
type Verdict = "allowed" | "refused" | "hidden";

/** Whose cell of the matrix it is: each role at the base of the objects, at another one, or at none if it has none. */
const cells: { role: RoleId; where: Where }[] = roles.flatMap(({ id, ofBase }) =>
  (ofBase ? (["the same base", "another base"] as const) : (["no base"] as const)).map((where) => ({
    role: id,
    where,
  })),
);

/** Without a gate: whether the process lives and can serve. */
const ungated = ["GET /healthz", "GET /readyz"];
const name = ({ method, path }: AppRoute) => `${method} ${path}`;
const isDeed = ({ method }: AppRoute) => method !== "GET";
const gated = () => addresses().filter((route) => route.gate && route.gate !== "everyone");
const open = () => addresses().filter((route) => route.gate === "everyone" && route.path !== "/logout");
const isOurs = ({ path }: AppRoute) => /:(attemptId|cohortId|examId|personId|number|batchId)/.test(path);

/** The policy, written anew: by the role's capability, then by whose the object is. */
function verdictFor(role: RoleId, where: Where, { path, gate }: AppRoute): Verdict {
  const may = (capability: string) => roleOf(role)?.may.includes(capability as Capability) === true;
  if (gate !== "signed-in" && !may(gate ?? "")) return "refused";
  if (!isOurs({ path } as AppRoute)) return "allowed";
  if (role === "trainee" || where === "another base") return "hidden";
  return path.includes(":number") && !may("certificate.read") ? "hidden" : "allowed";
}

describe("the permission matrix", function () {
  this.timeout(60_000);
  let theirs: Belongings;
  let elsewhere = "";

  before(async () => {
    theirs = await newBelongings("欧阳雪峰");
    elsewhere = await newBase();
  });

  const newActor = (role: RoleId, where: Where) =>
    newMember(role, where === "another base" ? elsewhere : theirs.baseId);

  it("[S01] every route of the app has a gate, but for those that say whether the process lives", () => {
    const without = allRoutes().filter(({ gate }) => !gate);
    expect(without.map(name)).to.deep.equal(ungated);
    expect(allRoutes().length).to.be.above(90);
  });

  it("[S01] (who holds what binds or opens other people's data) is as written here", () => {
    const holders = (capability: Capability) =>
      roles.filter(({ may }) => (may as readonly string[]).includes(capability)).map(({ id }) => id);
    for (const one of ["certificate.issue", "certificate.withdraw"] as const)
      expect(holders(one), one).to.deep.equal(["awarding-officer"]);
    for (const one of ["role.grant", "base.manage", "system.health"] as const)
      expect(holders(one), one).to.deep.equal(["administrator"]);
    for (const one of ["exam.manage", "attempt.judge", "cohort.manage"] as const)
      expect(holders(one), one).to.deep.equal(["base-administrator"]);
    expect(holders("people.manage")).to.deep.equal(["base-administrator", "administrator"]);
    expect(holders("audit.read")).to.deep.equal(["base-administrator", "quality-supervisor", "administrator"]);
    for (const one of ["question.read", "result.read", "people.read", "certificate.read"] as const)
      expect(holders(one), one).not.to.include.oneOf(["trainee", "employer"]);
    const confirmed = allRoutes().filter((route) => route.confirmed && isDeed(route));
    const binding = [
      "POST /people/:personId/roles",
      "POST /exams/:examId/release",
      "POST /certificates/issue",
      "POST /certificates/:number/:deed",
    ];
    expect(confirmed.map(name)).to.deep.equal(binding);
  });

  for (const { role, where } of cells)
    it(`[S01] [S02] [F18] ${role} of ${where}: what is not hers is 403, or 404 as if it did not exist (the time is not measured); nothing changes, each such deed is in the audit`, async () => {
      const member = await newActor(role, where);
      const browser = await member.signIn();
      const [before, line] = [await snapshot(), await lastLine()];
      const closed = gated().filter((route) => verdictFor(role, where, route) !== "allowed");
      const wrong: string[] = [];
      for (const route of closed) {
        const answer = await send(browser, route, theirs.ids);
        const hidden = verdictFor(role, where, route) === "hidden";
        if (answer.status !== (hidden ? 404 : 403)) wrong.push(`${name(route)} ${String(answer.status)}`);
        if (
          hidden &&
          faceOf(answer, at(route, theirs.ids)) !== faceOf(await send(browser, route, ofNothing), at(route, ofNothing))
        )
          wrong.push(`${name(route)} differs`);
      }
      expect(wrong).to.deep.equal([]);
      expect(await snapshot(), "what the store holds").to.deep.equal(before);
      const deeds = closed
        .filter(isDeed)
        .flatMap((route) =>
          (verdictFor(role, where, route) === "hidden" ? [theirs.ids, ofNothing] : [theirs.ids]).map((ids) =>
            at(route, ids),
          ),
        );
      const lines = await linesSince(line, member.id);
      expect(lines.map(({ event, facts }) => `${event} ${String(facts["path"])}`)).to.deep.equal(
        deeds.map((path) => `access.refused ${decodeURIComponent(path)}`),
      );
    });

  for (const { role, where } of cells.filter((cell) => cell.where !== "another base"))
    it(`[S01] ${role} of ${where}: what is hers answers`, async () => {
      const browser = await (await newActor(role, where)).signIn();
      await expectAnswers(
        browser,
        gated().filter((route) => verdictFor(role, where, route) === "allowed"),
        theirs.ids,
      );
    });

  it("[F18] [S02] staff of another base find nothing of it in any list, search, count or export", async () => {
    const { owner, ids } = theirs;
    const signs = [
      owner.name.slice(2),
      owner.login,
      owner.id,
      ...["attemptId", "cohortId", "examId", "personId", "number"].map((key) => ids[key] ?? ""),
    ];
    const asked = [
      "/search?q=欧阳",
      "/people?q=欧阳",
      "/cohorts?q=",
      `/certificates?q=${ids["number"] ?? ""}`,
      "/certificates?q=欧阳",
    ];
    const filtered = [
      ...asked,
      `/audit?q=${ids["examId"] ?? ""}`,
      `/audit?person=${owner.id}`,
      `/exams/new?cohort=${ids["cohortId"] ?? ""}`,
    ];
    // A base whose people have tried nothing yet: what they were refused stands in their own audit, with its address.
    const quiet = await newBase();
    for (const { id, ofBase, staff } of roles) {
      if (!ofBase || !staff) continue;
      const browser = await (await newMember(id, quiet)).signIn();
      const lists = gated().filter(
        (route) =>
          route.method === "GET" && !route.path.includes(":") && verdictFor(id, "another base", route) === "allowed",
      );
      for (const path of [...lists.map(({ path }) => path), ...filtered]) {
        const text = (await browser.get(path)).text.replaceAll(path.split("=").at(-1) ?? "", "");
        for (const sign of signs) expect(text.includes(sign), `${id} ${path} shows ${sign}`).to.equal(false);
      }
    }
  });

  it("[S01] a deed that only its action refuses is in the audit too: a base's administrator makes an administrator", async () => {
    const clerk = await newMember("base-administrator", theirs.baseId);
    const [browser, before, line] = [await clerk.signIn(), await snapshot(), await lastLine()];
    const asked = { name: "何小明", login: "wants-more", role: "administrator", baseId: "" };
    expect((await browser.post("/people", asked)).status).to.equal(403);
    expect(await snapshot()).to.deep.equal(before);
    expect((await linesSince(line, clerk.id)).map(({ event, facts }) => [event, facts["path"]])).to.deep.equal([
      ["access.refused", "/people"],
    ]);
  });

  it("[S01] the trainee herself opens her exam, attempt, result and certificate", async () => {
    const browser = await theirs.owner.signIn();
    // Her attempt is over: what she flags in it has no place any more.
    const own = gated().filter(
      (route) =>
        /:(attemptId|examId|number)/.test(route.path) &&
        !route.path.includes("/flags/") &&
        ["exam.take", "signed-in", "exam.read"].includes(route.gate ?? ""),
    );
    expect(own.length).to.be.above(8);
    await expectAnswers(browser, own, theirs.ids);
  });

  it("[S01] a stranger is sent to sign in (pages) or told 401 (programs), and nothing changes; what is for everyone answers her", async () => {
    const { baseUrl } = await testHouse();
    const before = await snapshot();
    for (const route of gated()) {
      const page = await send(new Browser(baseUrl), route, theirs.ids);
      if (route.method !== "PUT") expect(page.location, name(route)).to.match(/^\/login\?next=/);
      const stranger = new Browser(baseUrl);
      const json = await stranger.get(at(route, theirs.ids), { accept: "application/json" });
      if (route.method === "GET") expect(json.status, name(route)).to.equal(401);
      else expect((await send(stranger, route, theirs.ids, true)).status, name(route)).to.equal(401);
    }
    expect(await snapshot()).to.deep.equal(before);
    for (const route of open()) {
      const { status } = await send(new Browser(baseUrl), route, ofNothing);
      expect(status === 401 || status === 403 || status >= 500, `${name(route)} ${String(status)}`).to.equal(false);
    }
  });
});

async function expectAnswers(browser: Browser, routes: readonly AppRoute[], ids: Ids): Promise<void> {
  const wrong: string[] = [];
  for (const route of [...routes].sort((a, b) => Number(isDeed(a)) - Number(isDeed(b)))) {
    const { status, location } = await send(browser, route, ids);
    if ([401, 403, 404].includes(status) || status >= 500 || location.startsWith("/login"))
      wrong.push(`${name(route)} ${String(status)} ${location}`);
  }
  expect(wrong).to.deep.equal([]);
}

function send(browser: Browser, route: AppRoute, ids: Ids, json = false): Promise<Answer> {
  const path = at(route, ids);
  const form = formOf(route, ids);
  if (route.method === "GET") return browser.get(path);
  return route.method === "PUT" || json
    ? browser.sendJson(route.method, path, form)
    : browser.post(path, form as Record<string, string>);
}

/** An answer without what differs from one request to the next: the address itself, tokens, the error's id, the minute. */
function faceOf({ status, text }: Answer, path: string): string {
  const changing =
    /name="_csrf" value="[^"]*"|<p class="print-foot">.*?<\/p>|<strong>[0-9a-f]{8}<\/strong>|\b[0-9a-f]{8}\b/gs;
  return `${String(status)} ${text.replaceAll(path, "").replaceAll(encodeURIComponent(path), "").replace(changing, "")}`;
}
