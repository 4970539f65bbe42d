import type { Bilingual } from "../courses/language.ts";

/** How an awarding body is registered; only the last two may speak of skill levels, within their registration. */
export const issuerKinds = ["training_body", "employer_recognised", "social_evaluation_org"] as const;
export type IssuerKind = (typeof issuerKinds)[number];

export interface ForbiddenWord {
  word: string;
  reason: Bilingual;
}

/**
 * The words in `text` that this kind of awarding body may not use on certificates, with the reason. The disclaimer is
 * exempt. Letters set apart (`国 家`) and full-width forms are found too. Empty when the text may be saved.
 * Source: MOHRSS letter 〔2022〕25 and Guangdong's notice on sham certificates.
 */
export function forbiddenWords(text: string, issuerKind: IssuerKind): ForbiddenWord[] {
  const plain = text
    .normalize("NFKC")
    .replace(/[\s\p{Cf}]/gu, "")
    .replaceAll(exempt, "");
  const found = rules.filter((rule) => plain.includes(rule.word) && !rule.allowedTo.includes(issuerKind));
  return found.map(({ word, reason }) => ({ word, reason }));
}

/** The fixed sentence in the foot of every certificate of a body; the only place where those words may stand. */
export function disclaimerOf(issuerName: Bilingual): Bilingual {
  return {
    "zh-CN": `本证书由${issuerName["zh-CN"]}颁发，证明持证人完成培训并通过本机构考核，${exempt}。`,
    en: `Issued by ${issuerName.en}: the holder completed its training and passed its assessment. It is neither a state vocational qualification nor a skill level certificate.`,
  };
}

const exempt = "不是国家职业资格证书或职业技能等级证书";

interface Rule extends ForbiddenWord {
  allowedTo: readonly IssuerKind[];
}

const nation: Bilingual = {
  "zh-CN": "不得使用容易误认为国家颁发的字样（人社部函〔2022〕25 号）",
  en: "Wording that suggests a certificate of the state is not allowed (MOHRSS letter 〔2022〕25)",
};
const qualification: Bilingual = {
  "zh-CN": "不得冒用职业资格、职称或岗位凭证的名称（人社部函〔2022〕25 号）",
  en: "Names of state vocational qualifications, titles or post licences are not allowed (MOHRSS letter 〔2022〕25)",
};
const skillLevel: Bilingual = {
  "zh-CN": "只有完成备案的评价机构可以使用（广东省通知）",
  en: "Only for evaluation bodies that are registered for it (notice of Guangdong province)",
};

const rules: readonly Rule[] = [
  ...["中华人民共和国", "中华", "中国", "国家", "全国"].map((word) => ({ word, reason: nation, allowedTo: [] })),
  ...["职业资格", "岗位合格", "专业技术职务"].map((word) => ({ word, reason: qualification, allowedTo: [] })),
  ...["职业技能等级", "专项职业能力"].map((word) => ({
    word,
    reason: skillLevel,
    allowedTo: ["employer_recognised", "social_evaluation_org"] as const,
  })),
];
