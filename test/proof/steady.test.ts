import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Client, type Reply } from "../bench/client.ts";
import type { Filled } from "../bench/fill.ts";
import { memoryOf } from "../bench/measure.ts";
import { ownDatabase } from "../support/databases.ts";
import { build, runScript, startProgram } from "../support/real-program.ts";

/** MINUTES makes it shorter while one works on it; the promise is thirty, after ten in which caches fill and the heap finds its size. */
const minutes = Number(process.env["MINUTES"] ?? 30);
const warmUp = minutes / 3;
const people = 60;
/** Between two requests of one person, in ms: thirty a second in all. */
const pace = 2000;
const pause = (ms: number) => new Promise((next) => setTimeout(next, ms));

describe("half an hour of load", () => {
  before(() => build());
  const store = process.env["MONGODB_URI"] ? "MongoDB" : "the embedded store";

  it(`[R11] on ${store}, ${String(minutes)} minutes of pages, exams, results and certificates: the program's own memory stays flat, ± 10 %`, async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "zz-steady-"));
    const database = ownDatabase("steady");
    const settings = { ...database.settings, DATA_DIR: dataDir, TRUST_PROXY: "1" };
    const filled = await runScript<Filled>("../bench/fill.ts", [String(people), "1", "1000"], settings);
    const program = await startProgram({ dataDir, settings, built: true });
    try {
      const began = performance.now();
      const passed = () => (performance.now() - began) / 60_000;
      const over = () => passed() >= warmUp + minutes;
      const load = filled.logins.map((login, at) => sit(new Client(program.baseUrl), login, filled, at, over));
      const samples: { minute: number; own: number; all: number }[] = [];
      while (!over()) {
        await Promise.race([pause(5000), Promise.all(load)]);
        const { own, now } = memoryOf(program.pid);
        if (passed() > warmUp) samples.push({ minute: passed() - warmUp, own, all: now });
      }
      const requests = (await Promise.all(load)).reduce((sum, count) => sum + count, 0);
      const sixths = (what: "own" | "all") =>
        Array.from({ length: 6 }, (_, part) =>
          middleOf(samples.filter(({ minute }) => Math.floor((minute / minutes) * 6) === part).map((one) => one[what])),
        );
      const parts = sixths("own");
      const mean = parts.reduce((sum, mb) => sum + mb, 0) / parts.length;
      console.log(
        `      ${String(requests)} requests; MB of its own, by sixths: ${parts.join(", ")} (with the pages of the store's file: ${sixths("all").join(", ")})`,
      );
      for (const mb of parts) expect(mb / mean, "against the mean").to.be.within(0.9, 1.1);
    } finally {
      await program.end("SIGTERM");
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});

function middleOf(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** One person's half hour: study, an exam with its saves, the result, a stranger's look at a certificate, and again. @returns requests */
async function sit(person: Client, login: string, filled: Filled, at: number, over: () => boolean): Promise<number> {
  let requests = 0;
  const step = async (asked: () => Promise<Reply>, status = 200): Promise<Reply> => {
    await pause(requests ? pace : (at * pace) / people);
    const reply = await asked();
    if (reply.status !== status) throw new Error(`${String(reply.status)}: ${reply.text.slice(0, 300)}`);
    requests += 1;
    return reply;
  };
  await step(() => person.get("/login"));
  await step(() => person.post("/login", { login, password: filled.password }), 303);
  while (!over()) {
    for (const page of ["/", "/courses/GN1", "/courses/GN1/lessons/GN1L1", "/exams"])
      await step(() => person.get(page));
    const { location } = await step(() => person.post(`/exams/${filled.exams[0] ?? ""}/attempts`), 303);
    await step(() => person.get(location));
    for (let item = 1; item <= 5; item += 1)
      await step(() => person.put(`${location}/answers/q${String(item)}`, { revision: 0, answer: "A" }));
    await step(() => person.get(`${location}/clock`));
    await step(() => person.post(`${location}/submission`), 303);
    await step(() => person.get(`${location}/result`));
    const number = filled.numbers[(requests * 61 + at) % filled.numbers.length] ?? "";
    await step(() => person.get(`/verify/${number}`));
    if (at === 0) await step(() => person.get(`/certificates/${filled.numbers[0] ?? ""}.pdf`));
  }
  return requests;
}
