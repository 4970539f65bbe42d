import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Collection, type Document, MongoClient } from "mongodb";
import { openEmbeddedStore } from "../../server/platform/embedded/index.ts";

/**
 * What the store costs by itself: `npx tsx test/bench/store.ts [documents]`. CPU is that of this process, which is client
 * and embedded store in one; with MONGODB_URI the same deeds on MongoDB, whose own process is not counted.
 */
const many = Number(process.argv[2] ?? 20_000);
const folder = mkdtempSync(join(tmpdir(), "zz-bench-"));
const given = process.env["MONGODB_URI"];
const embedded = given ? null : await openEmbeddedStore(join(folder, "store"));
const client = new MongoClient(given ?? embedded?.uri ?? "", {
  maxPoolSize: 50,
  ...(given && { writeConcern: { w: "majority", journal: true } }),
});
await client.connect();
const db = client.db(`zz_bench_${String(process.pid)}`);
const attempts = db.collection<Document & { _id: string }>("attempts");
const certificates = db.collection<Document & { _id: string }>("certificates");

const answers = Object.fromEntries(
  Array.from({ length: 40 }, (_, i) => [
    `q${String(i)}`,
    { revision: 0, answer: ["option-a", "option-b"], savedAt: new Date(), seen: true, note: "x".repeat(200) },
  ]),
);
for (let i = 0; i < 500; i += 1)
  await attempts.insertOne({
    _id: `a${String(i)}`,
    personId: `p${String(i)}`,
    examId: "e1",
    state: "open",
    startedAt: new Date(i),
    answers,
  });
await attempts.createIndex({ examId: 1, startedAt: -1 });

await measure("findOne of a 40-answer attempt", 2000, 1, (i) => attempts.findOne({ _id: `a${String(i % 500)}` }));
await measure("the same, three fields of it", 2000, 1, (i) =>
  attempts.findOne({ _id: `a${String(i % 500)}` }, { projection: { state: 1, personId: 1, "answers.q7.revision": 1 } }),
);
await measure("autosave, one after the other", 1000, 1, save);
await measure("autosave, 50 at once", 6000, 50, save);
await measure("20 of 500 by an index, projected", 1000, 1, () =>
  attempts
    .find({ examId: "e1" }, { projection: { personId: 1, state: 1, startedAt: 1 } })
    .sort({ startedAt: -1 })
    .limit(20)
    .toArray(),
);
await certificates.createIndex({ number: 1 }, { unique: true });
await certificates.createIndex({ baseId: 1, issuedAt: -1 });
await fill(certificates);
await measure(`certificate by number among ${String(many)}`, 3000, 1, (i) =>
  certificates.findOne({ number: `N${String((i * 7919) % many)}` }),
);
await measure("newest 25 of a base", 1000, 1, () =>
  certificates.find({ baseId: "b3" }).sort({ issuedAt: -1 }).limit(25).toArray(),
);
await measure("count of a base", 200, 1, () => certificates.countDocuments({ baseId: "b3" }));
await db.dropDatabase();
await client.close();
await embedded?.close();
rmSync(folder, { recursive: true, force: true });

function save(i: number): Promise<unknown> {
  const [one, question, revision] = [i % 500, Math.floor(i / 500) % 40, Math.floor(i / 20_000)];
  const path = `answers.q${String(question)}`;
  const filter = {
    _id: `a${String(one)}`,
    personId: `p${String(one)}`,
    state: "open",
    [`${path}.revision`]: { $gte: revision },
  };
  return attempts.updateOne(filter, {
    $set: {
      [path]: { revision: revision + 1, answer: [`option-${String(i)}`], savedAt: new Date(), seen: true },
      savedAt: new Date(),
    },
  });
}

async function fill(rows: Collection<Document & { _id: string }>): Promise<void> {
  const start = performance.now();
  for (let from = 0; from < many; from += 1000) {
    const batch = Array.from({ length: Math.min(1000, many - from) }, (_, j) => from + j);
    await rows.insertMany(
      batch.map((n) => ({
        _id: `c${String(n)}`,
        number: `N${String(n)}`,
        baseId: `b${String(n % 10)}`,
        issuedAt: new Date(n * 1000),
        holder: { name: "陈晓燕", masked: "4401**********1234" },
        level: 3,
        state: "valid",
        text: "x".repeat(300),
      })),
    );
  }
  print(
    `insert of ${String(many)} with two indexes`,
    (performance.now() - start) / many,
    null,
    (many / (performance.now() - start)) * 1000,
  );
}

async function measure(
  name: string,
  times: number,
  atOnce: number,
  deed: (i: number) => Promise<unknown>,
): Promise<void> {
  for (let i = 0; i < 200; i += 1) await deed(i);
  const cpu = process.cpuUsage();
  const start = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < times) await deed(next++);
    }),
  );
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  print(name, wall / times, (user + system) / 1000 / times, (times / wall) * 1000);
}

function print(name: string, wall: number, cpu: number | null, perSecond: number): void {
  console.log(
    `${name.padEnd(44)} ${wall.toFixed(3).padStart(8)} ms  CPU ${(cpu?.toFixed(3) ?? "–").padStart(6)} ms  ${perSecond.toFixed(0).padStart(7)}/s`,
  );
}
