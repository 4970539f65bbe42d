import { expect } from "chai";
import { spawn } from "node:child_process";
import { linesOf } from "../../server/audit/store.ts";
import { settings } from "../../server/platform/config.ts";
import { signIn } from "../support/actor.ts";
import { newBase, newMember } from "../support/cast.ts";
import { testHouse } from "../support/house.ts";

interface Ended {
  code: number | null;
  said: string;
}

/** Runs `npm run admin` beside the running house, on its store. */
function admin(...words: string[]): Promise<Ended> {
  const { dataDir, MONGODB_URI = "", baseUrl } = settings();
  const environment = { ...process.env, DATA_DIR: dataDir, MONGODB_URI, BASE_URL: baseUrl };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", "server/commands/admin.ts", ...words], {
      env: environment,
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.on("close", (code) => resolve({ code, said }));
  });
}

describe("npm run admin, for whoever has the machine", () => {
  it("a new password by a link that works once, beside the running program", async () => {
    const house = await testHouse();
    const member = await newMember("trainee", await newBase());
    const { code, said } = await admin("new-password", member.login);
    expect(code, said).to.equal(0);
    const token = /login\/reset\/([\w-]+)/.exec(said)?.[1] ?? "";
    const browser = await signIn(house.baseUrl, member);
    await browser.post("/logout");
    const set = await browser.post("/login/password", { token, password: "Quite-another-5" }, `/login/reset/${token}`);
    expect(set.status).to.equal(303);
    await signIn(house.baseUrl, { ...member, password: "Quite-another-5" });
  });

  it("a lost second factor is taken off and the person is signed out everywhere; it is audited", async () => {
    const member = await newMember("instructor", await newBase());
    const browser = await member.signIn();
    expect((await admin("reset-second-factor", member.login)).code).to.equal(0);
    expect((await browser.get("/cohorts")).location).to.include("/login");
    const { lines } = await linesOf({ baseId: null, q: member.id, page: 1, size: 5 });
    expect(lines.map(({ event }) => event)).to.include("person.second-factor-reset");
  });

  it("a role is granted; an unknown role or login is one readable line and changes nothing", async () => {
    const member = await newMember("instructor", await newBase());
    expect((await admin("grant", member.login, "assessor")).said).to.include("instructor, assessor");
    expect((await member.actor()).roles).to.deep.equal(["instructor", "assessor"]);
    expect(await admin("grant", member.login, "king")).to.deep.include({ code: 1 });
    expect((await admin("grant", "nobody@example.cn", "assessor")).said).to.equal(
      "there is nobody with the login nobody@example.cn\n",
    );
  });
});
