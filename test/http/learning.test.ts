import { expect } from "chai";
import { courseOf, lessonOf, lessonsOf } from "../../server/catalog/store.ts";
import { studyOf, keepLessonPlace, openLesson } from "../../server/learning/actions.ts";
import { completedLessons, findProgress } from "../../server/learning/store.ts";
import { addMember } from "../../server/cohorts/store.ts";
import { Browser } from "../support/actor.ts";
import { newBase, newMember, type Member } from "../support/cast.ts";
import { addCourse, dropExtra, extraQuestions } from "../support/extra-course.ts";
import { testHouse } from "../support/house.ts";
import { answer, keyOf, lessonPath, practiceOf, study, studyCourse } from "../support/study.ts";

let base = "";
const newTrainee = () => newMember("trainee", base);
const completedBy = async (member: Member) => (await completedLessons(member.id)).sort();

describe("what opens what", function () {
  this.timeout(20_000);
  before(async () => {
    base = await newBase();
  });

  it("[A02] a lesson of a course whose prerequisite is not complete answers 403 with the reason at its own address, and opens once it is", async () => {
    const trainee = await newTrainee();
    const browser = await trainee.signIn();
    const refused = await browser.get(lessonPath("OM1L1"));
    expect(refused.status).to.equal(403);
    expect(refused.text)
      .to.include(`先完成课程 “${courseOf("GN1").title["zh-CN"]}”`)
      .and.to.include('href="/courses/GN1"');
    expect(await findProgress(trainee.id, "OM1L1"), "nothing was opened").to.equal(null);
    await studyCourse(browser, "GN1");
    expect((await browser.get(lessonPath("OM1L1"))).status).to.equal(200);
  });

  it("[A03] lesson n + 1 is refused at its own address, with its practice and its place, until lesson n meets its rule", async () => {
    const trainee = await newTrainee();
    const browser = await trainee.signIn("en");
    await studyCourse(browser, "GN1");
    const second = lessonPath("OM1L2");
    const refused = await browser.get(second);
    expect(refused.status).to.equal(403);
    expect(refused.text).to.include(`opens once “${lessonOf("OM1", "OM1L1").title.en}” is complete`);
    const [question] = await practiceOf("OM1L2");
    if (!question) throw new Error("no practice");
    expect((await answer(browser, question, keyOf(question))).status).to.equal(404);
    expect((await browser.sendJson("PUT", `${second}/place`, { position: 1, seconds: 1 })).status).to.equal(404);
    expect(await completedBy(trainee)).to.deep.equal(["GN1L1"]);
    await study(browser, "OM1L1");
    expect((await browser.get(second)).status).to.equal(200);
  });

  it("staff with lesson.read open every lesson, without progress, and cannot practise", async () => {
    const instructor = await newMember("instructor", base);
    const browser = await instructor.signIn();
    for (const { id } of lessonsOf("OM1")) expect((await browser.get(lessonPath(id))).status, id).to.equal(200);
    const [question] = await practiceOf("OM1L1");
    if (!question) throw new Error("no practice");
    expect((await answer(browser, question, keyOf(question))).status).to.equal(403);
    expect(await findProgress(instructor.id, "OM1L1")).to.equal(null);
  });

  it("strangers read about a course and are sent to sign in for its lessons", async () => {
    const stranger = new Browser((await testHouse()).baseUrl);
    expect((await stranger.get("/courses/OM1")).text).to.include(courseOf("OM1").title["zh-CN"]);
    expect((await stranger.get(lessonPath("GN1L1"))).location).to.match(/^\/login\?next=/);
  });
});

describe("completing a lesson", function () {
  this.timeout(20_000);
  const question = (lesson: string) => [extraQuestions.reason(`${lesson}-p1`)];

  before(async () => {
    base = await newBase();
    await addCourse("ZA1", [
      { id: "ZA1L1", completion: { rule: "viewed" } },
      { id: "ZA1L2", completion: { rule: "minutes", minutes: 1 } },
      { id: "ZA1L3", completion: { rule: "submitted" }, questions: question("ZA1L3") },
      { id: "ZA1L4", completion: { rule: "graded" }, questions: question("ZA1L4") },
      { id: "ZA1L5", completion: { rule: "passed", share: 100 }, questions: question("ZA1L5") },
    ]);
  });
  after(dropExtra);

  it("[A08] viewed, minutes, submitted, graded and passed each complete a lesson by their own rule and not before", async () => {
    const trainee = await newTrainee();
    const browser = await trainee.signIn("en");
    const actor = await trainee.actor();
    await browser.get(lessonPath("ZA1L1"));
    expect(await completedBy(trainee)).to.deep.equal(["ZA1L1"]);

    const start = new Date("2026-03-02T01:00:00Z");
    const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
    await openLesson(actor, "ZA1", "ZA1L2", start);
    await keepLessonPlace(actor, "ZA1", "ZA1L2", { position: 0.5, seconds: 60 }, after(59));
    expect(await completedBy(trainee), "59 seconds are no minute, whatever the page claims").to.have.length(1);
    await keepLessonPlace(actor, "ZA1", "ZA1L2", { position: 1, seconds: 1 }, after(60));
    expect(await completedBy(trainee)).to.deep.equal(["ZA1L1", "ZA1L2"]);

    for (const lesson of ["ZA1L3", "ZA1L4", "ZA1L5"]) {
      const [one] = await practiceOf(lesson);
      if (!one) throw new Error("no practice");
      await answer(browser, one, false);
      expect((await completedBy(trainee)).includes(lesson), `${lesson} answered wrongly`).to.equal(lesson !== "ZA1L5");
      if (lesson === "ZA1L5") await answer(browser, one, true);
    }
    expect(await completedBy(trainee)).to.deep.equal(["ZA1L1", "ZA1L2", "ZA1L3", "ZA1L4", "ZA1L5"]);
  });

  it("[U24] the completion rule and what is missing stand at the end of the lesson", async () => {
    const browser = await (await newTrainee()).signIn("en");
    const text = (await browser.get(lessonPath("GN1L1"))).text;
    expect(text)
      .to.include("Complete when at least 60% of the 7 practice questions are right, that is 5.")
      .and.to.include("0 right, 5 to go.");
    expect(text.indexOf('id="completion"')).to.be.greaterThan(text.indexOf('id="practice"'));
    await study(browser, "GN1L1");
    expect((await browser.get(lessonPath("GN1L1"))).text).to.include("This lesson is complete");
  });
});

