import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "./actor.ts";
import { signIn, type Answer } from "./actor.ts";
import type { ReadAttempt } from "./exam-hall.ts";
import { runScript, startProgram, type Program, type ProgramWish } from "./real-program.ts";

interface Saved {
  answer: string;
  revision: number;
}

/** Somebody in the exam, with all that the program has said yes to. */
interface Candidate {
  browser: Browser;
  attempt: string;
  /** attempt → item → the newest answer that was acknowledged */
  acknowledged: Map<string, Map<string, Saved>>;
  /** On its way when the kill came: it may be stored or not. */
  sending: (Saved & { itemId: string }) | null;
  handedIn: Set<string>;
}

const items = 40;
/** One deed in so many is a hand-in, after which a new attempt begins. */
const handInEvery = 60;

/** An exam of the real program whose people save in parallel while something is killed, again and again. */
export class KilledExam {
  readonly dataDir = mkdtempSync(join(tmpdir(), "zz-killed-"));
  readonly figures = { rounds: 0, saves: 0, handIns: 0, broken: 0, lost: [] as string[], restarts: [] as number[] };
  private readonly settings: Record<string, string>;
  private readonly begun: (wish: ProgramWish) => Promise<Program>;
  private candidates: Candidate[] = [];
  private examId = "";
  private program: Program | null = null;
  private running = false;
  private enough: { at: number; say: () => void } | null = null;

  /** @param begun starts the program: by default from the sources */
  constructor(settings: Record<string, string> = {}, begun = startProgram) {
    this.settings = { DATA_DIR: this.dataDir, ...settings };
    this.begun = begun;
  }

  async open(people: number): Promise<void> {
    const hall = await runScript<{ examId: string; logins: string[]; password: string }>(
      "exam-hall.ts",
      ["fill", String(people)],
      this.settings,
    );
    this.examId = hall.examId;
    const { baseUrl } = await this.start();
    this.candidates = await Promise.all(hall.logins.map((login) => this.seat(baseUrl, login, hall.password)));
  }

  /**
   * Everybody saves; after so many acknowledged saves the deed (by default: kill -9 of the program, and a new start);
   * then every acknowledged answer is asked for.
   */
  async round(saves: number, deed = () => this.killProgram()): Promise<void> {
    this.running = true;
    const enough = new Promise<void>((say) => (this.enough = { at: this.figures.saves + saves, say }));
    const work = this.candidates.map((candidate) => this.work(candidate));
    // Nobody is left to wait for when all have failed.
    await Promise.race([enough, Promise.all(work)]);
    await deed();
    this.running = false;
    await Promise.all(work);
    for (const candidate of this.candidates) await this.check(candidate);
    this.figures.rounds += 1;
  }

  /** Everybody hands in; then the store itself is read: every acknowledged answer is in its attempt, and the marks are theirs. */
  async end(): Promise<void> {
    for (const candidate of this.candidates) await this.handIn(candidate);
    await this.program?.end("SIGTERM");
    this.program = null;
    const stored = new Map(
      (await runScript<ReadAttempt[]>("exam-hall.ts", ["read", this.examId], this.settings)).map((one) => [
        one.id,
        one,
      ]),
    );
    for (const { acknowledged, handedIn } of this.candidates)
      for (const [attempt, answers] of acknowledged) {
        const found = stored.get(attempt);
        if (handedIn.has(attempt) && !(found?.state === "submitted" && found.markedRight))
          this.figures.lost.push(`hand-in of ${attempt}`);
        for (const [itemId, saved] of answers) this.compare(attempt, itemId, saved, found?.answers[itemId]);
      }
  }

