import { expect } from "chai";
import { disclaimerOf, forbiddenWords, issuerKinds } from "../../../certificates/forbidden.ts";
import { panyu } from "./sample.ts";

const words = (text: string, kind: (typeof issuerKinds)[number] = "training_body") =>
  forbiddenWords(text, kind).map(({ word }) => word);

describe("words forbidden to an awarding body", () => {
  it("[V27] a training body may not call itself national nor its paper a qualification", () => {
    expect(words("国家职业资格证书")).to.deep.equal(["国家", "职业资格"]);
    expect(words("全国通用")).to.deep.equal(["全国"]);
    expect(words("职业技能等级证书")).to.deep.equal(["职业技能等级"]);
    expect(words("中华人民共和国")).to.include.members(["中华人民共和国"]);
    for (const { reason } of forbiddenWords("国家职业资格", "training_body")) expect(reason.en).not.to.equal("");
  });

  it("[V27] letters set apart and full-width forms are found", () => {
    expect(words("国 家\u200b级")).to.deep.equal(["国家"]);
  });

  it("[V27] registered bodies may speak of skill levels, never of the state", () => {
    for (const kind of ["employer_recognised", "social_evaluation_org"] as const) {
      expect(words("职业技能等级证书", kind)).to.deep.equal([]);
      expect(words("国家职业资格", kind)).to.deep.equal(["国家", "职业资格"]);
    }
  });

  it("[V27] the disclaimer is exempt, and nothing beside it", () => {
    const disclaimer = disclaimerOf(panyu.name)["zh-CN"];
    expect(words(disclaimer)).to.deep.equal([]);
    expect(words(`${disclaimer}国家承认`)).to.deep.equal(["国家"]);
    expect(words("培训合格证书")).to.deep.equal([]);
  });
});
