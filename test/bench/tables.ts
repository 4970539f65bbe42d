import type { ExamDay } from "./exam-day.ts";
import type { Measured } from "./measure.ts";

/** PERFORMANCE: CPU ms a request, the store included, and ms of wall in a closed loop of ten (p95). */
const goals: Record<string, { cpu: number | null; p95: number }> = {
  "sign-in (argon2id)": { cpu: null, p95: 250 },
  home: { cpu: 3, p95: 60 },
  "course page": { cpu: 3, p95: 60 },
  "lesson page": { cpu: 3, p95: 60 },
  "start (40 questions drawn)": { cpu: 5, p95: 120 },
  "question page (40 questions)": { cpu: 3, p95: 60 },
  "autosave of one answer": { cpu: 1, p95: 25 },
  "hand in and grade 40": { cpu: 5, p95: 150 },
  "results, 20 rows": { cpu: 4, p95: 80 },
  "results, 500 rows": { cpu: 60, p95: 300 },
  "certificate PDF": { cpu: 25, p95: 250 },
  "public verification": { cpu: 1.5, p95: 30 },
};

export function printDeeds(done: readonly Measured[], bare: Measured): void {
  const head = [
    "deed",
    "requests",
    "app CPU ms",
    "mongod",
    "sum",
    "goal",
    "÷ bare",
    "p50 ms",
    "p95 ms",
    "goal",
    "KB",
    "",
  ];
  const lines = [bare, ...done].map((one) => {
    const { cpu, p95 } = goals[one.deed] ?? { cpu: null, p95: Infinity };
    const missed = [cpu !== null && one.cpu > cpu ? "CPU" : "", one.p95 > p95 ? "wall" : ""].filter(Boolean).join(", ");
    const figures = [
      one.app.toFixed(2),
      one.store.toFixed(2),
      one.cpu.toFixed(2),
      cpu === null ? "" : String(cpu),
      (one.cpu / bare.cpu).toFixed(1),
      one.p50.toFixed(1),
      one.p95.toFixed(1),
    ];
    return [
      one.deed,
      String(one.requests),
      ...figures,
      Number.isFinite(p95) ? String(p95) : "",
      one.kilobytes.toFixed(1),
      missed && `misses ${missed}`,
    ];
  });
  print([head, ...lines]);
}

export function printDays(days: readonly ExamDay[], idle: number): void {
  if (!days.length) return;
  const head = [
    "people",
    "start p99 ms",
    "most",
    "saves",
    "save p95",
    "save p99",
    "hand-in p99",
    "CPU % of a core",
    "MB at most",
    `(idle ${String(idle)} MB)`,
  ];
  const lines = days.map((day) =>
    [day.people, day.start, day.startMost, day.saves, day.saveP95, day.saveP99, day.handIn, day.cpu, day.memory].map(
      (figure) => String(Math.round(figure)),
    ),
  );
  print([head, ...lines]);
  process.stdout.write("goals at 500: start 1000, save 100 / 300, hand-in 1000, 250 MB\n");
}

function print(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => [...(row[at] ?? "")].length))) ?? [];
  const line = (row: readonly string[]) =>
    row.map((cell, at) => (at ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0))).join("  ");
  process.stdout.write(`${rows.map(line).join("\n")}\n`);
}
