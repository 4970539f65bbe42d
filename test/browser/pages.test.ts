import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Language } from "../../courses/language.ts";
import { features } from "../../server/features.ts";
import { freePort } from "../support/house.ts";
import { look, needChromium, openWindow, type Window } from "./chromium.ts";
import { everyPage, type Visit } from "./every-page.ts";
import { owed, sideways, smallTargets, violations } from "./inspect.ts";

const proof = Boolean(process.env["PROOF"]);
/** Finger-sized targets are promised on pages that are used by phone. */
const byPhone = new Set(["stranger", "trainee", "candidate"]);
/** Answered by a file, JSON or a redirect, or only while the house is empty. */
const noPages = /\.csv$|\.pdf$|\.jwt$|\.json$|\/figures\/|\/clock$|^\/first-run|^\/login\/second-factor$/;

/** What was found wrong, by kind: "who path setting: what". */
type Findings = Record<"axe" | "sideways" | "targets" | "owed" | "faults", string[]>;

describe("every page of every role", function () {
  this.timeout(proof ? 3_600_000 : 240_000);
  const findings: Findings = { axe: [], sideways: [], targets: [], owed: [], faults: [] };
  let visits: Visit[] = [];

  before(needChromium);
  before(async () => {
    visits = await everyPage();
    const languages: Language[] = ["zh-CN", "en"];
    for (const [round, language] of languages.entries()) {
      const mine = proof ? visits : visits.filter((_, place) => place % 2 === round);
      for (const who of new Set(mine.map((visit) => visit.who)))
        await tour(
          mine.filter((visit) => visit.who === who),
          language,
        );
    }
  });

  /** One person's pages in one language, in one window. */
  async function tour(pages: readonly Visit[], language: Language): Promise<void> {
    const [first] = pages;
    const window = await openWindow({ ...(first?.as && { as: first.as }), language, reducedMotion: "reduce" });
    for (const visit of pages) await inspect(window, visit, language);
    await window.context.close();
  }

  async function inspect(
    { page, context, go, faults }: Window,
    { who, path }: Visit,
    language: Language,
  ): Promise<void> {
    const note = (kind: keyof Findings, setting: string, found: readonly string[]) =>
      findings[kind].push(...found.map((one) => `${who} ${path} ${language} ${setting}: ${one}`));
    await go(path);
    const cdp = await context.newCDPSession(page);
    for (const [width, colorScheme] of proof
      ? ([
          [390, "light"],
          [390, "dark"],
          [1280, "light"],
          [1280, "dark"],
        ] as const)
      : ([
          [390, "light"],
          [1280, "dark"],
        ] as const)) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme });
      note("axe", `${String(width)} ${colorScheme}`, await violations(cdp));
      if (width === 390 && byPhone.has(who)) note("targets", "390", await smallTargets(page));
    }
    for (const width of [320, 1600]) {
      await page.setViewportSize({ width, height: 800 });
      note("sideways", String(width), await sideways(page));
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.evaluate(`document.documentElement.style.fontSize = "200%"`);
    note("sideways", "text 200 %", await sideways(page));
    note("owed", "1280", await owed(page));
    note("faults", "", faults.splice(0));
  }

  it("[U10] [J01] axe finds nothing by WCAG 2.0–2.2 A and AA, light and dark, 390 and 1280 px, zh-CN and en", () => {
    expect([...new Set(findings.axe)]).to.deep.equal([]);
  });

  it("[U09] [J04] nothing scrolls sideways from 320 to 1600 px, nor with text at 200 %", () => {
    expect(findings.sideways).to.deep.equal([]);
  });

  it("[U09 the targets] pages for strangers and trainees have targets of at least 44 px", () => {
    expect([...new Set(findings.targets)]).to.deep.equal([]);
  });

  it("[U02] [U03] each has one h1, a skip link, one main part and at most one filled button", () => {
    expect(findings.owed).to.deep.equal([]);
  });

  it("[S04 in the browser] none writes an error into the console or breaks the content policy", () => {
    expect(findings.faults).to.deep.equal([]);
  });

  it("[U10 the list] every address that answers with a page is among them", () => {
    const visited = visits.map(({ path }) => path.replace(/\?.*/, ""));
    const missing = features
      .flatMap(({ routes }) => routes.stack)
      .flatMap(({ route }) =>
        route && (route as unknown as { methods: Record<string, boolean> }).methods["get"] ? [String(route.path)] : [],
      )
      .filter((path) => !noPages.test(path))
      .filter((path) => !visited.some((one) => new RegExp(`^${path.replaceAll(/:\w+/g, "[^/]+")}$`).test(one)));
    expect([...new Set(missing)]).to.deep.equal([]);
  });

  it("[U10 the first page] [U02] so is the page by which an empty house is set up", async () => {
    const empty = await emptyHouse();
    try {
      const { page, context, go } = await openWindow({ reducedMotion: "reduce" });
      await go(empty.address);
      const cdp = await context.newCDPSession(page);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await violations(cdp), colorScheme).to.deep.equal([]);
      }
      expect(await page.inputValue("#field-token, [name=token]"), "the page itself").to.have.length.greaterThan(10);
      expect([await owed(page), await smallTargets(page), await sideways(page)]).to.deep.equal([[], [], []]);
    } finally {
      await empty.end();
    }
  });

  it("[U11 the focus] what has the focus is never hidden under a bar that sticks", async () => {
    const hidden: string[] = [];
    for (const { who, as, path } of visits.filter(({ path: one }) =>
      /\/attempts\/\w+$|\/lessons\/GN1L1$|^\/login$/.test(one),
    )) {
      const { page, go, context } = await openWindow({ ...(as && { as }), width: 390, height: 600 });
      await go(path);
      for (let step = 0; step < 60; step += 1) {
        await page.keyboard.press("Tab");
        const found = await look<string>(page, underABar);
        if (found) hidden.push(`${who} ${path}: ${found}`);
      }
      await context.close();
    }
    expect(hidden).to.deep.equal([]);
  });
});

/** A program of its own on an empty store, and the address that it prints. */
async function emptyHouse(): Promise<{ address: string; end(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "zz-empty-"));
  const environment = { ...process.env, MONGODB_URI: "", PORT: String(await freePort()), DATA_DIR: folder };
  const program = spawn(process.execPath, ["--import", "tsx", "server/main.ts"], {
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => program.once("exit", () => resolve()));
  const end = async () => {
    program.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  // The pipe stays open: a program whose output nobody takes would die of it.
  const address = await new Promise<string>((resolve, reject) => {
    program.stdout.on("data", (chunk) => {
      const found = /https?:\/\/\S+first-run\S+/.exec(String(chunk))?.[0];
      if (found) resolve(found);
    });
    program.once("exit", () => reject(new Error("no address of the first page was printed")));
  });
  return { address, end };
}

/** The focused element, if a fixed or sticky part lies over the whole of it. */
const underABar = `(() => {
  const one = document.activeElement;
  const { left, top, right, bottom } = one.getBoundingClientRect();
  if (one === document.body || bottom - top < 2) return "";
  const points = [[0.5, 0.5], [0.1, 0.1], [0.9, 0.9], [0.5, 0.1], [0.5, 0.9]].map(([x, y]) => document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y));
  const seen = points.some((at) => at && (one.contains(at) || at.contains(one) || at.closest("label")?.contains(one)));
  return seen ? "" : one.outerHTML.slice(0, 120);
})()`;
