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

/** A list: its address, what stands in its rows in the usual order, the other orders, and what a search finds. */
interface List {
  path: string;
  /** What names a row in the text of the page. */
  row: RegExp;
  usual: string[];
  orders: Record<string, string[]>;
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
      orders: { name: [older, newer], opens: [newer, older] },
      found: ["操作", [newer]],
    });
  });

  it("[U04] the people of a base by name or login", async () => {
    const logins = group.people.map(({ login }) => login);
    await expectList(clerk, {
      path: "/people?role=trainee",
      row: /people\/[0-9a-f]{24}">([^<]+)</g,
      usual: ["丙乐", "乙安", "甲平"],
      orders: { name: ["丙乐", "乙安", "甲平"], login: byOwn(["丙乐", "乙安", "甲平"], logins) },
      found: ["安", ["乙安"]],
    });
  });

  it("[U04] the people of a cohort by joining, name or progress", async () => {
    const [, second] = group.people;
    const fresh = await newClass(["甲平", "丙乐", "乙安"], 0);
    await open(fresh.people[0]?.id ?? "", "GN1", "GN1L1", new Date());
    await complete(fresh.people[0]?.id ?? "", "GN1L1", new Date());
    expect(second?.name).to.equal("乙安");
    await expectList(await (await newMember("instructor", fresh.baseId)).signIn(), {
      path: `/cohorts/${fresh.cohortId}`,
      row: /<th scope="row">([^<]+)<\/th><td>trainee/g,
      usual: ["甲平", "丙乐", "乙安"],
      orders: { name: ["丙乐", "乙安", "甲平"], progress: ["丙乐", "乙安", "甲平"], joined: ["甲平", "丙乐", "乙安"] },
      found: ["乐", ["丙乐"]],
    });
  });

  it("[U04] exams by opening or closing, found by the name of their cohort", async () => {
    const first = await newExam(clerk, group.cohortId, { opensAt: "2026-01-01T00:00", closesAt: localOf(later) });
    const second = await newExam(clerk, group.cohortId, { opensAt: "2026-01-02T00:00", closesAt: localOf(latest) });
    await expectList(clerk, {
      path: "/exams",
      row: /exams\/([0-9a-f]{24})"/g,
      usual: [second, first],
      orders: { opens: [second, first], closes: [second, first] },
      found: [group.baseId.slice(-4), [second, first]],
    });
  });

  it("[U04] certificates by issue, holder or last day; a batch by place or outcome", async () => {
    const actor = await (await newMember("awarding-officer", null)).actor();
    for (const { id } of group.people.slice(0, 2))
      await issueCertificate(actor, { personId: id, qualificationId: qualification, baseId: group.baseId }, new Date());
    await expectList(clerk, {
      path: "/certificates",
      row: /<\/a><\/th><td>([^<]+)<\/td>/g,
      usual: ["乙安", "丙乐"],
      orders: { issued: ["乙安", "丙乐"], holder: ["丙乐", "乙安"] },
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
      orders: { place: ["甲平", "丙乐"], outcome: ["丙乐", "甲平"] },
      found: ["甲", ["甲平"]],
    });
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

/** The same rows in the order that others have: `own[i]` belongs to `rows[i]`. */
function byOwn(rows: string[], own: string[]): string[] {
  return [...rows].sort((a, b) => ((own[rows.indexOf(a)] ?? "") < (own[rows.indexOf(b)] ?? "") ? -1 : 1));
}

function rowsIn(text: string, row: RegExp): string[] {
  return [...new Set([...text.matchAll(row)].map(([, name = ""]) => name))];
}

/** Every order both ways, as its column says and links; a search; an order that does not exist. */
async function expectList(browser: Browser, { path, row, usual, orders, found }: List): Promise<void> {
  const at = (query: string) => browser.get(`${path}${path.includes("?") ? "&" : "?"}${query}`);
  expect(rowsIn((await browser.get(path)).text, row), "the usual order").to.deep.equal(usual);
  for (const [name, rows] of Object.entries(orders)) {
    const there = await at(`sort=${name}`);
    expect(rowsIn(there.text, row), name).to.deep.equal(rows);
    if (there.text.includes("aria-sort")) expect(there.text, "the way back").to.include(`sort=-${name}`);
    const back = rowsIn((await at(`sort=-${name}`)).text, row);
    // What is equal by a list's own mark (three with no progress, say) may stand either way.
    expect([...back].sort(), `${name}, backwards`).to.deep.equal([...rows].sort());
    if (name !== "progress") expect(back, `${name}, backwards`).to.deep.equal([...rows].reverse());
  }
  const [q, rows] = found;
  const search = await at(`q=${encodeURIComponent(q)}&sort=${Object.keys(orders)[0] ?? ""}`);
  expect(rowsIn(search.text, row), `search for ${q}`).to.deep.equal(rows);
  expect(search.text, "what was typed stays").to.include(`name="q" value="${q}"`);
  const nothing = await at("q=qqqq");
  expect(nothing.status).to.equal(200);
  expect(nothing.text).to.include("没有符合条件的内容").and.include("显示全部");
  expect((await at("sort=nothing")).status, "an order that is not there").to.equal(400);
}