  async close(): Promise<void> {
    await this.program?.end("SIGKILL");
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** Whether the program says that it can serve, after the store came back by itself. */
  async ready(): Promise<boolean> {
    return (await fetch(`${this.program?.baseUrl ?? ""}/readyz`)).ok;
  }

  private async seat(baseUrl: string, login: string, password: string): Promise<Candidate> {
    const browser = await signIn(baseUrl, { login, password });
    const candidate = { browser, attempt: "", acknowledged: new Map(), sending: null, handedIn: new Set<string>() };
    await this.begin(candidate);
    return candidate;
  }

  private async killProgram(): Promise<void> {
    const { port } = new URL(this.program?.baseUrl ?? "");
    await this.program?.end("SIGKILL");
    this.figures.restarts.push((await this.start(Number(port))).startedIn);
  }

  private async start(port?: number): Promise<Program> {
    this.program = await this.begun({ dataDir: this.dataDir, settings: this.settings, ...(port && { port }) });
    return this.program;
  }

  private async work(candidate: Candidate): Promise<void> {
    try {
      while (this.running) {
        if (Math.random() < 1 / handInEvery) await this.handIn(candidate);
        else await this.save(candidate);
      }
    } catch (error) {
      // The connection broke, or the store was away: what was on its way is nobody's promise.
      if (!(error instanceof TypeError) && !(error instanceof NotServed)) throw error;
      this.figures.broken += 1;
    }
  }

  private async save(candidate: Candidate): Promise<void> {
    const itemId = `q${String(1 + Math.floor(Math.random() * items))}`;
    const revision = (candidate.acknowledged.get(candidate.attempt)?.get(itemId)?.revision ?? 0) + 1;
    const saved = { answer: `${itemId} ${String(revision)} ${String(Math.random())}`, revision };
    candidate.sending = { itemId, ...saved };
    const reply = await this.put(candidate, itemId, revision - 1, saved.answer);
    if (reply.status !== 200) throw new Error(`a save was answered by ${String(reply.status)}: ${reply.text}`);
    acknowledge(candidate, itemId, saved);
    this.figures.saves += 1;
    if (this.figures.saves === this.enough?.at) this.enough.say();
  }

  private async handIn(candidate: Candidate): Promise<void> {
    const { attempt } = candidate;
    const reply = served(await candidate.browser.post(`/attempts/${attempt}/submission`));
    if (reply.location !== `/attempts/${attempt}/result`) throw new Error(`hand-in answered ${String(reply.status)}`);
    candidate.handedIn.add(attempt);
    this.figures.handIns += 1;
    if (this.running) await this.begin(candidate);
  }

  /** Starts, or goes on: whichever it is, the program says which attempt. */
  private async begin(candidate: Candidate): Promise<void> {
    const reply = served(await candidate.browser.post(`/exams/${this.examId}/attempts`, {}, `/exams/${this.examId}`));
    candidate.attempt = reply.location.replace("/attempts/", "");
    if (!candidate.acknowledged.has(candidate.attempt)) candidate.acknowledged.set(candidate.attempt, new Map());
    candidate.sending = null;
  }

  private async check(candidate: Candidate): Promise<void> {
    const { attempt, sending } = candidate;
    const state = await candidate.browser.get(`/attempts/${attempt}/clock`);
    const open = state.status === 200 && state.json()["state"] === "open";
    if (open && candidate.handedIn.has(attempt)) this.figures.lost.push(`hand-in of ${attempt}`);
    const answers = candidate.acknowledged.get(attempt) ?? new Map<string, Saved>();
    const asked = new Set([...answers.keys(), ...(sending ? [sending.itemId] : [])]);
    for (const itemId of open ? asked : []) {
      const { stored } = (await this.put(candidate, itemId, 999_999, null)).json<{ stored: Saved }>();
      if (sending?.itemId === itemId && stored.answer === sending.answer) acknowledge(candidate, itemId, sending);
      const saved = answers.get(itemId);
      if (saved) this.compare(attempt, itemId, saved, stored);
    }
    await this.begin(candidate);
  }

  private compare(
    attempt: string,
    itemId: string,
    saved: Saved,
    stored: { answer: unknown; revision: number } | undefined,
  ): void {
    if (stored?.answer !== saved.answer || stored.revision !== saved.revision)
      this.figures.lost.push(`${attempt} ${itemId}: ${JSON.stringify(saved)} became ${JSON.stringify(stored)}`);
  }

  private async put(
    { browser, attempt }: Candidate,
    itemId: string,
    revision: number,
    answer: string | null,
  ): Promise<Answer> {
    return served(await browser.sendJson("PUT", `/attempts/${attempt}/answers/${itemId}`, { revision, answer }));
  }
}

/** The program said that it could not. */
class NotServed extends Error {}

function served(reply: Answer): Answer {
  if (reply.status === 503) throw new NotServed();
  return reply;
}

function acknowledge({ acknowledged, attempt }: Candidate, itemId: string, { answer, revision }: Saved): void {
  acknowledged.get(attempt)?.set(itemId, { answer, revision });
}
