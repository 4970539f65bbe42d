import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { changePerson } from "../../server/people/store.ts";
import { settings } from "../../server/platform/config.ts";
import { Browser } from "../support/actor.ts";
import { newBelongings, type Belongings } from "../support/belongings.ts";
import { newMember } from "../support/cast.ts";
import { testHouse } from "../support/house.ts";
import { letterTo } from "../support/stored.ts";
import { Stranger } from "../support/stranger.ts";

/** A request by hand: any method, any header. */
function ask(
  path: string,
  method = "GET",
  headers: Record<string, string> = {},
  body = "",
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, settings().baseUrl), { method, headers }, (answer) => {
      let text = "";
      answer.on("data", (chunk: Buffer) => (text += chunk.toString()));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

describe("the house's defences", function () {
  this.timeout(60_000);
  let theirs: Belongings;
  before(async () => {
    theirs = await newBelongings("欧阳雪峰");
  });

  it("[S11] every answer, also errors, files and assets, carries the headers; no TRACE, no version of anything", async () => {
    const browser = await theirs.owner.signIn();
    const css = /href="(\/assets\/site[^"]+\.css)"/.exec((await browser.get("/")).text)?.[1] ?? "";
    const { number = "" } = theirs.ids;
    const personal = [
      "/",
      "/account",
      "/nothing",
      "/people",
      `/certificates/${number}`,
      `/certificates/${number}.pdf`,
      `/certificates/${number}/credential.jwt`,
      "/login",
      "/healthz",
    ];
    const figure = "/courses/GN1/lessons/GN1L1/figures/fig-correction.zh-CN.svg";
    for (const path of [...personal, css, figure, "/verify", "/.well-known/jwks.json", "/%"]) {
      const { headers } = await browser.bytes(path);
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy, path)
        .to.match(/default-src '(self|none)'/)
        .and.to.include("frame-ancestors 'none'");
      expect(policy, path).not.to.match(/unsafe-inline|'unsafe-eval'|\*|script-src[^;]*(data|blob|http)/);
      expect(headers.get("x-content-type-options"), path).to.equal("nosniff");
      expect(headers.get("x-frame-options"), path).to.equal("DENY");
      expect(headers.get("referrer-policy"), path).to.equal("same-origin");
      for (const name of ["x-powered-by", "server", "via"]) expect(headers.get(name), path).to.equal(null);
      if (personal.includes(path)) expect(headers.get("cache-control"), path).to.include("no-store");
    }
    expect((await ask("/login", "TRACE")).status).to.equal(405);
  });

  it("[S22] [S16] the Host header is used in no link: neither on pages nor in letters nor in redirects", async () => {
    const person = await newMember("trainee", theirs.baseId);
    await changePerson(person.id, { mail: `host-${person.id}@example.cn` });
    const visitor = new Browser(settings().baseUrl);
    await visitor.get("/login/reset");
    const evil = { host: "evil.example", cookie: visitor.cookieHeader(), "x-forwarded-host": "evil.example" };
    const posted = { ...evil, "content-type": "application/x-www-form-urlencoded", "x-csrf-token": visitor.csrfToken };
    expect((await ask("/login/reset", "POST", posted, `login=${encodeURIComponent(person.login)}`)).status).to.equal(
      200,
    );
    expect((await letterTo(`host-${person.id}@example.cn`)).text)
      .to.include(`${settings().baseUrl}/login/reset/`)
      .and.not.to.include("evil");
    for (const path of ["/", "/login", "/verify", "/join", "/nothing", "/.well-known/did.json", "/account"]) {
      const { text, headers } = await ask(path, "GET", evil);
      expect(`${text} ${String(headers["location"])}`, path).not.to.include("evil");
    }
  });

  it("[S22] no secret is in any script, page or error", async () => {
    const { dataDir } = await testHouse();
    const secrets = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter(
      (one) => one.isFile() && !one.parentPath.includes("/store"),
    );
    const texts = secrets.map(({ parentPath, name }) =>
      readFileSync(join(parentPath, name), "utf8").replace(/\s/g, "").slice(-60, -20),
    );
    const start = (await new Stranger().get("/verify")).text;
    const addresses = [...start.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, address]) => address ?? "");
    const shown = await Promise.all(
      ["/", "/login", "/nothing", "/.well-known/jwks.json", ...addresses].map(async (path) => (await ask(path)).text),
    );
    expect([addresses.length > 2, texts.length > 2]).to.deep.equal([true, true]);
    for (const text of texts) if (text) expect(shown.some((page) => page.includes(text))).to.equal(false);
  });

  it("[S13] (what is uploaded to be verified) a file that is no PDF, whatever its name, is unreadable; its name is text; nothing is kept", async () => {
    const { dataDir } = await testHouse();
    const files = () =>
      (readdirSync(dataDir, { recursive: true }) as string[]).filter((name) => !/^store|^outbox/.test(name)).sort();
    const before = files();
    const other = {
      "page.pdf": "<html><script>alert(1)</script>",
      "picture.svg": "<svg onload=alert(1)>",
      "tool.exe": "MZ\u0090",
      "../../../etc/x.pdf": "%PDF-1.7",
      "<img src=x>.pdf": "",
      "a.zip": "PK\u0003\u0004",
    };
    for (const [name, text] of Object.entries(other)) {
      const json = await new Stranger().drop(Buffer.from(text), { accept: "application/json" }, name);
      expect(json.json()["outcome"], name).to.be.oneOf(["unreadable", "not_issued_here"]);
      const page = await new Stranger().drop(Buffer.from(text), { accept: "text/html" }, name);
      expect(page.text, name).not.to.match(/<script>alert|<svg onload|<img src=x/);
    }
    expect(files()).to.deep.equal(before);
  });

  it("[S24] (advisories and licences elsewhere) a lockfile with hashes, exact versions (or ~, where the next minor leaves Node 20), no install scripts, and npm sbom lists what is locked", function () {
    const folder = settings().projectFolder;
    type Json = Record<string, Record<string, { integrity?: string; resolved?: string; link?: boolean }>>;
    const read = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Json;
    const { dependencies = {}, devDependencies = {} } = read("package.json");
    const versions = Object.entries({ ...dependencies, ...devDependencies } as unknown as Record<string, string>);
    for (const [name, version] of versions) expect(version, name).to.match(/^~?\d+\.\d+\.\d+$/);
    expect(versions.filter(([, version]) => version.startsWith("~")).map(([name]) => name)).to.deep.equal([
      "mongodb",
      "sanitize-html",
    ]);
    expect(readFileSync(join(folder, ".npmrc"), "utf8")).to.match(/^ignore-scripts=true$/m);
    const locked = Object.entries(read("package-lock.json")["packages"] ?? {}).filter(([path]) => path);
    for (const [path, { integrity }] of locked) expect(integrity, path).to.match(/^sha512-/);
    const sbom = spawnSync("npm", ["sbom", "--sbom-format=cyclonedx", "--package-lock-only"], {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 1e8,
    });
    expect(sbom.status, sbom.stderr).to.equal(0);
    const components = (JSON.parse(sbom.stdout) as { components: { name: string; group?: string }[] }).components.map(
      ({ name }) => name,
    );
    for (const [name] of versions) expect(components, name).to.include(name);
  });
});
