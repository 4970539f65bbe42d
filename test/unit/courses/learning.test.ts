import { expect } from "chai";
import fc from "fast-check";
import { mayEnterCourse } from "../../../courses/catalog/prerequisites.ts";
import { tierOf, tiers } from "../../../courses/catalog/tier.ts";
import { completionOf, type CompletionRule } from "../../../courses/learning/completion.ts";
import { courseProgress, isComplete, nextLesson } from "../../../courses/learning/progress.ts";
import { mayOpenLesson } from "../../../courses/learning/unlock.ts";

const facts = { opened: true, secondsActive: 0, practiceAnswered: 0, practiceTotal: 7, practiceRight: 0 };

describe("completing a lesson", () => {
  const rows: [CompletionRule, object, string | null, object?][] = [
    [{ rule: "viewed" }, {}, null],
    [{ rule: "viewed" }, { opened: false }, "open", {}],
    [{ rule: "minutes", minutes: 10 }, { secondsActive: 599 }, "minutes", { got: 9, needed: 10 }],
    [{ rule: "minutes", minutes: 10 }, { secondsActive: 600 }, null],
    [{ rule: "submitted" }, { practiceAnswered: 6 }, "answer", { got: 6, needed: 7 }],
    [{ rule: "submitted" }, { practiceAnswered: 7 }, null],
    [{ rule: "graded" }, { practiceAnswered: 7, practiceMarked: 5 }, "marks", { got: 5, needed: 7 }],
    [{ rule: "graded" }, { practiceAnswered: 7 }, null],
    [{ rule: "passed", share: 60 }, { practiceAnswered: 7, practiceRight: 4 }, "right", { got: 4, needed: 5 }],
    [{ rule: "passed", share: 60 }, { practiceAnswered: 5, practiceRight: 5 }, null],
    [{ rule: "passed", share: 60 }, { practiceTotal: 0 }, "right", { got: 0, needed: 1 }],
  ];
  for (const [rule, change, code, missing] of rows)
    it(`[A08] ${JSON.stringify(rule)} with ${JSON.stringify(change)}: ${code ?? "complete"}`, () => {
      const expected = code
        ? { complete: false, missing: [{ code, facts: missing }] }
        : { complete: true, missing: [] };
      expect(completionOf(rule, { ...facts, ...change })).to.deep.equal(expected);
    });
});

describe("what opens what", () => {
  const course = { lessons: ["OM1L1", "OM1L2", "OM1L3"], prerequisites: ["GN1"] };

  it("[A03] lesson n + 1 is refused until lesson n is complete", () => {
    const opens = (completed: string[]) =>
      course.lessons.map((lesson) => mayOpenLesson(course, lesson, completed).allowed);
    expect(opens([])).to.deep.equal([true, false, false]);
    expect(opens(["OM1L1"])).to.deep.equal([true, true, false]);
    expect(opens(["OM1L1", "OM1L3"]), "what is complete stays open").to.deep.equal([true, true, true]);
    expect(mayOpenLesson(course, "OM1L2", [])).to.deep.equal({
      allowed: false,
      reason: { code: "lesson.previous-incomplete", facts: { lesson: "OM1L1" } },
    });
    expect(() => mayOpenLesson(course, "OM9L9", [])).to.throw(RangeError);
  });

  it("[A02] a course is refused until the courses it asks for are complete", () => {
    expect(mayEnterCourse(course, [])).to.deep.equal({
      allowed: false,
      reason: { code: "course.prerequisite-missing", facts: { courses: "GN1" } },
    });
    expect(mayEnterCourse(course, ["GN1"]).allowed).to.equal(true);
    expect(mayEnterCourse({ prerequisites: [] }, []).allowed).to.equal(true);
  });

  it("[A01] the tiers stand in the product's order, each with its words in both languages", () => {
    expect(tiers.map(({ id }) => id)).to.deep.equal(["SI", "IC", "OM", "MG", "GN"]);
    expect(tierOf("OM").name["zh-CN"]).to.equal("操作维护");
    expect(() => tierOf("XX")).to.throw(RangeError);
  });
});

describe("progress", () => {
  it("[A11] is whole, rounded down, and falls when a lesson is added", () => {
    expect(courseProgress(["a", "b", "c"], ["a", "b"])).to.deep.equal({ done: 2, total: 3, percent: 66 });
    expect(courseProgress(["a", "b", "c", "d"], ["a", "b"]).percent).to.equal(50);
    expect(courseProgress([], ["a"])).to.deep.equal({ done: 0, total: 0, percent: 0 });
  });

  it("is 100 exactly when nothing is next", () => {
    const ids = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e", "f"), { minLength: 1 });
    fc.assert(
      fc.property(ids, ids, (lessons, completed) => {
        const next = nextLesson(lessons, completed);
        expect(courseProgress(lessons, completed).percent === 100).to.equal(next === null);
        expect(isComplete(lessons, completed)).to.equal(next === null);
        if (next) expect(completed).not.to.include(next);
      }),
    );
    expect(isComplete([], [])).to.equal(false);
  });
});
