import { readFile } from "node:fs/promises";
import { chromium, type Page } from "playwright-core";
import type { Language } from "../../courses/language.ts";
import { courseOf } from "../../server/catalog/store.ts";
import { settings } from "../../server/platform/config.ts";
import { newMember } from "../support/cast.ts";
import { keysOf, attemptOf, newSitting, type Sitting } from "../support/exams.ts";
import { keyOf, lessonPath, practiceOf } from "../support/study.ts";
import { allSaved, fill, showQuestion } from "./answers.ts";
import { launchOptions, look, openTab, openWindow, type Window } from "./chromium.ts";

const password = "Lathe-and-mill-7";
const people = { "zh-CN": "张晓燕", en: "Grace Hopper" } as const;
const logins = { "zh-CN": "13800000001", en: "grace@example.cn" } as const;

/** The main job in one language. Each stage goes through the real pages, once, and first does what comes before it. */
export class Journey {
  readonly language: Language;
  readonly name: string;
  readonly login: string;
  private readonly done = new Map<string, Promise<unknown>>();

  constructor(language: Language) {
    this.language = language;
    this.name = people[language];
    this.login = logins[language];
  }

  private once<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const known = this.done.get(stage) ?? work();
    this.done.set(stage, known);
    return known as Promise<T>;
  }

  sitting(): Promise<Sitting> {
    return this.once("sitting", () => newSitting({ coursesFirst: "on" }));
  }

  /** By the link of the code: cohort, name, password, home. @returns her window and how many pages she saw */
  joined(): Promise<{ trainee: Window; screens: number }> {
    return this.once("joined", async () => {
      const { code } = await this.sitting();
      const trainee = await openWindow({ language: this.language, keep: true });
      let screens = 0;
      trainee.page.on("domcontentloaded", () => (screens += 1));
      await trainee.go(`/join/${code}`);
      await trainee.page.fill("#field-name", this.name);
      await trainee.page.fill("#field-login", this.login);
      await trainee.page.fill("#field-password", password);
      await trainee.page.click("main .button");
      await trainee.page.waitForURL((url) => url.pathname === "/");
      return { trainee, screens };
    });
  }

  /** Six lessons from the home page's card on, each completed by practice; @returns what each one's end said. */
  studied(): Promise<string[]> {
    return this.once("studied", async () => {
      const { trainee } = await this.joined();
      const ends: string[] = [];
      for (const lesson of [...courseOf("GN1").lessons, ...courseOf("OM1").lessons]) {
        await trainee.go("/");
        await trainee.page.click(".card-lead .button");
        await trainee.page.waitForURL(`**${lessonPath(lesson)}`);
        ends.push(await this.practise(trainee.page, lesson));
      }
      return ends;
    });
  }

  /** Answers by clicking, rightly, until the page says that the lesson is complete. */
  private async practise(page: Page, lesson: string): Promise<string> {
    for (const question of await practiceOf(lesson)) {
      if (await page.locator("#completion.card-ok").count()) break;
      const form = page.locator(`form.question[id="${question.question}"]`);
      await fill(form, question.kind, keyOf(question));
      await form.locator("button.button-outline:not([data-move])").click();
      await page.locator(`#feedback-${question.question}.is-ok`).waitFor();
    }
    return (await page.textContent("#completion .badge")) ?? "";
  }

  /** The exam with its accidents: an older tab, a cut network, a browser that is killed. @returns the paths it took */
  sat(): Promise<{
    attemptId: string;
    conflict: string;
    banner: string;
    cut: string;
    afterKill: Record<string, unknown>;
  }> {
    return this.once("sat", async () => {
      const { trainee } = await this.joined();
      await this.studied();
      const { examId } = await this.sitting();
      const killed = await this.startAndBeKilled(trainee, examId);
      await signIn(trainee, this.login);
      await trainee.go(`/attempts/${killed.attemptId}`);
      const afterKill = await shownAnswers(trainee.page);
      for (const [itemId, answer] of await keysOf(killed.attemptId))
        await answerItem(trainee.page, killed.attemptId, itemId, answer);
      await allSaved(trainee.page);
      await trainee.page.locator('[name="then"][value="hand-in"]:visible, .navigator summary').first().click();
      if (await trainee.page.locator(".navigator .finish").isVisible()) await trainee.page.click(".navigator .finish");
      await trainee.page.waitForURL("**/submission");
      await trainee.page.click('form[action$="/submission"] .button');
      await trainee.page.waitForURL("**/result");
      return { ...killed, afterKill };
    });
  }

  /** In a browser of its own, which dies in the middle without a word. */
  private async startAndBeKilled(trainee: Window, examId: string) {
    const server = await chromium.launchServer(launchOptions);
    const window = await openWindow({ language: this.language, in: await chromium.connect(server.wsEndpoint()) });
    await window.context.addCookies(await trainee.context.cookies());
    await window.go(`/exams/${examId}`);
    await window.page.click('form[action$="/attempts"] .button');
    await window.page.waitForURL("**/attempts/*");
    const attemptId = new URL(window.page.url()).pathname.split("/").at(-1) ?? "";
    const keys = [...(await keysOf(attemptId))];
    const { itemId, text: conflict } = await this.answerInOlderTab(window, attemptId, keys);
    const [cut, answer] = keys.find(([id]) => id !== itemId) ?? ["", null];
    const banner = await this.answerWithoutNetwork(window, attemptId, [cut, answer]);
    for (const [itemId, answer] of keys.slice(1, 15)) await answerItem(window.page, attemptId, itemId, answer);
    await allSaved(window.page);
    await server.kill();
    await trainee.context.clearCookies({ name: /^zz$|^__Host-zz$/ });
    return { attemptId, conflict, banner, cut };
  }

  /** A tab opened before the answer was given must not write over it. @returns what it says */
  private async answerInOlderTab(window: Window, attemptId: string, keys: [string, unknown][]) {
    const { paper } = await attemptOf(attemptId);
    const itemId = paper.find(({ kind }) => kind === "single-choice")?.itemId ?? "";
    const answer = String(keys.find(([id]) => id === itemId)?.[1]);
    const older = await openTab(window.context);
    await older.go(`/attempts/${attemptId}`);
    await answerItem(window.page, attemptId, itemId, answer);
    await allSaved(window.page);
    const question = await showQuestion(older.page, itemId);
    await question.locator(`input[data-item]:not([value="${answer}"])`).first().check();
    await question.locator("[data-conflict] button").first().waitFor();
    const text = (await question.locator("[data-conflict]").textContent()) ?? "";
    await question.locator("[data-conflict] button").first().click();
    await older.page.close();
    return { itemId, text };
  }

  private async answerWithoutNetwork(
    window: Window,
    attemptId: string,
    [itemId, answer]: [string, unknown],
  ): Promise<string> {
    await window.context.setOffline(true);
    await answerItem(window.page, attemptId, itemId, answer);
    await window.page.locator('.exam-header [data-state="offline"]').waitFor();
    const banner = (await window.page.textContent("[data-banner]")) ?? "";
    await window.context.setOffline(false);
    await allSaved(window.page);
    return banner;
  }

  /** An officer issues by the dry run; the holder downloads the file. @returns its number and bytes */
  certified(): Promise<{ number: string; pdf: Buffer; fileName: string }> {
    return this.once("certified", async () => {
      await this.sat();
      const { cohortId } = await this.sitting();
      const officer = await openWindow({
        as: await newMember("awarding-officer", null, "周发证"),
        language: this.language,
        width: 1280,
      });
      await officer.go(`/certificates/issue?qualification=OM-1&cohort=${cohortId}`);
      await officer.page.click('[formaction="/certificates/issue"]');
      await officer.page.waitForURL("**/certificates/batches/*");
      const link = officer.page.locator('td a[href^="/certificates/"]');
      await link.waitFor({ timeout: 20_000 });
      const number = (await link.textContent()) ?? "";
      const { trainee } = await this.joined();
      await trainee.go("/certificates");
      const [download] = await Promise.all([
        trainee.page.waitForEvent("download"),
        trainee.page.click('a[href$=".pdf"]'),
      ]);
      return { number, pdf: await readFile(await download.path()), fileName: download.suggestedFilename() };
    });
  }

  stranger(): Promise<Window> {
    return openWindow({ language: this.language });
  }

  /** Another officer than the one who issued it, through the page that asks for the reason. */
  revoked(): Promise<void> {
    return this.once("revoked", async () => {
      const { number } = await this.certified();
      const officer = await openWindow({
        as: await newMember("awarding-officer", null, "梁撤销"),
        language: this.language,
        width: 1280,
      });
      await officer.go(`/certificates/${number}`);
      await officer.page.click('a[href$="/revocation"]');
      await officer.page.locator('[name="reason"]').first().check();
      await officer.page.fill('[name="words"]', this.language === "en" ? "Issued in error" : "误发");
      await officer.page.click(".button-danger");
      await officer.page.waitForURL((url) => url.pathname === `/certificates/${number}`);
    });
  }
}

async function signIn({ page, go }: Window, login: string): Promise<void> {
  await go("/login");
  await page.fill("#field-login", login);
  await page.fill("#field-password", password);
  await page.click('form[action="/login"] .button');
  await page.waitForURL((url) => !url.pathname.startsWith("/login"));
}

async function answerItem(page: Page, attemptId: string, itemId: string, answer: unknown): Promise<void> {
  const { paper } = await attemptOf(attemptId);
  const kind = paper.find((item) => item.itemId === itemId)?.kind ?? "";
  await fill(await showQuestion(page, itemId), kind, answer);
}

/** What the page's controls hold, by item, in the form in which the page would send it. */
function shownAnswers(page: Page): Promise<Record<string, unknown>> {
  const module = `import("${settings().baseUrl}" + [...performance.getEntriesByType("resource")].map((one) => new URL(one.name).pathname).find((name) => name.includes("exam-answers")))`;
  return look(
    page,
    `${module}.then(({ readAnswer }) => Object.fromEntries([...document.querySelectorAll("[data-question]")].map((one) => [one.dataset.question, readAnswer(one)])))`,
  );
}
