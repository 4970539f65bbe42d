import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect } from "chai";
import { chromium, type Browser, type Page } from "playwright-core";
import { qrText } from "../../certificates/qr.ts";
import { sealRecord } from "../../certificates/record.ts";
import { issueCertificate } from "../../server/issuing/actions.ts";
import { activeKey } from "../../server/certificates/keys.ts";
import { findCertificate, type StoredCertificate } from "../../server/certificates/store.ts";
import { settings } from "../../server/platform/config.ts";
import { newMember, type Member } from "../support/cast.ts";
import { newClass, qualification } from "../support/eligible.ts";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

describe("verification in a browser", function () {
  this.timeout(60_000);
  let browser: Browser;
  let holder: Member;
  let certificate: StoredCertificate;

  before(async function () {
    if (!existsSync(executablePath)) {
      console.error(`      left out: no Chromium at ${executablePath} (set CHROMIUM)`);
      return this.skip();
    }
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    const group = await newClass(["张三丰"]);
    const [person] = group.people;
    if (!person) throw new Error("no holder");
    holder = person;
    const officer = await newMember("awarding-officer", null);
    const wish = { personId: holder.id, qualificationId: qualification, baseId: group.baseId };
    const found = await findCertificate(await issueCertificate(await officer.actor(), wish, new Date()));
    if (!found) throw new Error("no certificate");
    certificate = found;
  });
  after(() => browser?.close());

  /** A stranger's page; every request is noted, and nothing may break the page's own rules. */
  async function visit(path: string): Promise<{ page: Page; asked: string[]; sent: string[]; faults: string[] }> {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "zh-CN" });
    const page = await context.newPage();
    const [asked, sent, faults]: string[][] = [[], [], []];
    page.on("request", (request) => {
      asked?.push(request.url());
      if (request.method() === "POST") sent?.push(request.postData() ?? "");
    });
    page.on("pageerror", (error) => faults?.push(error.message));
    page.on("console", (message) => message.text().includes("Content Security Policy") && faults?.push(message.text()));
    await page.goto(new URL(path, settings().baseUrl).href);
    return { page, asked: asked ?? [], sent: sent ?? [], faults: faults ?? [] };
  }

  const codeOf = (name?: string) => {
    const { recordHash: _, ...facts } = certificate.record;
    const printed = name ? sealRecord({ ...facts, holder: { ...facts.holder, name } }) : certificate.record;
    return qrText(printed, activeKey(new Date()), settings().baseUrl);
  };

  it("[V02] a right code is checked in the page itself: its facts stand beside the record's and never reach the server", async () => {
    const { page, sent, faults } = await visit(codeOf());
    await page.waitForSelector("table");
    expect(await page.textContent("h1")).to.equal("有效");
    expect(await page.textContent("[data-result] tbody tr")).to.match(/张三丰\s*张\*丰/);
    expect(await page.textContent(".outcome p")).to.equal("已核对二维码与登记");
    expect([sent, faults]).to.deep.equal([[], []]);
  });

  it("[V06] a code with another name, and one with a wrong signature, become the word “altered”", async () => {
    for (const code of [codeOf("李四四"), `${codeOf().slice(0, -4)}AAAA`]) {
      const { page, faults } = await visit(code);
      await page.waitForURL("**/verify/paper");
      expect(await page.textContent("h1")).to.equal("已被改动");
      expect(faults).to.deep.equal([]);
    }
  });

  it("[U41] [U47] a picture of the code from the gallery is read with the own scanner: ≤ 400 KB, fetched only after the tap", async () => {
    const staff = await holder.signIn();
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    await context.addCookies([...staff.cookies].map(([name, value]) => ({ name, value, url: settings().baseUrl })));
    const own = await context.newPage();
    await own.goto(`${settings().baseUrl}/certificates/${certificate.number}`);
    const picture = await own.locator("svg.paper").screenshot();

    const { page, asked, faults } = await visit("/verify");
    expect(asked.filter((url) => url.includes("scanner"))).to.deep.equal([]);
    await page.setInputFiles("[data-picture-file]", { name: "code.png", mimeType: "image/png", buffer: picture });
    await page.waitForURL(`**/verify/${certificate.number}#1.*`);
    await page.waitForSelector("table");
    expect(await page.textContent("h1")).to.equal("有效");
    expect(faults).to.deep.equal([]);
    const fetched = asked.filter((url) => url.includes("scanner"));
    expect(fetched.map((url) => new URL(url).origin)).to.deep.equal([settings().baseUrl, settings().baseUrl]);
    expect(await sizeOf(fetched), "bytes on the line").to.be.below(400 * 1024);
  });

  it("[U41] the camera is asked for on a tap only, and one that is refused is said in words", async () => {
    const { page } = await visit("/verify");
    expect(await page.isVisible("video")).to.equal(false);
    await page.click("[data-scan]");
    await page.locator("[data-scan-status]", { hasText: "相机打不开" }).waitFor();
    expect(await page.isVisible("[data-scan]")).to.equal(true);
  });

  it("[V03] a PDF dropped on the zone is sent at once; one that is too large is told before it is sent", async () => {
    const staff = await holder.signIn();
    const pdf = (await staff.bytes(`/certificates/${certificate.number}.pdf`)).body;
    const { page } = await visit("/verify");
    // As text: the compiler of the tests knows no browser.
    const bytes = JSON.stringify(pdf.toString("base64"));
    const file = `new File([Uint8Array.from(atob(${bytes}), (one) => one.charCodeAt(0))], "a.pdf", { type: "application/pdf" })`;
    const data = await page.evaluateHandle(
      `(() => { const t = new DataTransfer(); t.items.add(${file}); return t; })()`,
    );
    await page.dispatchEvent("[data-drop]", "drop", { dataTransfer: data });
    await page.waitForURL("**/verify/document");
    expect(await page.textContent("h1")).to.equal("有效");
    const again = await visit("/verify");
    await again.page.setInputFiles("#field-document", {
      name: "b.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.alloc(10 * 1024 * 1024 + 1),
    });
    expect(await again.page.isVisible("[data-too-large]")).to.equal(true);
  });

  it("[J01] axe finds nothing on the pages of verification and the qualification, light and dark (390 px)", async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    for (const colorScheme of ["light", "dark"] as const) {
      const context = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme });
      const page = await context.newPage();
      for (const path of [
        "/verify",
        "/verify?number=PY-IM-0M1-2026-000001-PS",
        `/verify/${certificate.number}`,
        "/qualifications/OM-1",
      ]) {
        await page.goto(settings().baseUrl + path);
        const session = await context.newCDPSession(page);
        await session.send("Runtime.evaluate", { expression: axe });
        const run = `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then((r) => r.violations.map((v) => v.id))`;
        const { result } = await session.send("Runtime.evaluate", {
          expression: run,
          awaitPromise: true,
          returnByValue: true,
        });
        expect(result.value, `${path} ${colorScheme}`).to.deep.equal([]);
      }
    }
  });
});

/** As a browser gets it: brotli, once that is made in the background. */
async function sizeOf(urls: readonly string[]): Promise<number> {
  for (;;) {
    const answers = await Promise.all(urls.map((url) => fetch(url, { headers: { "accept-encoding": "br" } })));
    if (answers.every((answer) => answer.headers.get("content-encoding") === "br")) {
      const lengths = await Promise.all(urls.map(transferSize));
      return lengths.reduce((sum, length) => sum + length, 0);
    }
    await new Promise((next) => setTimeout(next, 100));
  }
}

async function transferSize(url: string): Promise<number> {
  const { request } = await import("node:http");
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers: { "accept-encoding": "br" } }, async (response) => {
      let size = 0;
      for await (const chunk of response) size += (chunk as Buffer).length;
      resolve(size);
    });
    sent.once("error", reject).end();
  });
}
