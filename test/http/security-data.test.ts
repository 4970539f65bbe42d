import { expect } from "chai";
import mongoose from "mongoose";
import { firstBreak, type Line } from "../../server/audit/chain.ts";
import { findBreak, keepHead, linesOf } from "../../server/audit/store.ts";
import { decrypt, keyedHash, newToken, tokenHash } from "../../server/platform/secrets.ts";
import type { Browser } from "../support/actor.ts";
import { newBelongings, type Belongings } from "../support/belongings.ts";
import { newMember } from "../support/cast.ts";
import { lastLine, linesSince } from "../support/snapshot.ts";
import { changeStored, rowsOf, storedPerson } from "../support/stored.ts";

const idNumber = "440524188001010014";
const audit = () => mongoose.connection.collection("audit");

describe("personal data", function () {
  this.timeout(60_000);
  let theirs: Belongings;
  let profile: Record<string, string>;
  before(async () => {
    theirs = await newBelongings("欧阳雪峰");
    profile = { name: "欧阳雪峰", latinName: "", mail: "", idType: "resident-id", idNumber, language: "zh-CN" };
    const browser = await theirs.owner.signIn();
    const saved = await browser.post(
      "/account/profile",
      { ...profile, idNumber: "4405 2418-8001 0100 1４" },
      "/account/profile",
    );
    expect(saved.status, saved.text.slice(0, 300)).to.equal(303);
  });

  it("[S20] an ID number is stored encrypted (another text each time, opened only with the key outside the store) and is found by its keyed hash", async () => {
    const stored = await storedPerson(theirs.owner.id);
    expect(JSON.stringify(stored)).not.to.include(idNumber).and.not.to.include("18800101");
    expect(decrypt(String(stored["idSealed"]))).to.equal(idNumber);
    expect((await rowsOf("people", { idHash: keyedHash(idNumber) })).map(({ login }) => login)).to.deep.equal([
      theirs.owner.login,
    ]);
    const again = await theirs.owner.signIn();
    await again.post("/account/profile", profile, "/account/profile");
    expect((await storedPerson(theirs.owner.id))["idSealed"]).not.to.equal(stored["idSealed"]);
    const sealed = Buffer.from(String(stored["idSealed"]), "base64url");
    sealed[30] = (sealed[30] ?? 0) ^ 1;
    expect(() => decrypt(sealed.toString("base64url")), "changed in the store").to.throw();
  });

  it("[S20] no letter, audit line or certificate holds an ID number, and a wrong one is not taken (pages: pages.test; the log: program.test)", async () => {
    const kept = JSON.stringify([await rowsOf("letters"), await rowsOf("audit"), await rowsOf("certificates")]);
    expect(kept).not.to.include(idNumber);
    const browser = await (await newMember("trainee", theirs.baseId)).signIn();
    const wrong = { ...profile, idNumber: "440524188001010015" };
    const refused = await browser.post("/account/profile", wrong, "/account/profile");
    expect(refused.status).to.equal(422);
    expect(refused.text).to.include("证件号码不对");
  });

  it("[S16] tokens are 128 random bits and stored as their hash", () => {
    const tokens = Array.from({ length: 1000 }, newToken);
    expect(new Set(tokens.map(({ token }) => token)).size).to.equal(1000);
    for (const { token, hash } of tokens) {
      expect(Buffer.from(token, "base64url")).to.have.length(16);
      expect(hash).to.equal(tokenHash(token)).and.not.to.include(token);
    }
  });
});

