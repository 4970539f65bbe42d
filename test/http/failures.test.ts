import { expect } from "chai";
import { Router } from "express";
import mongoose from "mongoose";
import { register } from "prom-client";
import { everyone } from "../../server/people/allow.ts";
import { changePerson } from "../../server/people/store.ts";
import { compareWithStore, instantNow, SteadyClock } from "../../server/platform/clock.ts";
import { Browser } from "../support/actor.ts";
import { newBase, newMember } from "../support/cast.ts";
import { testHouse } from "../support/house.ts";
import { loggedDuring, secondApp } from "../support/second-app.ts";
import { eventually } from "../support/stored.ts";
import { Stranger } from "../support/stranger.ts";

const boom = Router().get("/boom/:token", everyone, () => {
  throw new Error("a secret of the inside");
});

describe("failures and health", function () {
  this.timeout(30_000);
  let base = "";
  let baseUrl = "";
  before(async () => {
    base = await newBase();
    baseUrl = (await testHouse()).baseUrl;
  });
  const trainee = () => newMember("trainee", base);
  const administrator = async () => (await newMember("administrator", null)).signIn();

  it("[U14] [R14] [S20] what fails is said with an id that the log has, is counted, and shows nothing of the inside; the log does not hold the token of an address", async () => {
    const counted = async () => (await register.getSingleMetric("http_failures_total")?.get())?.values[0]?.value ?? 0;
    const before = await counted();
    const token = "S".repeat(22);
    const shown: string[] = [];
    const lines = await loggedDuring("error", () =>
      secondApp({ features: [{ name: "boom", routes: boom }] }, async (url) => {
        const page = await new Browser(url).get(`/boom/${token}`);
        const json = await new Browser(url).get(`/boom/${token}`, { accept: "application/json" });
        expect([page.status, json.status]).to.deep.equal([500, 500]);
        expect(page.text + json.text).not.to.match(/secret of the inside|\.ts:\d/);
        expect(page.text).to.match(/<a class="button" href="\/"/);
        shown.push(
          /<p class="secondary">[^<]*?([0-9a-f]{8})/.exec(page.text)?.[1] ?? "",
          json.json<{ id: string }>().id,
        );
      }),
    );
    expect(lines.map(({ errorId }) => errorId)).to.deep.equal(shown);
    for (const { route, ...facts } of lines) {
      expect(route).to.equal("/boom/:token");
      // The log itself drops `params.token` (server/platform/log.ts); nothing else holds it.
      expect(JSON.stringify({ ...facts, params: {} })).not.to.include(token);
    }
    expect(await counted()).to.equal(before + 2);
  });
  it("[U14] 404 says what happened, offers search and the way home, and has an id; 403 and 401 have one too", async () => {
    const browser = await (await trainee()).signIn("en");
    const missing = await browser.get("/nothing/here");
    expect(missing.status).to.equal(404);
    expect(missing.text)
      .to.match(/<form method="get" action="\/search"/)
      .and.to.match(/class="button" href="\/"/)
      .and.to.match(/\b[0-9a-f]{8}\b/);
    for (const [path, status] of [
      ["/people", 403],
      ["/nothing", 404],
    ] as const) {
      const json = await browser.get(path, { accept: "application/json" });
      expect([json.status, Object.keys(json.json())]).to.deep.equal([status, ["error", "message", "id"]]);
    }
    expect((await new Stranger().get("/account", { accept: "application/json" })).json()).to.have.keys(
      "error",
      "message",
      "id",
    );
  });

  it("[R14] what goes wrong after the answer has left (a letter that could not be written) is logged, and the program lives", async () => {
    const person = await trainee();
    await changePerson(person.id, { mail: "gone@example.cn" });
    const letters = mongoose.model("Letter");
    const create = letters.create.bind(letters);
    letters.create = (() => Promise.reject(new Error("no room"))) as never;
    try {
      const lines: unknown[] = [];
      const logged = await loggedDuring("error", async () => {
        const answer = await new Browser(baseUrl).post("/login/reset", { login: person.login }, "/login/reset");
        expect(answer.status).to.equal(200);
        await eventually(async () => (lines.push(0), lines.length > 20 ? true : undefined));
      });
      expect(logged.map(({ err }) => (err as Error).message)).to.deep.equal(["no room"]);
    } finally {
      letters.create = create as never;
    }
  });

  it("[R13] (the page; that a running exam keeps its time stands with the clock and the exams) a step of the machine's clock is told to the operator", async () => {
    const browser = await administrator();
    expect((await browser.get("/health")).text).to.include("运行期间被改动：0 秒");
    const clock = theClock();
    const wall = clock.wall;
    const steady = instantNow().getTime();
    clock.wall = () => wall() + 300_000;
    clock.look();
    try {
      const page = (await browser.get("/health")).text;
      expect(page)
        .to.include("运行期间被改动：300 秒")
        .and.to.include("检查时间同步")
        .and.to.include("正在进行的考试剩余时间不受影响");
      expect(instantNow().getTime() - steady).to.be.within(0, 60_000);
    } finally {
      clock.wall = wall;
      clock.look();
    }
  });

  it("[R13] a machine whose clock is off the store's by more than two seconds takes nobody in, until it is right again", async () => {
    const ready = async () => (await new Browser(baseUrl).get("/readyz")).status;
    for (const [seconds, status] of [
      [300, 503],
      [1, 200],
      [-300, 503],
      [-1, 200],
    ] as const) {
      await compareWithStore(() => Promise.resolve(new Date(Date.now() + seconds * 1000)));
      expect(await ready(), `${String(seconds)} s`).to.equal(status);
    }
    await compareWithStore(() => Promise.resolve(new Date(Date.now() + 300_000)));
    await compareWithStore();
    expect(await ready(), "asked the store itself").to.equal(200);
  });

  it("[U45] health in words: store, jobs, mail, disk, last backup and restore test, clock, numbers, versions; what is not well says what to do", async () => {
    const page = (await (await administrator()).get("/health")).text;
    for (const word of [
      "数据存储",
      "后台任务",
      "等待",
      "失败",
      "邮件",
      "磁盘",
      "最近备份",
      "恢复演练",
      "时钟",
      "证书编号",
      "Node.js",
    ])
      expect(page).to.include(word);
    const ill = page.split("<li").filter((line) => /badge[^>]*(warn|danger)/.test(line));
    for (const line of ill) expect(line).to.include("<strong>");
  });
});

/** The one clock of this process, caught while it is asked for the time. */
function theClock(): { wall: () => number; look(): number } {
  const now = SteadyClock.prototype.now;
  const caught: unknown[] = [];
  SteadyClock.prototype.now = function (this: SteadyClock) {
    caught.push(this);
    return now.call(this);
  };
  instantNow();
  SteadyClock.prototype.now = now;
  return caught[0] as { wall: () => number; look(): number };
}
