import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { outcomeName } from "../../certificates/outcome.ts";
import { languages } from "../../courses/language.ts";
import { answersOf } from "../support/exams.ts";
import { needChromium, type Window } from "./chromium.ts";
import { Journey } from "./journey.ts";

for (const language of languages) {
  describe(`the main job in ${language}`, function () {
    this.timeout(120_000);
    before(needChromium);
    const journey = new Journey(language);
    const word = (outcome: keyof typeof outcomeName) => outcomeName[outcome][language];

    it("[U19] a trainee joins by the link of a code and is at home within three screens", async () => {
      const { trainee, screens } = await journey.joined();
      expect(screens).to.be.at.most(3);
      expect(await trainee.page.textContent("main .notice")).to.include(trainee.t("done.joined"));
      expect(trainee.faults).to.deep.equal([]);
    });

    it("[U22 its card] “continue” leads through six lessons one after the other, each complete by its practice", async () => {
      const ends = await journey.studied();
      const { trainee } = await journey.joined();
      expect(ends.map((end) => end.trim())).to.deep.equal(Array(6).fill(trainee.t("learning.complete")));
    });

    it("[C07] a tab that was opened before shows both versions instead of writing over the newer answer", async () => {
      const { trainee } = await journey.joined();
      const { conflict } = await journey.sat();
      expect(conflict).to.include(trainee.t("room.js-conflict")).and.to.include(trainee.t("room.js-keep-stored"));
    });

    it("[R03 the network] an answer typed while the network is cut is kept, said so, and saved when it returns", async () => {
      const { trainee } = await journey.joined();
      const { banner, attemptId, cut } = await journey.sat();
      expect(banner).to.include(trainee.t("room.js-offline"));
      expect((await answersOf(attemptId))[cut]?.answer).to.not.equal(null);
    });

    it("[R02 a killed browser] [C06] after a kill of the browser every answer stands on the page, in another browser, signed in again", async () => {
      const { afterKill, attemptId } = await journey.sat();
      const stored = await answersOf(attemptId);
      const answered = Object.entries(afterKill).filter(([, answer]) => answer !== null);
      expect(answered.map(([itemId]) => itemId)).to.include.members(Object.keys(stored).slice(0, 15));
      for (const [itemId, answer] of answered) expect(answer, itemId).to.deep.equal(stored[itemId]?.answer);
    });

    it("[U32] the result says in its first line that she passed, and why, with a bar for each competency", async () => {
      await journey.sat();
      const { trainee } = await journey.joined();
      await trainee.go(`/attempts/${(await journey.sat()).attemptId}/result`);
      expect((await trainee.page.textContent("h1"))?.trim()).to.equal(trainee.t("results.passed", { points: "100" }));
      expect(await trainee.page.locator(".bars [role=img], .bars svg, .bar-track").count()).to.be.greaterThan(0);
    });

    it("[U33 the download] the certificate that an officer issues is downloaded as a PDF under its number", async () => {
      const { pdf, number, fileName } = await journey.certified();
      expect(pdf.subarray(0, 5).toString()).to.equal("%PDF-");
      expect(fileName).to.include(number);
    });

    it("[V01] [U41] a stranger verifies by number, typed anyhow", async () => {
      const { number } = await journey.certified();
      const stranger = await journey.stranger();
      await stranger.go("/");
      await stranger.page.fill("#field-number", number.toLowerCase().replaceAll("-", " "));
      await stranger.page.click('form[action="/verify"] .button');
      expect(await outcomeOf(stranger)).to.equal(word("valid"));
    });

    it("[U41] a stranger verifies by a picture of the printed QR code", async function () {
      const { number, pdf } = await journey.certified();
      const picture = printed(pdf);
      if (!picture) {
        console.error("      left out: no pdftoppm (Debian: apt-get install poppler-utils)");
        return this.skip();
      }
      const stranger = await journey.stranger();
      await stranger.go("/verify");
      await stranger.page.setInputFiles("[data-picture-file]", {
        name: "paper.png",
        mimeType: "image/png",
        buffer: picture,
      });
      await stranger.page.waitForURL(`**/verify/${number}#1.*`);
      await stranger.page.locator("[data-result] table").waitFor();
      expect(await outcomeOf(stranger)).to.equal(word("valid"));
      expect(await stranger.page.textContent(".outcome p")).to.equal(stranger.t("verify.checked-paper"));
    });

    it("[V03] a stranger verifies by giving the file; with one byte changed it is called altered", async () => {
      const { pdf } = await journey.certified();
      const stranger = await journey.stranger();
      expect(await give(stranger, pdf)).to.equal(word("valid"));
      const changed = Buffer.from(pdf);
      const at = Math.floor(changed.length / 2);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await give(stranger, changed)).to.equal(word("altered"));
    });

    it("[R15 revocation] a revoked certificate says so at once, by number and by file", async () => {
      const { number, pdf } = await journey.certified();
      const stranger = await journey.stranger();
      await journey.revoked();
      await stranger.go(`/verify/${number}`);
      expect(await outcomeOf(stranger)).to.equal(word("revoked"));
      expect(await give(stranger, pdf)).to.equal(word("revoked"));
    });
  });
}

async function outcomeOf({ page }: Window): Promise<string> {
  await page.locator(".outcome h1").waitFor();
  return ((await page.textContent(".outcome h1")) ?? "").trim();
}

async function give(stranger: Window, pdf: Buffer): Promise<string> {
  await stranger.go("/verify");
  await stranger.page.setInputFiles("#field-document", { name: "a.pdf", mimeType: "application/pdf", buffer: pdf });
  await stranger.page.click("[data-document] button");
  await stranger.page.waitForURL("**/verify/document");
  return outcomeOf(stranger);
}

/** The certificate as a scanner of 100 dpi sees it. */
function printed(pdf: Buffer): Buffer | null {
  const folder = mkdtempSync(join(tmpdir(), "zz-print-"));
  try {
    writeFileSync(join(folder, "a.pdf"), pdf);
    execFileSync("pdftoppm", ["-r", "100", "-png", "-singlefile", join(folder, "a.pdf"), join(folder, "a")], {
      stdio: "ignore",
    });
    return readFileSync(join(folder, "a.png"));
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
