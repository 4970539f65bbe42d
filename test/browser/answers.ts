import type { Locator, Page } from "playwright-core";
import { kindOf } from "../../courses/questions/kinds/index.ts";

/** Gives an answer by clicking and typing into the controls of one question, whatever its kind. */
export async function fill(question: Locator, kind: string, answer: unknown): Promise<void> {
  const named = (part: string) => question.locator(`[name$=".${part}"]`);
  switch (kindOf(kind).control) {
    case "order":
      for (const [place, id] of (answer as string[]).entries()) await named(id).selectOption(String(place + 1));
      return;
    case "pairs":
      for (const [left, right] of Object.entries(answer as Record<string, string>))
        await named(left).selectOption(right);
      return;
    case "blanks":
      for (const [place, text] of (answer as string[]).entries()) await named(String(place)).fill(text);
      return;
    case "number":
      return question.locator("input[data-item]").fill(String(answer));
    default:
      for (const value of [answer].flat()) await question.locator(`input[value="${String(value)}"]`).check();
  }
}

/** Shows one question of the paper as the navigator does. */
export async function showQuestion(page: Page, itemId: string): Promise<Locator> {
  await page.evaluate(`location.hash = "#${itemId}"`);
  const question = page.locator(`[data-question="${itemId}"]`);
  await question.waitFor();
  return question;
}

/** Lets a page's own time pass, faster than ours, until the server has said that everything is saved. */
export async function savedInTime(page: Page): Promise<void> {
  const saved = page.locator('.exam-header [data-state="saved"]');
  while (!(await saved.isVisible())) await page.clock.runFor(500);
}

/** Waits until the server has said that everything is saved. */
export async function allSaved(page: Page): Promise<void> {
  await page.locator('.exam-header [data-state="saved"]').waitFor({ timeout: 20_000 });
}
