import { expect } from "chai";
import { scoresOf } from "../../server/results/actions.ts";
import { closeWindow } from "../support/attempts.ts";
import { answerRightly, newCandidate, newExam, newSitting, start, type Sitting } from "../support/exams.ts";

describe("the release of results", () => {
  let sitting: Sitting;
  before(async () => {
    sitting = await newSitting({ maxAttempts: "0", release: "by-hand" });
  });

  it("results are shown when the release rule allows, and not before", async () => {
    const browser = await (await newCandidate(sitting)).signIn();
    const attempt = await start(browser, sitting.examId);
    await answerRightly(browser, attempt);
    await browser.post(`/attempts/${attempt}/submission`);
    expect((await browser.get(`/attempts/${attempt}/result`)).text).to.not.include("按能力");
    const early = await sitting.clerk.post(`/exams/${sitting.examId}/release`);
    expect([early.status, early.text.includes("还可能有人在作答")]).to.deep.equal([409, true]);
    await closeWindow(sitting.examId, 31);
    expect((await sitting.clerk.post(`/exams/${sitting.examId}/release`)).status).to.equal(303);
    const { text } = await browser.get(`/attempts/${attempt}/result`);
    expect(text).to.include("通过：100 分").and.include("按能力").and.include("解析");
  });

  it("[C15] [C20] after the close means after the last: while somebody with extra time may write, no key and no score is sent", async () => {
    const examId = await newExam(sitting.clerk, sitting.cohortId, { release: "after-close" });
    const [candidate, slow] = [await newCandidate(sitting), await newCandidate(sitting, "加时生")];
    const [browser, other] = [await candidate.signIn(), await slow.signIn()];
    const attempt = await start(browser, examId);
    await answerRightly(browser, attempt, 3);
    await browser.post(`/attempts/${attempt}/submission`);
    await sitting.clerk.post(`/exams/${examId}/extra-time`, { personId: slow.id, minutes: "60" });
    await closeWindow(examId, 60);
    expect((await other.get(`/exams/${examId}`)).text, "she may still start").to.include("开始考试");
    const shown = async () => (await browser.get(`/attempts/${attempt}/result`)).text;
    expect(await shown())
      .to.not.include("正确答案")
      .and.not.include("按能力");
    expect(await scoresOf(candidate.id)).to.deep.equal([]);
    await closeWindow(examId, 3600 + 29);
    expect(await shown(), "within the grace").to.not.include("正确答案");
    await closeWindow(examId, 3600 + 31);
    expect(await shown())
      .to.include("正确答案")
      .and.include("按能力");
  });

  it("[U04] the table of results is ordered by start or by score; order and page stand in the address", async () => {
    const examId = await newExam(sitting.clerk, sitting.cohortId, { maxAttempts: "0" });
    for (const [name, right] of [
      ["甲一", 3],
      ["乙二", 999],
      ["丙三", 0],
    ] as const) {
      const browser = await (await newCandidate(sitting, name)).signIn();
      const attempt = await start(browser, examId);
      await answerRightly(browser, attempt, right);
      await browser.post(`/attempts/${attempt}/submission`);
    }
    const order = async (query: string) => {
      const { text } = await sitting.clerk.get(`/exams/${examId}/results?${query}`);
      return [...text.matchAll(/result">([^<]+)<\/a>/g)].map(([, name]) => name).join("");
    };
    expect(await order("")).to.equal("甲一乙二丙三");
    expect(await order("sort=score")).to.equal("乙二甲一丙三");
    expect(await order("sort=-score")).to.equal("丙三甲一乙二");
    expect(await order(`q=${encodeURIComponent("甲")}&sort=score`), "search by name").to.equal("甲一");
    const { text } = await sitting.clerk.get(`/exams/${examId}/results?sort=score&size=100`);
    expect(text).to.include('aria-sort="descending"').and.include(`sort=started&amp;size=100&amp;page=1`);
    expect((await sitting.clerk.get(`/exams/${examId}/results?sort=name`)).status).to.equal(400);
  });
});
