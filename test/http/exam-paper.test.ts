import { expect } from "chai";
import { marksOf, sixtiethsPerPoint } from "../../courses/points.ts";
import { bankOf, versionsOf } from "../../server/questions/store.ts";
import type { Browser } from "../support/actor.ts";
import { scoresOf } from "../../server/results/actions.ts";
import { judge as judgeQualification } from "../../server/qualifications/actions.ts";
import { addQuestion, changeBlueprint, changePurpose } from "../support/attempts.ts";
import {
  attemptOf,
  examOf,
  keysOf,
  newCandidate,
  newDraft,
  newExam,
  newSitting,
  start,
  type Sitting,
} from "../support/exams.ts";

describe("papers and results", () => {
  let sitting: Sitting;
  before(async () => {
    sitting = await newSitting({ maxAttempts: "0", release: "by-hand" });
  });

  async function started(): Promise<{ browser: Browser; attempt: string }> {
    const browser = await (await newCandidate(sitting)).signIn();
    return { browser, attempt: await start(browser, sitting.examId) };
  }

  it("[C11] each paper has the blueprint's counts by kind and unit, drawn for each candidate on the server", async () => {
    const { cells, competencies, perCompetency } = (await examOf(sitting.examId)).blueprint;
    for (let candidate = 0; candidate < 3; candidate += 1) {
      const { paper } = await attemptOf((await started()).attempt);
      for (const { unit, kind, count } of cells)
        expect(paper.filter((item) => item.unit === unit && item.kind === kind).length, `${unit} ${kind}`).to.equal(
          count,
        );
      for (const one of competencies)
        expect(paper.filter(({ competency }) => competency === one).length, one).to.be.at.least(perCompetency);
    }
  });

  it("[C12] publishing is refused when the bank cannot satisfy the blueprint, naming the short cell", async () => {
    const wish = { cohortId: sitting.cohortId, blueprint: "om1-theory", purpose: "mock", scorePolicy: "best" };
    const times = { opensAt: "2026-11-01T09:00", closesAt: "2099-11-01T09:00", maxAttempts: "1", gapMinutes: "0" };
    const never = await sitting.clerk.post("/exams", { ...wish, ...times, release: "at-once" }, "/exams/new");
    expect([never.status, never.text.includes("OM-1 单选题 5/6")], "told before the draft").to.deep.equal([422, true]);
    const draft = await newDraft(sitting.clerk, sitting.cohortId);
    await changePurpose(draft, "mock");
    const page = await sitting.clerk.get(`/exams/${draft}`);
    expect(page.text).to.include("OM-1 单选题 5/6");
    const refused = await sitting.clerk.post(`/exams/${draft}/publication`);
    expect(refused.status).to.equal(409);
    expect(refused.text).to.include("OM-1 single-choice 5/6");
    expect((await examOf(draft)).state).to.equal("draft");
    expect((await sitting.clerk.post(`/exams/${draft}/deletion`)).location).to.equal("/exams?done=draft-deleted");
    expect((await sitting.clerk.get(`/exams/${draft}`)).status).to.equal(404);
    const published = await sitting.clerk.post(`/exams/${sitting.examId}/deletion`);
    expect([published.status, (await examOf(sitting.examId)).state], "published ones stay").to.deep.equal([
      409,
      "published",
    ]);
  });

  it("[C14] questions that were not drawn never reach the browser", async () => {
    const { browser, attempt } = await started();
    const { text } = await browser.get(`/attempts/${attempt}`);
    const drawn = new Set((await attemptOf(attempt)).paper.map(({ question }) => question));
    const others = (await bankOf({ use: "exam" })).filter(({ question }) => !drawn.has(question));
    expect(others.length).to.be.greaterThan(5);
    for (const { stem } of others) expect(text).to.not.include(escaped(stem["zh-CN"].slice(0, 20)));
  });

  it("[C15] [S04] before the release nothing that is sent holds a key, a score or feedback", async () => {
    const { browser, attempt } = await started();
    const sent = [
      await browser.get(`/exams/${sitting.examId}`),
      await browser.get(`/attempts/${attempt}`),
      await browser.get(`/attempts/${attempt}/clock`),
    ];
    for (const [item, answer] of await keysOf(attempt))
      sent.push(await browser.sendJson("PUT", `/attempts/${attempt}/answers/${item}`, { revision: 0, answer }));
    sent.push(
      await browser.get(`/attempts/${attempt}/submission`),
      await browser.post(`/attempts/${attempt}/submission`),
      await browser.get(`/attempts/${attempt}/result`),
    );
    sent.push(
      await browser.get("/"),
      await browser.get("/exams"),
      await browser.get("/certificates"),
      await browser.get(`/exams/${sitting.examId}`),
    );
    const bytes = sent.map(({ text, headers }) => text + JSON.stringify([...headers])).join("\n");
    const { paper, result } = await attemptOf(attempt);
    const questions = await versionsOf(paper.map(({ question, version }) => `${question}@${version}`));
    for (const { explanation } of questions)
      for (const text of Object.values(explanation)) expect(bytes).to.not.include(escaped(text));
    expect(bytes).to.not.match(/"(key|setup|marks|score|correct|right|explanation)"/);
    expect(result?.passed).to.equal(true);
    expect(sent.at(-5)?.text).to.include("成绩由工作人员公布").and.not.include("100%").and.not.include("通过：");
  });

  it("[C16] the shuffle is stored: review shows the same order, and two candidates differ", async () => {
    const [one, two] = [await started(), await started()];
    const order = (text: string) =>
      [...text.matchAll(/<input type="(?:radio|checkbox)" name="(q\d+)" value="(\w+)"/g)].map(
        ([, item, value]) => `${item ?? ""}${value ?? ""}`,
      );
    const first = await one.browser.get(`/attempts/${one.attempt}`);
    expect(order((await one.browser.get(`/attempts/${one.attempt}`)).text)).to.deep.equal(order(first.text));
    const papers = [await attemptOf(one.attempt), await attemptOf(two.attempt)].map(({ paper }) =>
      paper.map(({ question, shuffle }) => ({ question, shuffle })),
    );
    expect(papers[0]).to.not.deep.equal(papers[1]);
    await one.browser.post(`/attempts/${one.attempt}/submission`);
    const review = await sitting.clerk.get(`/attempts/${one.attempt}/result`);
    const stems = (text: string) =>
      [...text.matchAll(/<p class="question-stem"[^>]*>([^<]{4,})/g)].map(([, stem]) => (stem ?? "").trim());
    const asked = stems(first.text);
    expect(stems(review.text).filter((stem) => asked.includes(stem))).to.deep.equal(asked);
  });

  it("[C17] a pinned option stays last when the others are shuffled", async () => {
    const option = (id: string, zh: string, en: string, pinned?: true) => ({
      id,
      text: { "zh-CN": zh, en },
      ...(pinned && { pinned }),
    });
    const setup = {
      options: [
        option("A", "断电", "power off"),
        option("B", "挂牌", "tag"),
        option("C", "验电", "test"),
        option("Z", "以上都对", "all of the above", true),
      ],
      key: "Z",
    };
    const forget = await addQuestion("GN1L1-901", { kind: "single-choice", unit: "GN", setup });
    try {
      const draft = await newDraft(sitting.clerk, sitting.cohortId, { maxAttempts: "0" });
      await changeBlueprint(draft, (blueprint) => ({
        ...blueprint,
        cells: [{ unit: "GN", kind: "single-choice", count: 3 }],
        competencies: [],
        perCompetency: 0,
        weights: undefined,
        difficulty: { percent: {}, tolerance: 100 },
      }));
      await sitting.clerk.post(`/exams/${draft}/publication`);
      const firsts = new Set<string>();
      for (let candidate = 0; candidate < 8; candidate += 1) {
        const browser = await (await newCandidate(sitting)).signIn();
        const attempt = await start(browser, draft);
        const item = (await attemptOf(attempt)).paper.find(({ question }) => question === "GN1L1-901")?.itemId ?? "";
        const page = await browser.get(`/attempts/${attempt}`);
        const shown = [...page.text.matchAll(new RegExp(`name="${item}" value="(\\w)"`, "g"))].map(
          ([, id]) => id ?? "",
        );
        expect(shown.at(-1)).to.equal("Z");
        firsts.add(shown.slice(0, 3).join(""));
      }
      expect(firsts.size).to.be.greaterThan(1);
    } finally {
      await forget();
    }
  });

  it("[D17] a section below its own minimum fails the exam, whatever the total; the page says which", async () => {
    const draft = await newDraft(sitting.clerk, sitting.cohortId, { maxAttempts: "0" });
    await changeBlueprint(draft, (blueprint) => ({ ...blueprint, minimums: [{ unit: "GN", percent: 60 }] }));
    await sitting.clerk.post(`/exams/${draft}/publication`);
    const browser = await (await newCandidate(sitting)).signIn();
    const attempt = await start(browser, draft);
    await browser.get(`/attempts/${attempt}`);
    const general = new Set(
      (await attemptOf(attempt)).paper.filter(({ unit }) => unit === "GN").map(({ itemId }) => itemId),
    );
    for (const [item, answer] of await keysOf(attempt))
      if (!general.has(item))
        await browser.sendJson("PUT", `/attempts/${attempt}/answers/${item}`, { revision: 0, answer });
    await browser.post(`/attempts/${attempt}/submission`);
    const { text } = await browser.get(`/attempts/${attempt}/result`);
    expect(text).to.include("未通过").and.include("GN 部分得分率 0%");
    expect((await attemptOf(attempt)).result).to.deep.include({ passed: false });
    const { personId } = await attemptOf(attempt);
    expect((await scoresOf(personId))[0], "nor does it count for a certificate").to.include({ partBelow: true });
    const { findings } = await judgeQualification(personId, "OM-1");
    expect(findings.find(({ requirement }) => requirement.type === "theory")?.code).to.equal("part-below");
  });

  it("[D18] passing compares the unrounded score: just below sixty is shown below sixty and does not pass", async () => {
    const examId = await newExam(sitting.clerk, sitting.cohortId, { maxAttempts: "0" });
    const browser = await (await newCandidate(sitting)).signIn();
    const attempt = await start(browser, examId);
    await browser.get(`/attempts/${attempt}`);
    for (const [item, answer] of await justBelow(attempt, 60))
      await browser.sendJson("PUT", `/attempts/${attempt}/answers/${item}`, { revision: 0, answer });
    await browser.post(`/attempts/${attempt}/submission`);
    const { result } = await attemptOf(attempt);
    const percent = ((result?.total ?? 0) * 100) / (result?.max ?? 1);
    expect(percent).to.be.within(59.01, 59.999);
    const { text } = await browser.get(`/attempts/${attempt}/result`);
    expect(text)
      .to.include("未通过")
      .and.include(`${String(Math.floor(percent * 10) / 10)}%`)
      .and.not.include("得分率 60%");
  });
});

