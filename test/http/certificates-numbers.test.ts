import { expect } from "chai";
import { numberingInWords } from "../../server/certificates/actions.ts";
import { keepGap, nextSerial, numberGaps } from "../../server/certificates/store.ts";
import { issueCertificate } from "../../server/issuing/actions.ts";
import { translator } from "../../server/platform/words/index.ts";
import { newMember } from "../support/cast.ts";
import { newClass, qualification } from "../support/eligible.ts";

const year = new Date().getFullYear();

describe("numbers of certificates", function () {
  this.timeout(60_000);

  it("[V22] twelve people at once get twelve different numbers without a gap", async () => {
    const group = await newClass(Array.from({ length: 12 }, (_, at) => `学员${"甲乙丙丁戊己庚辛壬癸子丑"[at] ?? ""}`));
    const actor = await (await newMember("awarding-officer", null)).actor();
    const wishes = group.people.map(({ id }) => ({
      personId: id,
      qualificationId: qualification,
      baseId: group.baseId,
    }));
    const numbers = await Promise.all(wishes.map((wish) => issueCertificate(actor, wish, new Date())));
    expect(new Set(numbers).size).to.equal(wishes.length);
    expect(await numberGaps("PY", year)).to.deep.equal([]);
  });

  it("[G10] a serial that was taken and not used is named in the gap audit, with its reason where one is known", async () => {
    const serials = [await nextSerial("ZZ", 2026), await nextSerial("ZZ", 2026)];
    await keepGap("ZZ", 2026, serials[1] ?? 0, new Date());
    expect(await numberGaps("ZZ", 2026)).to.deep.equal([
      { serial: 1, reason: null },
      { serial: 2, reason: "double" },
    ]);
    expect(await numberingInWords(translator("zh-CN"), new Date())).to.deep.equal({
      ok: true,
      text: "证书编号连续，没有空号。",
    });
  });
});
