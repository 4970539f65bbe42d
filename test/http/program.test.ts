import { expect } from "chai";
import { chmodSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateSync } from "otplib";
import { Browser } from "../support/actor.ts";
import { eventually } from "../support/stored.ts";
import { refusedStart, startProgram, type Program } from "../support/program.ts";

/** The program as a command starts it: its first minutes, its secrets, its log. */
describe("the program", function () {
  this.timeout(60_000);
  let program: Program;
  const token = () => /\/first-run\?token=([\w-]+)/.exec(program.said())?.[1] ?? "";
  before(async () => {
    program = await startProgram();
  });
  after(async () => {
    await program.stop();
    await rm(program.dataDir, { recursive: true, force: true });
  });

  it("[U20] [S16] [S20] first run: a 128-bit token once, then 404; the administrator enrols before anything else; and nothing secret is in the log", async () => {
    expect(Buffer.from(token(), "base64url")).to.have.length(16);
    const browser = new Browser(program.url);
    const door = (given: string) => browser.get(`/first-run?token=${given}`);
    expect([(await door("")).status, (await door("A".repeat(22))).status, (await door(token())).status]).to.deep.equal([
      404, 404, 200,
    ]);
    const wish = {
      token: token(),
      name: "周第一",
      login: "first@example.cn",
      password: "Lathe-and-mill-7",
      baseZh: "番禺基地",
      baseEn: "Panyu base",
    };
    expect((await browser.post("/first-run", { ...wish, password: "short" })).status).to.equal(422);
    expect((await browser.post("/first-run", wish)).location).to.equal("/account/second-factor?next=/people");
    expect((await door(token())).status, "used").to.equal(404);
    expect((await new Browser(program.url).post("/first-run", wish, "/login/reset")).status, "used").to.equal(404);
    expect((await browser.get("/people")).location).to.match(/^\/account\/second-factor/);
    const page = await browser.get("/account/second-factor?next=/people");
    const secret = /<code>([A-Z2-7 ]+)<\/code>/.exec(page.text)?.[1]?.replaceAll(" ", "") ?? "";
    const enrolled = await browser.post("/account/second-factor", { code: generateSync({ secret }), next: "/people" });
    const recovery = [...enrolled.text.matchAll(/<li><code>([0-9a-f]{32})<\/code>/g)].map(([, code]) => code ?? "");
    expect(recovery).to.have.length(8);
    expect((await browser.get("/people")).status).to.equal(200);

    const idNumber = "11010519491231002X";
    const profile = {
      name: "周第一",
      latinName: "",
      mail: "first@example.cn",
      idType: "resident-id",
      idNumber,
      language: "zh-CN",
    };
    expect((await browser.post("/account/profile", profile, "/account/profile")).status).to.equal(303);
    const link = await browser.post(
      "/people",
      { name: "何小明", login: "second", role: "administrator", baseId: "" },
      "/people/new",
    );
    const reset = /login\/reset\/([\w-]{22})/.exec(link.text)?.[1] ?? "";
    const visitor = new Browser(program.url);
    await visitor.post("/login/password", { token: reset, password: "Bolt-and-nut-9" }, `/login/reset/${reset}`);
    await visitor.post(
      "/login",
      { login: "first@example.cn", password: "Wrong-and-mill-7" },
      `/login?next=/join/${reset}`,
    );
    await visitor.post("/login", { login: "first@example.cn", password: wish.password });
    await visitor.post("/login/second-factor", { code: recovery[0] ?? "" });
    const cookie = visitor.cookies.get("zz") ?? "-";
    await visitor.get(`/login/reset/${reset}/nothing`);
    const log = await eventually(async () => {
      const lines = program
        .said()
        .split("\n")
        .filter((line) => line.startsWith("{"));
      return lines.at(-1)?.includes('"status":404') ? lines.join("\n") : undefined;
    });
    expect(log).to.include('"route":"/login/second-factor"').and.to.include('"route":"/login/reset/:token"');
    const secrets = {
      token: token(),
      password: wish.password,
      secret,
      idNumber,
      reset,
      cookie,
      recovery: recovery[0] ?? "-",
      login: "first@example.cn",
      name: "周第一",
    };
    for (const [what, text] of Object.entries(secrets))
      expect(log.includes(text), `${what} in the log`).to.equal(false);
  });

  it("[S22] secrets are made at the first start, for nobody else to read", () => {
    const files = readdirSync(program.dataDir, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    const secrets = files
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((file) => !file.includes("/store/"));
    expect(secrets.map((file) => file.slice(program.dataDir.length + 1)).join())
      .to.include("session-secret")
      .and.to.include("data-key")
      .and.to.match(/keys\/.*\.json/);
    for (const file of secrets) expect((statSync(file).mode & 0o777).toString(8), file).to.equal("600");
  });

  for (const [fault, settings, line] of [
    ["weak: short", { SESSION_SECRET: "short" }, /^SESSION_SECRET: needs 32 characters or more$/],
    [
      "weak: one character",
      { SESSION_SECRET: "a".repeat(40), NODE_ENV: "production" },
      /^SESSION_SECRET: is too easy to guess: use random characters$/,
    ],
  ] as const)
    it(`[S22] a start with a secret that is ${fault} ends with one line that says so, and not the secret`, async () => {
      const { said, code } = await refusedStart(settings);
      expect(code).to.equal(1);
      expect(said.trim()).to.match(line);
    });

  it("[S22] a start with a secret that others can read ends with the command that mends it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "zz-secret-"));
    const file = join(folder, "data-key");
    writeFileSync(file, "0123456789abcdefghijklmnopqrstuvwxyz");
    chmodSync(file, 0o644);
    const session = join(folder, "session-secret");
    writeFileSync(session, "0123456789abcdefghijklmnopqrstuvwxyz");
    chmodSync(session, 0o640);
    const { said, code } = await refusedStart({ DATA_DIR: folder, PORT: "0" });
    expect(code).to.equal(1);
    expect(said.trim().split("\n").at(-1)).to.equal(`${session} can be read by others: chmod 600 ${session}`);
    await rm(folder, { recursive: true });
  });
});
