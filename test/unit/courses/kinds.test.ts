import { expect } from "chai";
import fc from "fast-check";
import { languages } from "../../../courses/language.ts";
import { randomFrom } from "../../../courses/random.ts";
import { isKindId, kindIds, kindOf, kinds } from "../../../courses/questions/kinds/index.ts";
import { setups } from "./samples.ts";

const stem = { "zh-CN": "题干____和____", en: "stem ____ and ____" };

describe("every kind of question", () => {
  it("is found by its id and has its own id and code", () => {
    expect(new Set(kindIds).size).to.equal(kinds.length);
    expect(new Set(kinds.map(({ code }) => code)).size).to.equal(kinds.length);
    for (const id of kindIds) expect(kindOf(id).id).to.equal(id);
    expect(isKindId("hotspot")).to.equal(false);
    expect(() => kindOf("hotspot")).to.throw("hotspot");
  });

  for (const kind of kinds) {
    const setup = setups[kind.id];
    const full = { got: 1, of: 1 };

    it(`${kind.id}: its key earns everything and has the shape of an answer`, () => {
      const key = kind.key(setup);
      expect(kind.answer.safeParse(key).success).to.equal(true);
      const { got, of } = kind.mark(setup, key);
      expect(got / of).to.equal(full.got / full.of);
    });

    it(`${kind.id}: whatever arrives, marking never throws and stays between nothing and everything`, () => {
      const anything = fc.oneof(
        fc.anything(),
        fc.array(fc.constantFrom("A", "B", "C", "D", "1")),
        fc.dictionary(fc.string(), fc.string()),
      );
      fc.assert(
        fc.property(anything, (answer) => {
          const { got, of } = kind.mark(setup, answer);
          expect(of).to.be.at.least(1);
          expect(got).to.be.within(0, of);
          expect(kind.say(setup, answer, "en")).to.be.a("string");
        }),
        { numRuns: 300 },
      );
    });

    it(`${kind.id}: what is asked never depends on the key and is complete in both languages`, () => {
      const shuffle = kind.shuffle(setup, randomFrom("seed"));
      for (const language of languages) {
        const asked = kind.ask(setup, stem, shuffle, language);
        expect(asked.stem).to.equal(stem[language]);
        expect(asked.control).to.equal(kind.control);
        expect(asked).not.to.have.property("key");
        expect(JSON.stringify(asked)).not.to.match(/"(key|accept|value|tolerance)"/);
        for (const { text } of [...asked.options, ...asked.choices]) expect(text).not.to.equal("");
      }
    });

    it(`${kind.id}: the same seed shuffles the same way, and nothing gets lost`, () => {
      fc.assert(
        fc.property(fc.string(), (seed) => {
          const shuffle = kind.shuffle(setup, randomFrom(seed));
          expect(kind.shuffle(setup, randomFrom(seed))).to.deep.equal(shuffle);
          const asked = kind.ask(setup, stem, shuffle, "en");
          const plain = kind.ask(setup, stem, { order: [] }, "en");
          expect(asked.options).to.have.deep.members(plain.options);
          expect(asked.choices).to.have.deep.members(plain.choices);
        }),
        { numRuns: 100 },
      );
    });

    it(`${kind.id}: the key can be said in both languages, an odd answer is said as nothing`, () => {
      for (const language of languages) expect(kind.say(setup, kind.key(setup), language)).not.to.equal("");
      expect(kind.say(setup, Symbol("odd"), "en")).to.equal("");
    });

    it(`${kind.id}: a setup of another kind is refused`, () => {
      expect(kind.setup.safeParse({}).success).to.equal(false);
      expect(() => kind.mark({}, kind.key(setup))).to.throw();
    });
  }
});