describe("the audit", function () {
  this.timeout(60_000);
  let theirs: Belongings;
  let browser: Browser;
  before(async () => {
    theirs = await newBelongings("欧阳雪峰");
    browser = await (await newMember("administrator", null)).signIn();
  });
  const verdict = async () => (await browser.get("/audit?check=1")).text;
  const whole = "记录完整，没有被删改。";

  it("[S21] [I01] who, what, when, from where, before and after: a change of roles, of a mark, of a certificate, and a new key", async () => {
    const line = await lastLine();
    const admin = await newMember("administrator", null);
    const deed = await admin.signIn();
    await deed.post(
      `/people/${theirs.ids["personId"] ?? ""}/roles`,
      { roles: ["trainee", "instructor"] },
      `/people/${theirs.ids["personId"] ?? ""}`,
    );
    const [changed] = (await linesSince(line, admin.id)).filter(({ event }) => event === "person.roles-changed");
    expect(changed).to.deep.include({ actorName: admin.name, object: theirs.ids["personId"], from: "127.0.0.1" });
    expect(changed?.facts).to.deep.equal({ before: ["trainee"], after: ["trainee", "instructor"] });
    expect(Date.now() - (changed?.at.getTime() ?? 0)).to.be.within(0, 60_000);
    const clerk = await newMember("base-administrator", theirs.baseId);
    const judging = await clerk.signIn();
    const judged = await judging.post(
      `/attempts/${theirs.ids["attemptId"] ?? ""}/late/0`,
      { verdict: "reject", reason: "太晚" },
      "/account/password",
    );
    expect(judged.status).to.equal(303);
    expect((await linesSince(line, clerk.id)).map(({ event }) => event)).to.include("attempt.late-judged");
    const events = new Set((await rowsOf("audit")).map(({ event }) => event));
    for (const event of ["certificate.issued", "key.created"]) expect(events.has(event), event).to.equal(true);
  });

  it("[S21] lines hold no secret: no password, code, hash of one, token or cookie", async () => {
    const person = await storedPerson(theirs.owner.id);
    const lines = JSON.stringify(await rowsOf("audit"));
    for (const secret of [theirs.owner.password, String(person["passwordHash"]), String(person["idSealed"])])
      expect(lines.includes(secret)).to.equal(false);
  });

  it("[S21] [I01] a line that was changed and a line that was removed are found and named on the page", async () => {
    expect(await verdict()).to.include(whole);
    const { lines } = await linesOf({ baseId: null, page: 1, size: 50 });
    const victim = lines[20];
    if (!victim) throw new Error("too few lines");
    const stored = await audit().findOne({ seq: victim.seq });
    if (!stored) throw new Error("the line is gone");
    for (const change of [
      { actorName: "别人" },
      { at: new Date(0) },
      { facts: { before: 1 } },
      { hash: "0".repeat(64) },
      { object: "x" },
    ]) {
      await changeStored("audit", { seq: victim.seq }, change);
      expect(await verdict(), JSON.stringify(change)).to.include(`第 ${String(victim.seq)} 条记录缺失或被改动`);
      await audit().replaceOne({ seq: victim.seq }, stored);
    }
    await audit().deleteOne({ seq: victim.seq });
    expect(await verdict()).to.include(`第 ${String(victim.seq)} 条记录缺失或被改动`);
    await audit().insertOne(stored);
    expect(await verdict()).to.include(whole);
  });

  it("[S21] [I01] so is an end that was cut off, once the chain was looked at behind it", async () => {
    await keepHead();
    const line = await lastLine();
    const stored = await audit().findOne({ seq: line });
    if (!stored) throw new Error("no last line");
    await audit().deleteOne({ seq: line });
    expect(await findBreak()).to.equal(line);
    await audit().insertOne(stored);
    expect(await findBreak()).to.equal(null);
  });

  it("[S21] lines that are written at the same moment stand in one chain, without a gap", async () => {
    const clerk = await newMember("base-administrator", theirs.baseId);
    const line = await lastLine();
    const browsers = await Promise.all(Array.from({ length: 4 }, () => clerk.signIn()));
    await Promise.all(
      browsers.flatMap((one) => Array.from({ length: 5 }, () => one.post("/bases", { key: "x", zh: "x", en: "x" }))),
    );
    expect((await linesSince(line, clerk.id)).filter(({ event }) => event === "access.refused")).to.have.length(20);
    expect(await findBreak()).to.equal(null);
  });

  it("[I01] the export holds every line with its hashes, so that the chain can be checked without the program; a base's staff get their own lines only", async () => {
    const rows = csv((await browser.get("/audit.csv")).text).reverse();
    expect(rows.length).to.equal(await audit().countDocuments());
    const lines = rows.map((row) => ({
      ...(row as unknown as Line & { hash: string }),
      ...{
        seq: Number(row["seq"]),
        at: new Date(row["at"] ?? ""),
        facts: JSON.parse(row["facts"] ?? "{}") as Line["facts"],
      },
      ...{ actorId: row["actorId"] || null, baseId: row["baseId"] || null },
    }));
    expect(firstBreak(lines)).to.equal(null);
    const clerk = await newMember("base-administrator", theirs.baseId);
    const own = csv((await (await clerk.signIn()).get("/audit.csv")).text);
    expect(new Set(own.map(({ baseId }) => baseId))).to.deep.equal(new Set([theirs.baseId]));
  });

  it("[I01] nothing in the program changes or removes a line: the audit has no address that does", async () => {
    for (const path of ["/audit", "/audit.csv", "/audit/1"])
      for (const method of ["POST", "PUT"] as const)
        expect((await browser.sendJson(method, path, { seq: 1 })).status, `${method} ${path}`).to.equal(404);
  });
});

/** Rows of a CSV file by the names of its first line. */
function csv(text: string): Record<string, string>[] {
  const cells = [...text.replace(/^\ufeff/, "").matchAll(/("(?:[^"]|"")*"|[^,\n]*)(,|\n|$)/g)];
  const rows: string[][] = [[]];
  for (const [, cell = "", end] of cells) {
    rows.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === "\n") rows.push([]);
  }
  const [names = [], ...lines] = rows.filter((row) => row.length > 1);
  return lines.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? ""])));
}
