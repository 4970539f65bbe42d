import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { CDPSession, Page } from "playwright-core";
import { look } from "./chromium.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What axe finds on a page by WCAG 2.0–2.2 A and AA: rule and element. The policy of the page forbids a script tag, so it goes in as text. */
export async function violations(cdp: CDPSession): Promise<string[]> {
  const loaded = await cdp.send("Runtime.evaluate", { expression: "typeof axe", returnByValue: true });
  if (loaded.result.value !== "object") await cdp.send("Runtime.evaluate", { expression: axe });
  const run = `axe.run(document, { runOnly: ${JSON.stringify(rules)}, resultTypes: ["violations"] })
    .then((r) => r.violations.flatMap((v) => v.nodes.map((n) => v.id + " " + n.target.join(" ") + " " + n.html.slice(0, 120))))`;
  const { result } = await cdp.send("Runtime.evaluate", { expression: run, awaitPromise: true, returnByValue: true });
  return result.value as string[];
}

/** Pixels by which the page can be moved sideways, with the culprits; wide tables scroll in their own frame. */
export function sideways(page: Page): Promise<string[]> {
  return look(
    page,
    `(() => {
      const width = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= width) return [];
      const wide = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > width + 1 && !one.closest(".table-frame, .visually-hidden"));
      return ["by " + (document.documentElement.scrollWidth - width) + " px", ...wide.slice(-3).map((one) => one.outerHTML.slice(0, 100))];
    })()`,
  );
}

/** Controls that a finger would miss: less than 44 px high or wide. Links in running text are exempt; a label counts with its box. */
export function smallTargets(page: Page): Promise<string[]> {
  return look(
    page,
    `[...document.querySelectorAll("a[href], button, select, textarea, summary, input:not([type=hidden])")].flatMap((one) => {
      const place = one.matches("[type=checkbox], [type=radio]") ? (one.closest("label") ?? one) : one;
      const { width, height } = place.getBoundingClientRect();
      if (!place.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) || width < 2 || place.closest(".skip, .visually-hidden")) return [];
      const inText = one.matches("a") && getComputedStyle(one).display === "inline";
      return inText || (height >= 43.5 && width >= 43.5) ? [] : [Math.round(width) + "×" + Math.round(height) + " " + one.outerHTML.replace(/\\s+/g, " ").slice(0, 110)];
    })`,
  );
}

/** What each page owes: one h1, a title, a skip link that leads to the content, landmarks, at most one filled button of one name. */
export function owed(page: Page): Promise<string[]> {
  return look(
    page,
    `[
      document.querySelectorAll("h1").length === 1 || "h1 × " + document.querySelectorAll("h1").length,
      document.querySelectorAll("main").length === 1 || "no main",
      document.querySelector(".skip")?.getAttribute("href") === "#main" || "no skip link",
      document.title.length > 3 || "no title",
      new Set([...document.querySelectorAll(".button")].filter((one) => one.checkVisibility()).map((one) => one.textContent.trim())).size <= 1 || "filled: " + [...document.querySelectorAll(".button")].map((one) => one.textContent.trim()).join(", "),
    ].filter((one) => one !== true)`,
  );
}