/** Answers whose marks add up to the most that is below a percentage and no whole point: every reachable sum is tried. */
async function justBelow(attemptId: string, percent: number): Promise<[string, unknown][]> {
  const { paper } = await attemptOf(attemptId);
  const keys = await keysOf(attemptId);
  const limit = percent * sixtiethsPerPoint;
  let sums = new Map<number, [string, unknown][]>([[0, []]]);
  for (const { itemId, points, kind } of paper) {
    const key = keys.get(itemId);
    const pairs = kind === "matching" ? Object.entries(key as Record<string, string>) : [];
    const ways: [number, unknown][] = [
      [points * sixtiethsPerPoint, key],
      ...pairs.map((_, got): [number, unknown] => [
        marksOf(points, { got, of: pairs.length }),
        Object.fromEntries(pairs.slice(0, got)),
      ]),
    ];
    const next = new Map(sums);
    for (const [sum, chosen] of sums)
      for (const [marks, answer] of ways)
        if (marks && sum + marks < limit) next.set(sum + marks, [...chosen, [itemId, answer]]);
    sums = next;
  }
  const best = Math.max(...[...sums.keys()].filter((sum) => sum % sixtiethsPerPoint));
  return sums.get(best) ?? [];
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&#34;")
    .replaceAll("'", "&#39;");
}
