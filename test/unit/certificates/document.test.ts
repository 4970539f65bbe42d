import { expect } from "chai";
import { readSeal } from "../../../certificates/seal.ts";
import { chineseSentence, englishSentence } from "../../../certificates/templates/sentences.ts";
import { textOperators } from "./page-text.ts";
import { keyOf, ownKey, panyu, pdfOf, record, recordWith } from "./sample.ts";

const chinese = (drawn = record) => chineseSentence(drawn).map((half) => half.map(({ text }) => text).join(""));
const theoryOnly = recordWith({ parts: record.parts.slice(0, 1), hours: 40 });
const many = Array.from({ length: 17 }, (_, at) => ({
  id: `OM-9.${at}`,
  title: { "zh-CN": "识别机械危险", en: "Recognise hazards" },
}));

describe("the drawn certificate", () => {
  it("[V26] is drawn from its record alone: years later, with a new key, each glyph stands where it stood", async () => {
    const stored: typeof record = JSON.parse(JSON.stringify(record));
    const later = await pdfOf(stored, await keyOf(panyu, 2), new Date("2031-05-05T00:00:00Z"));
    expect(textOperators(later)).to.deep.equal(textOperators(await pdfOf()));
    expect(textOperators(later)[0]).to.have.length.above(1000);
    const renamed = await pdfOf(recordWith({ holder: { ...record.holder, name: "李四" } }));
    expect(textOperators(renamed)).not.to.deep.equal(textOperators(later));
  });

  it("is one page, and two when the competencies would crowd it", async () => {
    expect(textOperators(await pdfOf())).to.have.length(1);
    expect(textOperators(await pdfOf(recordWith({ competencies: many })))).to.have.length(2);
    expect(textOperators(await pdfOf(recordWith({ parts: [1, 2, 3, 4].flatMap(() => record.parts) })))).to.have.length(
      2,
    );
  });

  it("says what was done in both languages", () => {
    expect(chinese()).to.deep.equal([
      "证件号码 440113********1234，于 2026 年 10 月 8 日至 11 月 20 日完成",
      "智能制造设备操作维护（OM）中级培训 80 学时，理论 86 分，实操 91 分，考核合格。",
    ]);
    expect(englishSentence(record)).to.equal(
      "has completed 80 hours of training in Operation & Maintenance of smart manufacturing equipment (intermediate), " +
        "8 October – 20 November 2026, and passed its theory (86) and practical (91) examinations.",
    );
  });

  it("reads naturally without a practical part, without hours, on one day, across a year", () => {
    expect(chinese(theoryOnly)[1]).to.equal("智能制造设备操作维护（OM）中级培训 40 学时，理论 86 分，考核合格。");
    expect(englishSentence(theoryOnly)).to.match(/and passed its theory \(86\) examination\.$/);
    expect(chinese(recordWith({ hours: 0, parts: [] }))[1]).to.match(/中级培训，考核合格。$/);
    expect(chinese(recordWith({ trainedFrom: "2026-11-20" }))[0]).to.match(/于 2026 年 11 月 20 日完成$/);
    expect(englishSentence(recordWith({ trainedFrom: "2025-12-30", trainedTo: "2026-01-03" }))).to.include(
      "30 December 2025 – 3 January 2026",
    );
    const withoutId = recordWith({ holder: { ...record.holder, idType: null, idMasked: null } });
    expect(chinese(withoutId)[0]).to.match(/^于 2026 年/);
  });

  it("very long names and titles still give a sealed document", async () => {
    const long = recordWith({
      holder: {
        ...record.holder,
        name: "阿卜杜热合曼·买买提依明江·吐尔逊尼亚孜".repeat(2),
        latinName: "Abudureheman ".repeat(8).trim(),
      },
      qualification: {
        ...record.qualification,
        title: { "zh-CN": "智能制造柔性装配产线".repeat(6), en: "Smart manufacturing lines ".repeat(10).trim() },
      },
    });
    expect((await readSeal(await pdfOf(long), [ownKey])).kind).to.equal("intact");
  });

  it("an unknown look is refused", async () => {
    const error = await pdfOf(recordWith({ template: { id: "gold", version: 1 } })).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(RangeError);
  });
});