describe("progress", function () {
  this.timeout(20_000);
  before(async () => {
    base = await newBase();
  });
  afterEach(dropExtra);

  it("[A11] progress of a person, a course and a cohort falls when a lesson is added", async () => {
    await addCourse("ZB1", [{ id: "ZB1L1" }]);
    const trainee = await newTrainee();
    const browser = await trainee.signIn();
    const clerk = await (await newMember("base-administrator", base)).signIn();
    const days = { opensOn: "2026-10-08", closesOn: "2099-12-19", codeUntil: "2099-12-19", codeMax: "50" };
    const opened = await clerk.post("/cohorts", { name: "加课班", courses: ["ZB1"], ...days }, "/cohorts/new");
    const cohort = /\/cohorts\/[0-9a-f]{24}/.exec(opened.location)?.[0] ?? "";
    await addMember(cohort.slice("/cohorts/".length), trainee.id, new Date());
    await browser.get(lessonPath("ZB1L1"));
    expect((await browser.get("/courses/ZB1")).text).to.include("1/1（100%）");
    expect((await clerk.get(cohort)).text, "the cohort").to.include("1/1（100%）");
    await addCourse("ZB1", [{ id: "ZB1L1" }, { id: "ZB1L2" }]);
    expect((await browser.get("/courses/ZB1")).text)
      .to.include("1/2（50%）")
      .and.not.to.include("1/1（100%）");
    expect((await browser.get("/courses")).text).to.include("1/2（50%）");
    expect((await clerk.get(cohort)).text, "the cohort")
      .to.include("1/2（50%）")
      .and.not.to.include("1/1（100%）");
  });

  it("[U22] (the card that goes on; the rest of the home page elsewhere) leads to the lesson and the place one was at", async () => {
    const trainee = await newTrainee();
    const browser = await trainee.signIn();
    const actor = await trainee.actor();
    expect((await studyOf(actor))?.next?.lesson.id).to.equal("GN1L1");
    await studyCourse(browser, "GN1");
    expect((await studyOf(actor))?.next?.lesson.id).to.equal("OM1L1");
    expect((await browser.get(lessonPath("GN1L1"))).text, "on from the end of a course").to.match(
      /class="button" href="\/courses\/OM1">下一门课：/,
    );
    await browser.get(lessonPath("OM1L1"));
    await browser.get(lessonPath("GN1L1"));
    const at = (await studyOf(actor))?.next;
    expect([at?.course.id, at?.lesson.id, at?.progress]).to.deep.equal([
      "OM1",
      "OM1L1",
      { done: 0, total: 5, percent: 0 },
    ]);
    const text = (await browser.get("/courses")).text;
    expect(text)
      .to.match(new RegExp(`class="button" href="${lessonPath("OM1L1")}"`))
      .and.to.include("0/5（0%）");
    await studyCourse(browser, "OM1");
    expect((await studyOf(actor))?.next, "nothing is left").to.equal(null);
    expect((await browser.get(lessonPath("OM1L5"))).text).to.match(/class="button" href="\/exams"/);
  });

  it("[U24] the place is kept by the server and given back to the page, and a claim of more time than passed is not credited", async () => {
    const trainee = await newTrainee();
    const browser = await trainee.signIn();
    const path = lessonPath("GN1L1");
    await browser.get(path);
    expect((await browser.sendJson("PUT", `${path}/place`, { position: 0.625, seconds: 60 })).status).to.equal(204);
    expect((await browser.get(path)).text).to.include('data-position="0.625"');
    expect((await findProgress(trainee.id, "GN1L1"))?.seconds).to.be.lessThan(30);
    for (const wrong of [
      { position: 2, seconds: 1 },
      { position: "x", seconds: 1 },
      { position: 0.5, seconds: 1, more: 1 },
      { position: 0.5, seconds: 1e9 },
    ])
      expect((await browser.sendJson("PUT", `${path}/place`, wrong)).status).to.equal(400);
  });

  it("[U23] the ladder shows the four tiers, where one stands, and why something is closed, in a sentence", async () => {
    const browser = await (await newTrainee()).signIn();
    const before = (await browser.get("/courses")).text;
    expect([...before.matchAll(/station-sign" aria-hidden="true">(\w\w)</g)].map(([, tier]) => tier)).to.deep.equal([
      "SI",
      "IC",
      "OM",
      "MG",
    ]);
    expect(before).to.include("先完成课程 “职业素养与法规”，这门课才会开放。").and.not.to.include("station-here");
    await studyCourse(browser, "GN1");
    const after = (await browser.get("/courses")).text;
    expect(after)
      .to.match(/station-here"[^>]*aria-current="step">\s*<span class="station-sign" aria-hidden="true">OM/)
      .and.to.include("0/5 课（0%）");
    expect((await browser.get("/courses/OM1")).text).to.include(
      "先完成上一课“智能产线认知与岗位规范”，这一课才会开放。",
    );
  });
});
