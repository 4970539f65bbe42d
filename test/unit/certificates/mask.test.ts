import { expect } from "chai";
import { maskedName, sameName } from "../../../certificates/mask.ts";

describe("names as strangers see them", () => {
  for (const [name, shown] of [
    ["张䶮", "张*"],
    ["张㛃䶮", "张*䶮"],
    ["欧阳建国", "欧*国"],
    ["𠮷田", "𠮷*"],
    ["买买提·艾力", "买*力"],
    ["王", "*"],
    ["Zhang San", "Z* S*"],
    ["Maria de la Cruz", "M* d* l* C*"],
    ["", "*"],
  ] as const) {
    it(`[V19] ${name || "nothing"} is shown as ${shown}`, () => expect(maskedName(name)).to.equal(shown));
  }

  it("[V19] the full name says same or not same", () => {
    const holder = { name: "张㛃䶮", latinName: "ZHANG Jieyan" };
    for (const typed of ["张㛃䶮", " 张 㛃 䶮 ", "zhang jieyan", "Jieyan Zhang", "ＺＨＡＮＧ　Jieyan"]) {
      expect(sameName(typed, holder), typed).to.equal(true);
    }
    for (const typed of ["", " ", "张", "张*䶮", "张㛃", "ZHANG", "Zhang Jie"]) {
      expect(sameName(typed, holder), typed).to.equal(false);
    }
    expect(sameName("", { name: "张三", latinName: "" })).to.equal(false);
  });
});
