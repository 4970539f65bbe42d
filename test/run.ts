import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

/**
 * `npm test`: unit, store and HTTP tests, and beside them, on the other processor, browser tests if a Chromium is found.
 * `--proof` runs the long proofs instead, and of the tests of `longer` their long form (PROOF=1).
 * Further arguments are files to run. The last line is `N passed, N failed, N skipped`.
 */
const project = resolve(import.meta.dirname, "..");
const proof = process.argv.includes("--proof");
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const chromium = findChromium();

const longer = ["unit/certificates/mutation", "store/faults", "store/properties", "browser/budgets", "browser/pages"];
interface Suite {
  folder: string;
  timeout: number;
}

/** What runs side by side, each one after the other. */
const lanes: Suite[][] = proof
  ? [["proof", ...longer].map((folder) => ({ folder, timeout: 3_600_000 }))]
  : [
      [
        { folder: "unit", timeout: 20_000 },
        { folder: "store", timeout: 60_000 },
        { folder: "http", timeout: 30_000 },
        { folder: "judges", timeout: 120_000 },
      ],
      [{ folder: "browser", timeout: 120_000 }],
    ];

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
await Promise.all((wanted.length ? [[{ folder: "", timeout: proof ? 3_600_000 : 120_000 }]] : lanes).map(runLane));
process.stdout.write(
  `${String(total.passed)} passed, ${String(total.failed)} failed, ${String(total.skipped)} skipped\n`,
);
process.exit(total.failed || !total.passed ? 1 : 0);

async function runLane(suites: readonly Suite[]): Promise<void> {
  for (const { folder, timeout } of suites) {
    if (folder.startsWith("browser") && !chromium) {
      process.stdout.write(
        "Left out: browser tests, no Chromium found. Install one (Debian: apt-get install chromium) or set CHROMIUM.\n",
      );
      continue;
    }
    const counts = await runMocha(folder ? testsIn(folder) : wanted, timeout);
    for (const key of ["passed", "failed", "skipped"] as const) total[key] += counts[key];
  }
}

/**
 * One mocha process a suite, so that no suite leans on what another left behind. Where suites run side by side each is
 * printed as a whole when it is done.
 */
function runMocha(files: readonly string[], timeout: number): Promise<Counts> {
  if (!files.length) return Promise.resolve({ passed: 0, failed: 0, skipped: 0 });
  const mocha = join(project, "node_modules/mocha/bin/mocha.js");
  const arguments_ = [mocha, "--exit", "--no-color", "--timeout", String(timeout), ...files];
  const environment = { ...process.env, ...(chromium && { CHROMIUM: chromium }), ...(proof && { PROOF: "1" }) };
  return new Promise((done) => {
    const child = spawn(process.execPath, arguments_, {
      cwd: project,
      env: environment,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const live = proof || wanted.length > 0;
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      if (live) process.stdout.write(chunk);
      said += chunk.toString();
    });
    child.on("close", (code) => {
      if (!live) process.stdout.write(said);
      done(countsIn(said, code));
    });
  });
}

/** mocha's own closing lines; a run that died without them is one failure. */
function countsIn(output: string, code: number | null): Counts {
  const count = (word: string) => Number(new RegExp(`^\\s+(\\d+) ${word}`, "m").exec(output)?.[1] ?? 0);
  const counts = { passed: count("passing"), failed: count("failing"), skipped: count("pending") };
  return code && !counts.failed ? { ...counts, failed: 1 } : counts;
}

/** A folder of tests, or one file. */
function testsIn(folder: string): string[] {
  const place = join(project, "test", folder);
  if (existsSync(`${place}.test.ts`)) return [`${place}.test.ts`];
  if (!existsSync(place)) return [];
  return (readdirSync(place, { recursive: true }) as string[])
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => join(place, file))
    .sort();
}

function findChromium(): string | null {
  const names = ["chromium", "chromium-browser", "google-chrome", "chrome.exe"];
  const places = (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return [process.env["CHROMIUM"] ?? "", ...places].find((file) => file && existsSync(file)) ?? null;
}
