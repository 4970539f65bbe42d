import { expect } from "chai";
import { kindIds } from "../../courses/questions/kinds/index.ts";
import { findProgress } from "../../server/learning/store.ts";
import type { Question } from "../../server/questions/store.ts";
import type { Browser } from "../support/actor.ts";
import { newBase, newMember, type Member } from "../support/cast.ts";
import { addCourse, dropExtra, extraQuestions } from "../support/extra-course.ts";
import { answer, fieldsOf, keyOf, lessonPath, practiceOf } from "../support/study.ts";

/** What the page says about one question; its card ends where the next form begins. */
function card(text: string, question: string): string {
  const from = text.indexOf(`id="${question}"`);
  return text.slice(from, text.indexOf("</form>", from));
}

describe("practice in a lesson", function () {
  this.timeout(20_000);
  let trainee: Member;
  let browser: Browser;
  let shipped: Question[];
  let extra: Question[];

  before(async () => {
    await addCourse("ZC1", [
      {
        id: "ZC1L1",
        questions: [
          extraQuestions.all("ZC1L1-p1"),
          extraQuestions.reason("ZC1L1-p2"),
          extraQuestions.model("ZC1L1-p3"),
          extraQuestions.relative("ZC1L1-p4"),
        ],
      },
    ]);
    trainee = await newMember("trainee", await newBase());
    browser = await trainee.signIn("en");
    shipped = await practiceOf("GN1L1");
    extra = await practiceOf("ZC1L1");
  });
  after(dropExtra);

  /** Answers and reads the verdict off the page to which the browser is sent. */
  async function verdict(question: Question | undefined, given: unknown): Promise<string> {
    if (!question) throw new Error("no such question");
    const sent = await answer(browser, question, given);
    expect(sent.status).to.equal(303);
    const text = card((await browser.get(sent.location.split("#")[0] ?? "")).text, question.question);
    expect(text, "explained after the answer").to.include(question.explanation.en.replaceAll("'", "&#39;"));
    return /<strong>([^<]+)<\/strong>/.exec(text)?.[1] ?? "";
  }
  const ofKind = (kind: string) => shipped.find((question) => question.kind === kind);
  /** A question whose setup is known to this test. */
  const changed = (question: Question | undefined, answered: (key: never) => unknown) =>
    answered((question && keyOf(question)) as never);

  it("[B01] single choice: the keyed option is right, another is not", async () => {
    const one = ofKind("single-choice");
    expect(
      await verdict(
        one,
        changed(one, (key: string) => (key === "A" ? "B" : "A")),
      ),
    ).to.equal("Not right");
    expect(
      await verdict(
        one,
        changed(one, (key) => key),
      ),
    ).to.equal("Right");
  });

  it("[B02] multiple response, all or nothing: a part of the key earns nothing, nor does one too many", async () => {
    expect(await verdict(extra[0], ["A"])).to.equal("Not right");
    expect(await verdict(extra[0], ["A", "B", "C"])).to.equal("Not right");
    expect(await verdict(extra[0], ["B", "A"])).to.equal("Right");
  });

  it("[B04] true or false as a kind of its own, with the reason stated, kept and shown", async () => {
    expect(await verdict(ofKind("true-false"), keyOf(ofKind("true-false") as Question))).to.equal("Right");
    expect(await verdict(extra[1], { verdict: true, reason: "the guard is open" })).to.equal("Right");
    expect(card((await browser.get(lessonPath("ZC1L1"))).text, "ZC1L1-p2")).to.include("True: the guard is open");
    expect(await verdict(extra[1], { verdict: false, reason: "the guard is open" })).to.equal("Not right");
  });

  it("[B06] a short text is accepted whatever its width, case and spacing, otherwise exactly", async () => {
    expect(await verdict(extra[2], ["ｓ７－ 1200"])).to.equal("Right");
    expect(await verdict(extra[2], ["S71200"])).to.equal("Not right");
  });

  it("[B07] a near miss of a model number is not accepted", async () => {
    for (const near of ["S7-1500", "S7-120", "S7-12000", "S7-1200C"])
      expect(await verdict(extra[2], [near]), near).to.equal("Not right");
  });

  it("[B08] numeric with an absolute and with a relative tolerance, the border included", async () => {
    expect(await verdict(extra[3], "190")).to.equal("Right");
    expect(await verdict(extra[3], "２１０．０")).to.equal("Right");
    expect(await verdict(extra[3], "189.9")).to.equal("Not right");
    expect(await verdict(extra[3], "about ten")).to.include("asks for a number");
    const absolute = ofKind("numeric");
    expect(
      await verdict(
        absolute,
        changed(absolute, (key) => key),
      ),
    ).to.equal("Right");
    expect(
      await verdict(
        absolute,
        changed(absolute, (key: string) => `${Number(key) + 1000}`),
      ),
    ).to.equal("Not right");
  });

  it("[B11] matching: all pairs are right, some are partly right", async () => {
    const one = ofKind("matching");
    expect(
      await verdict(
        one,
        changed(one, (key: Record<string, string>) => Object.fromEntries(Object.entries(key).slice(0, 1))),
      ),
    ).to.equal("Partly right");
    expect(
      await verdict(
        one,
        changed(one, (key) => key),
      ),
    ).to.equal("Right");
  });

  it("[B12] ordering: the whole order is right, two steps changed are not", async () => {
    const one = ofKind("ordering");
    expect(
      await verdict(
        one,
        changed(one, (key: string[]) => [key[1], key[0], ...key.slice(2)]),
      ),
    ).to.equal("Not right");
    expect(
      await verdict(
        one,
        changed(one, (key) => key),
      ),
    ).to.equal("Right");
  });

  it("[B14] several blanks in one text are each scored", async () => {
    const one = ofKind("fill-in");
    expect(
      await verdict(
        one,
        changed(one, (key: string[]) => [key[0], "not this"]),
      ),
    ).to.equal("Partly right");
    expect(
      await verdict(
        one,
        changed(one, (key) => key),
      ),
    ).to.equal("Right");
  });

  it("[S04] (practice) neither key nor explanation is in the page before the answer", async () => {
    const fresh = await (await newMember("trainee", trainee.baseId)).signIn("en");
    const { text } = await fresh.get(lessonPath("GN1L1"));
    for (const { question, explanation } of shipped) {
      expect(text).to.include(`id="${question}"`);
      expect(text).not.to.include(explanation.en.replaceAll("'", "&#39;"));
    }
    expect(new Set(shipped.map(({ kind }) => kind)), "every kind is shown").to.deep.equal(new Set(kindIds));
    expect(text).not.to.match(/checked|setup|"key"/);
  });

  it("what is sent empty comes back with 422 and a message at its question; fields of no question are refused", async () => {
    const path = lessonPath("GN1L1");
    const first = shipped[0]?.question ?? "";
    const empty = await browser.post(`${path}/practice`, { [first]: "" }, path);
    expect(empty.status).to.equal(422);
    expect(card(empty.text, first)).to.include("There is no answer yet.");
    // A browser sends no field for a choice that nobody made, only the button.
    const none = await browser.post(`${path}/practice`, { question: first }, path);
    expect([none.status, card(none.text, first).includes("There is no answer yet.")]).to.deep.equal([422, true]);
    for (const strange of ["GN1L1-01", "isAdmin", "constructor", "$where", `${first}x`])
      expect((await browser.post(`${path}/practice`, { [strange]: "1", [first]: "A" }, path)).status, strange).to.equal(
        400,
      );
    expect(
      (await browser.post(`${path}/practice`, { "GN1L1-01": "A" }, path)).status,
      "a question of the exam",
    ).to.equal(400);
  });

  it("[S12] (practice fields, as HTML) script in an answer is shown as text, and a field name never becomes a key of the store", async () => {
    const payloads = [
      "<script>alert(1)</script>",
      '"><img src=x onerror=alert(1)>',
      "javascript:alert(1)",
      "{{7*7}}",
      "<%= 7*7 %>",
    ];
    for (const payload of payloads) {
      await answer(browser, extra[2] as Question, [payload]);
      await answer(browser, extra[1] as Question, { verdict: true, reason: payload });
      const { text, headers } = await browser.get(lessonPath("ZC1L1"));
      expect(card(text, "ZC1L1-p3")).not.to.match(/<script>alert|<img src=x/);
      expect(text).not.to.match(/<script>alert|<img src=x/);
      expect(headers.get("content-security-policy")).to.include("script-src 'self'").and.not.to.include("unsafe");
    }
    const fields = fieldsOf("GN1L1-p6", "matching", { __proto__x: "a", $where: "1", "a.b": "c" });
    const path = lessonPath("GN1L1");
    expect((await browser.post(`${path}/practice`, fields as Record<string, string>, path)).status).to.equal(422);
    expect(Object.keys((await findProgress(trainee.id, "GN1L1"))?.practice ?? {})).to.not.include("$where");
  });
});
