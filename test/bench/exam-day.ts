import type { Client, Reply } from "./client.ts";
import { cpuOf, memoryOf, percentile } from "./measure.ts";

export interface ExamDay {
  people: number;
  start: number;
  startMost: number;
  saveP95: number;
  saveP99: number;
  handIn: number;
  saves: number;
  /** MB resident, at most since the start of the program. */
  memory: number;
  /** Share of one core that the program took while people saved, in percent. */
  cpu: number;
}

/** In ms; the middle of an exam is shortened to a minute. */
const arrive = 5000;
const middle = 60_000;
const between = 20_000;
const until = (at: number) => new Promise<void>((done) => setTimeout(done, Math.max(0, at - performance.now())));

/** So many people start within 5 s, save and ask for the clock every 20 s, and hand in within 5 s. */
export async function examDay(people: readonly Client[], examId: string, pid: number): Promise<ExamDay> {
  const times: Record<"start" | "save" | "handIn", number[]> = { start: [], save: [], handIn: [] };
  const began = performance.now();
  let working = 0;
  const sit = async (person: Client, share: number) => {
    await until(began + share * arrive);
    const started = expected(await person.post(`/exams/${examId}/attempts`), 303);
    const room = expected(await person.get(started.location), 200);
    times.start.push(started.ms, room.ms);
    const step = between * (0.2 + 0.8 * share);
    for (let turn = 0; began + arrive + step + turn * between < began + arrive + middle; turn += 1) {
      await until(began + arrive + step + turn * between);
      times.save.push(
        expected(
          await person.put(`${started.location}/answers/q${String(turn + 1)}`, { revision: 0, answer: "A" }),
          200,
        ).ms,
      );
      expected(await person.get(`${started.location}/clock`), 200);
    }
    await until(began + arrive + middle + share * arrive);
    times.handIn.push(expected(await person.post(`${started.location}/submission`), 303).ms);
  };
  const all = Promise.all(people.map((person, at) => sit(person, scattered(at))));
  await until(began + arrive + 5000);
  working = cpuOf(pid);
  await until(began + arrive + middle);
  working = (cpuOf(pid) - working) / (middle - 5000);
  await all;
  for (const list of Object.values(times)) list.sort((a, b) => a - b);
  return {
    people: people.length,
    start: percentile(times.start, 0.99),
    startMost: times.start.at(-1) ?? 0,
    saveP95: percentile(times.save, 0.95),
    saveP99: percentile(times.save, 0.99),
    handIn: percentile(times.handIn, 0.99),
    saves: times.save.length,
    memory: memoryOf(pid).most,
    cpu: working * 100,
  };
}

/** Places between 0 and 1 without a pattern, the same in every run. */
function scattered(at: number): number {
  return (at * 0.618034) % 1;
}

function expected(reply: Reply, status: number): Reply {
  if (reply.status !== status) throw new Error(`${String(reply.status)}: ${reply.text.slice(0, 300)}`);
  return reply;
}
