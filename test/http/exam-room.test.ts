import { expect } from "chai";
import { answerRightly, answersOf, newCandidate, newSitting, start, type Sitting } from "../support/exams.ts";

describe("the exam room", () => {
  let sitting: Sitting;
  before(async () => {
    sitting = await newSitting();
  });

  it("[D01] objective questions are scored when the attempt is handed in", async () => {
    const candidate = await newCandidate(sitting);
    const browser = await candidate.signIn();
    const attempt = await start(browser, sitting.examId);
    await answerRightly(browser, attempt);
    const handedIn = await browser.post(`/attempts/${attempt}/submission`, {}, `/attempts/${attempt}/submission`);
    expect(handedIn.location).to.equal(`/attempts/${attempt}/result`);
    const result = await browser.get(handedIn.location);
    expect(result.text).to.include("通过：100 分");
  });

  it("[C07] an older page cannot overwrite a newer answer: 409 with both versions", async () => {
    const browser = await (await newCandidate(sitting)).signIn();
    const attempt = await start(browser, sitting.examId);
    await browser.get(`/attempts/${attempt}`);
    const path = `/attempts/${attempt}/answers/q1`;
    expect((await browser.sendJson("PUT", path, { revision: 0, answer: "new" })).json()).to.include({ revision: 1 });
    const late = await browser.sendJson("PUT", path, { revision: 0, answer: "old" });
    expect(late.status).to.equal(409);
    expect(late.json()).to.deep.include({ sent: { answer: "old", revision: 0 } });
    expect(late.json<{ stored: { answer: string } }>().stored).to.include({ answer: "new", revision: 1 });
    expect((await answersOf(attempt))["q1"]?.answer).to.equal("new");
  });
});
