import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { attemptOf, moveEnd } from "../../server/attempts/store.ts";
import { Browser } from "../support/actor.ts";
import { ownDatabase } from "../support/databases.ts";
import { answerRightly, newCandidate, newSitting, start } from "../support/exams.ts";
import { testHouse } from "../support/house.ts";
import { startProgram } from "../support/real-program.ts";

const pause = (ms: number) => new Promise((next) => setTimeout(next, ms));

describe("reliability of the running program", function () {
  this.timeout(120_000);

  it("[R04] an attempt is closed and marked by the server within 60 s after its end, without any browser", async () => {
    const sitting = await newSitting();
    const browser = await (await newCandidate(sitting)).signIn();
    const attempt = await start(browser, sitting.examId);
    await answerRightly(browser, attempt, 5);
    // Over but for the 30 s of grace; from here on nobody asks the server for anything.
    const endsAt = new Date(Date.now() - 29_000);
    await moveEnd(attempt, endsAt);
    let stored = await attemptOf(attempt);
    while (!stored.result && Date.now() < endsAt.getTime() + 90_000) {
      await pause(200);
      stored = await attemptOf(attempt);
    }
    expect(stored).to.include({ state: "submitted", handedInBy: "house" });
    expect(stored.result?.total, "marks of the five answers").to.be.greaterThan(0);
    const seconds = ((stored.handedInAt?.getTime() ?? Infinity) - endsAt.getTime()) / 1000;
    expect(seconds, "seconds after the end").to.be.within(30, 60);
  });

  it("[R09] (one copy) SIGTERM under load drops no request, and the program ends with 0 within 10 s", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "zz-term-"));
    const database = ownDatabase("term");
    const program = await startProgram({ dataDir, settings: database.settings });
    try {
      const load = new Load(program.baseUrl);
      await load.untilAnswered(200);
      const began = performance.now();
      const [code] = await Promise.all([program.end("SIGTERM"), load.untilRefused()]);
      expect(code, "exit code").to.equal(0);
      expect(performance.now() - began, "ms until the end").to.be.below(10_000);
      expect(load.dropped, "requests without a whole answer").to.deep.equal([]);
    } finally {
      await program.end("SIGKILL");
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });

  it("[R11] a body over 100 KB is refused with 413, as a form and as JSON, and one under it is read", async () => {
    const { baseUrl } = await testHouse();
    const browser = new Browser(baseUrl);
    await browser.get("/login");
    expect((await browser.post("/login", { login: "x".repeat(101 * 1024), password: "x" })).status).to.equal(413);
    expect(
      (await browser.sendJson("PUT", "/attempts/0/answers/q1", { answer: "x".repeat(101 * 1024) })).status,
    ).to.equal(413);
    expect((await browser.post("/login", { login: "x".repeat(90 * 1024), password: "x" })).status).to.equal(422);
  });
});

/**
 * Twenty clients who ask for pages: half on kept-alive connections, as browsers have them; half on a new one each time, as
 * a proxy sends them that looks at /readyz ten times a second.
 */
class Load {
  readonly dropped: string[] = [];
  private answered = 0;
  /** Whether the proxy still sends requests here. */
  private sent = true;
  private readonly clients: Promise<void>[];
  private readonly site: string;
  private readonly agent = new Agent({ keepAlive: true });

  constructor(site: string) {
    this.site = site;
    this.clients = Array.from({ length: 20 }, (_, at) => this.client(at));
    void this.look();
  }

  async untilAnswered(count: number): Promise<void> {
    while (this.answered < count) await pause(10);
  }

  /** Until each client was told that nobody listens any more. */
  async untilRefused(): Promise<void> {
    await Promise.all(this.clients);
    this.agent.destroy();
  }

  private async look(): Promise<void> {
    while (this.sent) {
      this.sent = await fetch(`${this.site}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
      await pause(100);
    }
  }

  private async client(at: number): Promise<void> {
    const proxied = at % 2 === 0;
    const paths = ["/", "/login", "/courses", "/verify"];
    for (let n = at; !proxied || this.sent; n += 1) {
      const outcome = await this.ask(paths[n % paths.length] ?? "/", proxied ? false : this.agent);
      if (outcome === "refused" || outcome === "whole, and told to go") return;
      if (outcome === "whole") this.answered += 1;
      // A kept-alive connection that is closed before anything came back is asked again, as every browser does.
      else if (outcome !== "idle connection closed") this.dropped.push(outcome);
    }
  }

  private ask(path: string, agent: Agent | false): Promise<string> {
    return new Promise((resolve) => {
      const sent = request(new URL(path, this.site), { agent, headers: { accept: "text/html" } }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("error", (error) => resolve(`${path}: ${error.message}`));
        response.on("end", () =>
          resolve(
            response.statusCode === 200 && text.trimEnd().endsWith("</html>")
              ? agent && response.headers.connection === "close"
                ? "whole, and told to go"
                : "whole"
              : `${path}: ${String(response.statusCode)}`,
          ),
        );
      });
      sent.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "ECONNREFUSED") resolve("refused");
        else resolve(sent.reusedSocket ? "idle connection closed" : `${path}: ${error.message}`);
      });
      sent.end();
    });
  }
}
