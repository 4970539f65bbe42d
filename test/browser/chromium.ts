import "../support/environment.ts";
import { existsSync } from "node:fs";
import { after, afterEach } from "mocha";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import type { Language } from "../../courses/language.ts";
import { settings } from "../../server/platform/config.ts";
import { translator, type Translate } from "../../server/platform/words/index.ts";
import type { Member } from "../support/cast.ts";
import { testHouse } from "../support/house.ts";

export const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
export const launchOptions = { executablePath, args: ["--no-sandbox"] };

let browser: Promise<Browser> | null = null;

/** The one Chromium of all browser tests; it ends with the last of them. */
export function theBrowser(): Promise<Browser> {
  browser ??= chromium.launch(launchOptions);
  return browser;
}
after(async () => (await browser)?.close());

const toClose = new Set<BrowserContext>();

/** A window ends with its test: a page that a test slowed down or left in an exam would work on behind the next one. */
afterEach(async () => {
  await Promise.all([...toClose].map((context) => context.close().catch(() => undefined)));
  toClose.clear();
});

/** A `before` hook: without a Chromium the tests are left out, and it says so. */
export async function needChromium(this: Mocha.Context): Promise<void> {
  if (!existsSync(executablePath)) {
    console.error(`      left out: no Chromium at ${executablePath} (set CHROMIUM)`);
    this.skip();
  }
  await testHouse();
}

export interface Wish {
  /** Signed in already; else a stranger. */
  as?: Member;
  language?: Language;
  width?: number;
  height?: number;
  dark?: boolean;
  javaScriptEnabled?: boolean;
  reducedMotion?: "reduce";
  in?: Browser;
  /** It stays open for further tests. */
  keep?: true;
}

/** Somebody's window: what she sees, and what went wrong in it. */
export interface Window {
  page: Page;
  context: BrowserContext;
  /** Script errors, messages of the console's red kind and breaches of the content policy. */
  faults: string[];
  t: Translate;
  go: (path: string) => Promise<number>;
}

export async function openWindow(wish: Wish = {}): Promise<Window> {
  const { language = "zh-CN", width = 390, height = 844, javaScriptEnabled = true, dark = false } = wish;
  const context = await (wish.in ?? (await theBrowser())).newContext({
    viewport: { width, height },
    locale: language,
    colorScheme: dark ? "dark" : "light",
    javaScriptEnabled,
    ...(wish.reducedMotion && { reducedMotion: wish.reducedMotion }),
  });
  if (!wish.keep) toClose.add(context);
  const url = settings().baseUrl;
  const cookies = wish.as ? (await wish.as.signIn(language)).cookies : new Map([["lang", language]]);
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url })));
  return { ...(await openTab(context)), context, t: translator(language) };
}

/** One more page of a window. */
export async function openTab(context: BrowserContext): Promise<Pick<Window, "page" | "faults" | "go">> {
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    // An answer that is an error page on purpose, and a network that a test takes away, are no faults of the page.
    const expected = /status of 4\d\d|ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(message.text());
    if (message.type() === "error" && !expected) faults.push(message.text());
  });
  const go = async (path: string) => (await page.goto(new URL(path, settings().baseUrl).href))?.status() ?? 0;
  return { page, faults, go };
}

/** Something read in the page; as text, because the tests' compiler adds helpers to functions that a page does not know. */
export function look<T>(page: Page, expression: string): Promise<T> {
  return page.evaluate<T>(expression);
}

/** Waits for something to become so; the test's own time limit ends it. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((next) => setTimeout(next, 50));
}
