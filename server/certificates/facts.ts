import { randomBytes, randomUUID } from "node:crypto";
import { numberOf } from "../../certificates/number.ts";
import type { CertificateFacts, Holder, RecordPart } from "../../certificates/record.ts";
import { templateOf } from "../../certificates/templates/index.ts";
import type { Bilingual } from "../../courses/language.ts";
import { percentShown } from "../../courses/points.ts";
import type { Requirement } from "../../courses/qualification/rule.ts";
import type { BaseFacts } from "../people/bases.ts";
import type { PersonFacts } from "../people/store.ts";
import { competenciesOf } from "../qualifications/actions.ts";
import type { DecisionRecord } from "../qualifications/store.ts";
import { chinaDay, issuer, yearOf } from "./keys.ts";

const look = templateOf("classic");

/** Everything that is printed and signed, fixed now; later changes of names, courses or looks do not reach it. */
export function factsOf(wish: {
  person: PersonFacts;
  base: BaseFacts;
  decision: DecisionRecord;
  training: { from: Date; to: Date };
  serial: number;
  kid: string;
  now: Date;
}): CertificateFacts {
  const { person, base, decision, training, serial, kid, now } = wish;
  const { rule } = decision;
  const { programme, tier, level } = rule;
  const issuedOn = chinaDay(now);
  return {
    number: numberOf({ issuer: issuer.code, programme, tier, level, year: yearOf(now), serial }),
    holder: holderOf(person),
    qualification: { id: rule.id, title: rule.title, version: String(rule.version) },
    programme,
    tier,
    level,
    levelName: rule.levelName,
    parts: partsOf(decision),
    hours: rule.hours,
    trainedFrom: chinaDay(training.from),
    trainedTo: chinaDay(training.to),
    competencies: competenciesOf(rule).map(({ id, title }) => ({ id, title })),
    base: { id: base.id, name: base.name },
    assessors: [],
    decisionId: decision.id,
    issuedOn,
    validUntil: lastDay(issuedOn, rule.validYears),
    issuer: { code: issuer.code, name: issuer.name },
    kid,
    template: { id: look.id, version: look.version },
    photoHash: null,
    subjectId: `urn:uuid:${randomUUID()}`,
    salt: randomBytes(16).toString("hex"),
  };
}

function holderOf({ name, latinName, idType, idMasked, idHash }: PersonFacts): Holder {
  const onFile = idMasked !== "";
  return {
    name,
    latinName: latinName || null,
    idType: onFile ? idType : null,
    idMasked: onFile ? idMasked : null,
    idHash: onFile ? idHash : null,
  };
}

type Examined = Extract<Requirement, { exam: string }>;

/** As printed. */
const partTitle: Record<Examined["type"], Bilingual> = {
  theory: { "zh-CN": "理论", en: "Theory" },
  practical: { "zh-CN": "实操", en: "Practical" },
  review: { "zh-CN": "综合评审", en: "Review" },
};

function partsOf({ rule, inputs }: DecisionRecord): RecordPart[] {
  return rule.requirements.flatMap((requirement) => {
    if (!("exam" in requirement)) return [];
    const score = inputs.scores.find(({ exam }) => exam === requirement.exam);
    const percent = score ? percentShown(score.marks, score.max) : "0";
    return [{ id: requirement.type, title: partTitle[requirement.type], percent, minimum: requirement.minimum }];
  });
}

/** The last day of `years` from a day: 2026-11-23 and three years give 2029-11-22. */
export function lastDay(issuedOn: string, years: number): string {
  const [year = 0, month = 1, day = 1] = issuedOn.split("-").map(Number);
  return new Date(Date.UTC(year + years, month - 1, day - 1)).toISOString().slice(0, 10);
}
