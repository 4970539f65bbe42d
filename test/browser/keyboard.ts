import type { Page } from "playwright-core";
import { look } from "./chromium.ts";

/** Presses Tab until the focus is on what the selector names, as somebody without a mouse does. */
export async function tabTo(page: Page, selector: string, most = 120): Promise<void> {
  for (let pressed = 0; pressed < most; pressed += 1) {
    if (await hasFocus(page, selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`no way to ${selector} by Tab; the focus is on ${await focused(page)}`);
}

export function hasFocus(page: Page, selector: string): Promise<boolean> {
  return look(page, `document.activeElement.matches(${JSON.stringify(selector)})`);
}

export function focused(page: Page): Promise<string> {
  return look(page, `document.activeElement.outerHTML.slice(0, 160)`);
}

/** Answers the question that is shown by keys alone: letters, typing, arrows in lists, the buttons that move a step. */
export async function answerByKeys(page: Page, itemId: string, answer: unknown): Promise<void> {
  const here = `[data-question="${itemId}"]`;
  const kind = await page.getAttribute(here, "data-kind");
  if (kind === "radio" || kind === "checkbox" || kind === "true-false") {
    const values = await look<string[]>(
      page,
      `[...document.querySelectorAll('${here} .option input')].map((one) => one.value)`,
    );
    for (const value of [answer].flat()) await page.keyboard.press("abcde6789".charAt(values.indexOf(String(value))));
  } else if (kind === "number" || kind === "blanks") {
    for (const [place, text] of [answer].flat().entries()) {
      await tabTo(page, kind === "number" ? `${here} input[data-item]` : `${here} [name$=".${String(place)}"]`);
      await page.keyboard.type(String(text));
    }
  } else if (kind === "pairs") {
    for (const [left, right] of Object.entries(answer as Record<string, string>)) {
      await tabTo(page, `${here} [name$=".${left}"]`);
      const down = await look<number>(
        page,
        `[...document.activeElement.options].findIndex((one) => one.value === "${right}")`,
      );
      for (let step = 0; step < down; step += 1) await page.keyboard.press("ArrowDown");
    }
  } else await order(page, here, answer as string[]);
}

/** Step after step is moved up to its place; a list that was right from the start is moved there and back. */
async function order(page: Page, here: string, steps: readonly string[]): Promise<void> {
  const row = (id: string) => `${here} .order-row:has([name$=".${id}"])`;
  const at = (id: string) =>
    look<number>(
      page,
      `[...document.querySelectorAll('${here} .order-row select')].findIndex((one) => one.name.endsWith(".${id}"))`,
    );
  let moves = 0;
  for (const [place, id] of steps.entries())
    for (let now = await at(id); now > place; now -= 1, moves += 1) {
      if (!(await hasFocus(page, `${row(id)} [data-move="-1"]`))) await tabTo(page, `${row(id)} [data-move="-1"]`);
      await page.keyboard.press("Enter");
    }
  if (moves) return;
  await tabTo(page, `${row(steps[0] ?? "")} [data-move="1"]`);
  await page.keyboard.press("Enter");
  await tabTo(page, `${row(steps[0] ?? "")} [data-move="-1"]`);
  await page.keyboard.press("Enter");
}
