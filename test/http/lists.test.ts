import { expect } from "chai";
import { addCohort } from "../../server/cohorts/store.ts";
import { issueCertificate } from "../../server/issuing/actions.ts";
import { workOnBatches } from "../../server/issuing/jobs.ts";
import { addBatch } from "../../server/issuing/store.ts";
import { complete, open } from "../../server/learning/store.ts";
import { localOf } from "../../server/platform/dates.ts";
import type { Browser } from "../support/actor.ts";
import { newMember } from "../support/cast.ts";
import { newClass, qualification, type Class } from "../support/eligible.ts";
import { newExam, reviewBank } from "../support/exams.ts";
import { changeStored } from "../support/stored.ts";

/** A list: its address, what stands in its rows in the usual order, the orders, and what a search finds. */
interface List {
  path: string;
  /** What names a row in the text of the page. */
  row: RegExp;
  usual: string[];
  /** Orders by the column that leads to them. */
  orders: Record<string, string[]>;
  /** The usual order, when no column leads to it. */
  without?: string;
  found: [q: string, rows: string[]];
}

describe("lists", () => {
  let group: Class;
  let clerk: Browser;
  let officer: Browser;
  const later = new Date(Date.now() + 7 * 86_400_000);
  const latest = new Date(Date.now() + 8 * 86_400_000);

  before(async () => {
    await reviewBank();
    group = await newClass(["丙乐", "乙安", "甲平"], 2);
    clerk = await (await newMember("base-administrator", group.baseId, "周文彬")).signIn();
    officer = await (await newMember("awarding-officer", null, "何志明")).signIn();
  });

  it("[U04] cohorts by opening or name", async () => {
    const cohort = {
      baseId: group.baseId,
      name: "一班",
      courses: ["GN1"],
      opensOn: "2026-01-05",
      closesOn: "2026-02-05",
    };
    const code = { code: `L${group.baseId.slice(-9)}`, codeUntil: later, codeMax: 5 };
    await addCohort({ ...cohort, ...code }, new Date());
    const older = "一班";
    const newer = `操作维护 ${group.baseId.slice(-4)} 班`;
    await expectList(clerk, {
      path: "/cohorts",
      row: /cohorts\/[0-9a-f]{24}">([^<]+)</g,
      usual: [newer, older],
      orders: { opens: [newer, older], name: [older, newer] },
      found: ["操作", [newer]],
    });
  });

  it("[U04] the people of a base by name or login", async () => {
    const fresh = await newClass(["甲平", "乙安", "丙乐"], 0);
    const logins = new Map(fresh.people.map(({ name, login }) => [name, login]));
    const byLogin = ["甲平", "乙安", "丙乐"].sort((a, b) => ((logins.get(a) ?? "") < (logins.get(b) ?? "") ? -1 : 1));
    expect(byLogin, "another order than by name").not.to.deep.equal(["丙乐", "乙安", "甲平"]);
    await expectList(await (await newMember("base-administrator", fresh.baseId)).signIn(), {
      path: "/people?role=trainee",
      row: /people\/[0-9a-f]{24}">([^<]+)</g,
      usual: ["丙乐", "乙安", "甲平"],
      orders: { name: ["丙乐", "乙安", "甲平"], login: byLogin },
      found: ["安", ["乙安"]],
    });
  });

  it("[U04] the people of a cohort by joining, name or progress", async () => {
    const fresh = await newClass(["甲平", "丙乐", "乙安"], 0);
    for (const [person, lessons] of [
      [0, ["GN1L1"]],
      [1, ["GN1L1", "OM1L1"]],
    ] as const)
      for (const lesson of lessons) {
        const [id, courseId] = [fresh.people[person]?.id ?? "", lesson.slice(0, 3)];
        await open(id, courseId, lesson, new Date());
        await complete(id, lesson, new Date());
      }
    await expectList(await (await newMember("instructor", fresh.baseId)).signIn(), {
      path: `/cohorts/${fresh.cohortId}`,
      row: /<th scope="row">([^<]+)<\/th><td>trainee/g,
      usual: ["甲平", "丙乐", "乙安"],
      orders: { name: ["丙乐", "乙安", "甲平"], progress: ["乙安", "甲平", "丙乐"] },
      without: "joined",
      found: ["乐", ["丙乐"]],
    });
  });

  it("[U04] exams by opening or closing, found by the name of their cohort", async () => {
    const first = await newExam(clerk, group.cohortId, { opensAt: "2026-01-01T00:00", closesAt: localOf(latest) });
    const second = await newExam(clerk, group.cohortId, { opensAt: "2026-01-02T00:00", closesAt: localOf(later) });
    await expectList(clerk, {
      path: "/exams",
      row: /exams\/([0-9a-f]{24})"/g,
      usual: [second, first],
      orders: { opens: [second, first], closes: [first, second] },
      found: [group.baseId.slice(-4), [second, first]],
    });
  });

  it("[U04] certificates by issue, holder or last day; a batch by place or outcome", async () => {
    const actor = await (await newMember("awarding-officer", null)).actor();
    for (const { id } of group.people.slice(0, 2))
      await issueCertificate(actor, { personId: id, qualificationId: qualification, baseId: group.baseId }, new Date());
    await changeStored("certificates", { holderId: group.people[0]?.id }, { validUntil: "2099-12-31" });
    await expectList(clerk, {
      path: "/certificates",
      row: /<\/a><\/th><td>([^<]+)<\/td>/g,
      usual: ["乙安", "丙乐"],
      orders: { issued: ["乙安", "丙乐"], holder: ["丙乐", "乙安"], until: ["乙安", "丙乐"] },
      found: ["丙", ["丙乐"]],
    });
    const fresh = await newClass(["甲平", "丙乐"], 1);
    const order = {
      qualificationId: qualification,
      baseId: fresh.baseId,
      cohortId: fresh.cohortId,
      cohortName: "一班",
    };
    const batchId = await addBatch(
      { ...order, issuer: "PY", by: actor.id, at: new Date() },
      fresh.people.map(({ id }) => id),
    );
    await workOnBatches(batchId);
    await expectList(officer, {
      path: `/certificates/batches/${batchId}`,
      row: /<th scope="row">([^<]+)<\/th>/g,
      usual: ["甲平", "丙乐"],
      orders: { outcome: ["丙乐", "甲平"] },
      without: "place",
      found: ["甲", ["甲平"]],
    });
  });

  it("[F18] [S02] a search finds nothing of another base, by name or by cohort", async () => {
    const other = await newClass(["丁远"], 1);
    const neighbour = await (await newMember("base-administrator", other.baseId)).signIn();
    await newExam(neighbour, other.cohortId);
    const actor = await (await newMember("awarding-officer", null)).actor();
    const wish = { personId: other.people[0]?.id ?? "", qualificationId: qualification, baseId: other.baseId };
    await issueCertificate(actor, wish, new Date());
    for (const path of [
      "/people?q=丁远",
      "/certificates?q=丁",
      `/cohorts?q=${other.baseId.slice(-4)}`,
      `/exams?q=${other.baseId.slice(-4)}`,
    ]) {
      const [mine, theirs] = [await clerk.get(encodeURI(path)), await neighbour.get(encodeURI(path))];
      expect(mine.text, path).to.include("没有符合条件的内容");
      expect(theirs.text, path).to.include("第1–1条，共1条");
    }
  });

  it("[U04] questions by number or difficulty", async () => {
    const { text } = await officer.get("/questions?lesson=GN1L1&use=practice&size=100&sort=difficulty");
    const levels = [...text.matchAll(/<td class="nowrap">(容易|中等|较难)<\/td>/g)].map(([, word = ""]) =>
      ["容易", "中等", "较难"].indexOf(word),
    );
    expect(levels.length).to.be.greaterThan(3);
    expect(levels).to.deep.equal([...levels].sort((a, b) => a - b));
    const row = /questions\/(GN1L1-[\w-]+)"/g;
    const usual = rowsIn((await officer.get("/questions?lesson=GN1L1&use=practice&size=100")).text, row);
    await expectList(officer, {
      path: "/questions?lesson=GN1L1&use=practice&size=100",
      row,
      usual,
      orders: { number: usual },
      found: [usual[1] ?? "", [usual[1] ?? ""]],
    });
  });

  it("[U04] the audit by time, found by the number of what was changed", async () => {
    const quality = await (await newMember("quality-supervisor", group.baseId)).signIn();
    const row = /<td class="num">(\d+)<\/td>/g;
    const usual = rowsIn((await quality.get("/audit")).text, row);
    expect(usual.map(Number)).to.deep.equal(usual.map(Number).sort((a, b) => b - a));
    const { text } = await quality.get("/audit");
    const object = /audit\?q=([^"]+)"/.exec(text)?.[1] ?? "";
    const found = rowsIn((await quality.get(`/audit?q=${object}`)).text, row);
    await expectList(quality, { path: "/audit", row, usual, orders: { at: usual }, found: [object, found] });
    expect(found.length).to.be.within(1, usual.length - 1);
  });
});

function rowsIn(text: string, row: RegExp): string[] {
  return [...new Set([...text.matchAll(row)].map(([, name = ""]) => name))];
}

/** Every order both ways, as its column says and links; a search; an order that does not exist. */
async function expectList(browser: Browser, { path, row, usual, orders, without, found }: List): Promise<void> {
  const at = (query: string) => browser.get(`${path}${path.includes("?") ? "&" : "?"}${query}`);
  const first = await browser.get(path);
  expect(rowsIn(first.text, row), "the usual order").to.deep.equal(usual);
  const [usually = ""] = Object.keys(orders);
  for (const [name, rows] of Object.entries(orders)) {
    if (without || name !== usually) expect(first.text, `the column ${name}`).to.match(to(name));
    const there = await at(`sort=${name}`);
    expect(rowsIn(there.text, row), name).to.deep.equal(rows);
    expect(there.text.match(/aria-sort="(?:a|de)scending"/g), `one column says ${name}`).to.have.length(1);
    expect(there.text, "the other way round").to.match(to(`-${name}`));
    const back = await at(`sort=-${name}`);
    expect(rowsIn(back.text, row), `${name}, backwards`).to.deep.equal([...rows].reverse());
    expect(back.text, "back to the usual order").to.match(to(without ?? usually));
  }
  if (without) expect(rowsIn((await at(`sort=-${without}`)).text, row), without).to.deep.equal([...usual].reverse());
  const [q, rows] = found;
  const search = await at(`q=${encodeURIComponent(q)}&sort=${usually}`);
  expect(rowsIn(search.text, row).sort(), `search for ${q}`).to.deep.equal([...rows].sort());
  expect(search.text, "what was typed stays").to.include(`name="q" value="${q}"`);
  const nothing = await at("q=qqqq");
  expect(nothing.status).to.equal(200);
  expect(nothing.text).to.include("没有符合条件的内容").and.include("显示全部");
  expect(rowsIn((await at("page=99")).text, row), "after the last page comes the last").to.deep.equal(usual);
  expect((await at("sort=nothing")).status, "an order that is not there").to.equal(400);
}

/** The head of a column that leads to an order: a link, or where rows are ticked a button. */
const to = (sort: string) =>
  new RegExp(`<th scope="col"[^>]*><(?:a href="[^"]*[?;]sort=${sort}[&"]|button [^>]*value="${sort}")`);
