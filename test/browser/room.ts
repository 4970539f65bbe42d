import type { Page } from "playwright-core";
import type { KindId } from "../../courses/questions/kinds/index.ts";
import { attemptOf, moveEnd } from "../../server/attempts/store.ts";
import type { Member } from "../support/cast.ts";
import { keysOf, newCandidate, newSitting, start, type Sitting } from "../support/exams.ts";
import { showQuestion } from "./answers.ts";
import { openWindow, type Window, type Wish } from "./chromium.ts";

let sitting: Promise<Sitting> | null = null;

/** One exam for all tests of the room; each has a candidate of its own. */
export function theSitting(): Promise<Sitting> {
  sitting ??= newSitting({ maxAttempts: "2" });
  return sitting;
}

/** A candidate in the room, before her paper. */
export interface Room extends Window {
  candidate: Member;
  attemptId: string;
  path: string;
}

/**
 * Starts an attempt and opens it. With `clock` the page's time is the test's: it stands still but for what the test lets pass.
 * With `endsIn` the end is so many seconds away.
 */
export async function enterRoom(wish: Wish & { clock?: true; endsIn?: number } = {}): Promise<Room> {
  const { examId, baseId, cohortId } = await theSitting();
  const candidate = await newCandidate({ baseId, cohortId });
  const window = await openWindow({ ...wish, as: candidate });
  const attemptId = await start(await candidate.signIn(), examId);
  if (wish.endsIn !== undefined) await moveEnd(attemptId, new Date(Date.now() + wish.endsIn * 1000));
  const path = `/attempts/${attemptId}`;
  if (wish.clock) await window.page.clock.install();
  await window.go(path);
  await window.page.locator("[data-noscript]").waitFor({ state: "hidden" });
  return { ...window, candidate, attemptId, path };
}

/** The first question of a kind, shown. */
export async function questionOf({ page, attemptId }: Pick<Room, "page" | "attemptId">, kind: KindId) {
  const { paper } = await attemptOf(attemptId);
  const itemId = paper.find((item) => item.kind === kind)?.itemId ?? "";
  const key = (await keysOf(attemptId)).get(itemId);
  return { itemId, key, question: await showQuestion(page, itemId) };
}

export async function storedAnswer(attemptId: string, itemId: string): Promise<unknown> {
  return (await attemptOf(attemptId)).answers[itemId]?.answer;
}

export function stateOf(page: Page): Promise<string | null> {
  return page.getAttribute(".exam-header .save-state", "data-state");
}

export async function textOf(page: Page, selector: string): Promise<string> {
  return ((await page.textContent(selector)) ?? "").replaceAll(/\s+/g, " ").trim();
}

/** Signs in on the page to which somebody without a session comes. */
export async function signInAgain(page: Page, { login, password }: Member): Promise<void> {
  await page.fill("#field-login", login);
  await page.fill("#field-password", password);
  await page.click('form[action="/login"] .button');
  await page.waitForURL((url) => !url.pathname.startsWith("/login"));
}
