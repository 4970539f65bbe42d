import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { isWordKey, words } from "../../../server/platform/words/index.ts";
import type { Phrase } from "../../../server/platform/words/table.ts";

const said = (phrase: Phrase) => (typeof phrase === "string" ? [phrase] : Object.values(phrase));
const factsOf = (phrase: Phrase) =>
  new Set(said(phrase).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)));
const entries = Object.entries(words) as [string, { "zh-CN": Phrase; en: Phrase }][];
const views = join(import.meta.dirname, "../../../views");
const templates = (readdirSync(views, { recursive: true }) as string[]).filter((file) => file.endsWith(".ejs"));

describe("words", () => {
  it("[K01] each has both languages, neither empty, and Chinese asks for no fact that English lacks", () => {
    for (const [key, { "zh-CN": zh, en }] of entries) {
      for (const text of [...said(zh), ...said(en)]) expect(text.trim(), key).not.to.equal("");
      for (const fact of factsOf(zh)) if (fact !== "n") expect([...factsOf(en)], `${key}: {${fact}}`).to.include(fact);
    }
  });

  it("[K01] every word that a template asks for is there", () => {
    const missing = templates.flatMap((file) => {
      const text = readFileSync(join(views, file), "utf8");
      return [...text.matchAll(/\bt\(\s*"([a-z-]+\.[\w-]+)"\s*[,)]/g)]
        .map(([, key]) => key ?? "")
        .filter((key) => !isWordKey(key))
        .map((key) => `${file}: ${key}`);
    });
    expect(templates.length).to.be.greaterThan(40);
    expect(missing).to.deep.equal([]);
  });

  it("[U18] (punctuation of the product's words) Chinese sentences use full-width marks, and nobody exclaims", () => {
    for (const [key, { "zh-CN": zh, en }] of entries) {
      for (const text of said(zh)) {
        expect(text, key).not.to.match(/\p{Script=Han}[,;:?!()]/u);
        expect(text, key).not.to.match(/\p{Script=Han}\.(?:\s|$)/u);
      }
      for (const text of [...said(zh), ...said(en)]) expect(text, key).not.to.match(/[!！]/);
    }
  });
});
