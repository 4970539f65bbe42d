import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { renderCertificate } from "../../../certificates/document.ts";
import { openFonts, type Fonts } from "../../../certificates/fonts.ts";
import { makeIssuerKey, readIssuerKey, type IssuerKey } from "../../../certificates/keys.ts";
import { numberOf } from "../../../certificates/number.ts";
import { sealRecord, type CertificateFacts, type CertificateRecord } from "../../../certificates/record.ts";

export const baseUrl = "https://cert.example.cn";
/** Noon in Guangzhou on the day of issue. */
export const issueDay = new Date("2026-11-23T04:00:00Z");

export const panyu = {
  code: "PY",
  name: { "zh-CN": "番禺智造人才培训基地", en: "Panyu Smart Manufacturing Talent Base" },
};
export const stranger = { code: "ZZ", name: { "zh-CN": "某某培训中心", en: "Some Training Centre" } };

export async function keyOf(issuer = panyu, serial = 1): Promise<IssuerKey> {
  return readIssuerKey(await makeIssuerKey({ issuer, year: 2026, serial, now: new Date("2026-01-01T00:00:00Z") }));
}

export const ownKey = await keyOf();

const folder = "@expo-google-fonts/noto-serif-sc";
const font = (file: string): Buffer => readFileSync(createRequire(import.meta.url).resolve(`${folder}/${file}`));
/** Regular and bold. */
export const fontFiles = [
  font("400Regular/NotoSerifSC_400Regular.ttf"),
  font("700Bold/NotoSerifSC_700Bold.ttf"),
] as const;
export const fonts: Fonts = openFonts(...fontFiles, []);

const facts: CertificateFacts = {
  number: numberOf({ issuer: "PY", programme: "IM", tier: "OM", level: 2, year: 2026, serial: 123 }),
  holder: {
    name: "张㛃䶮",
    latinName: "ZHANG Jieyan",
    idType: "resident-id",
    idMasked: "440113********1234",
    idHash: null,
  },
  qualification: {
    id: "om-2",
    version: "1.0",
    title: { "zh-CN": "智能制造设备操作维护", en: "Operation & Maintenance of smart manufacturing equipment" },
  },
  programme: "IM",
  tier: "OM",
  level: 2,
  levelName: { "zh-CN": "中级", en: "Intermediate" },
  parts: [
    { id: "theory", title: { "zh-CN": "理论", en: "Theory" }, percent: "86", minimum: 60 },
    { id: "practical", title: { "zh-CN": "实操", en: "Practical" }, percent: "91", minimum: 60 },
  ],
  hours: 80,
  trainedFrom: "2026-10-08",
  trainedTo: "2026-11-20",
  competencies: [
    { id: "OM-2.3", title: { "zh-CN": "核对工具坐标、负载与零点", en: "Verify TCP, payload and zero position" } },
  ],
  base: { id: "b1", name: { "zh-CN": "番禺实训基地", en: "Panyu base" } },
  assessors: ["A-0007"],
  decisionId: "d-1",
  issuedOn: "2026-11-23",
  validUntil: "2029-11-22",
  issuer: panyu,
  kid: "PY-2026-1",
  template: { id: "classic", version: 1 },
  photoHash: null,
  subjectId: "urn:uuid:0b3c5c64-6f5b-4d0e-9c3c-1f2f5f0b7a11",
  salt: "00112233445566778899aabbccddeeff",
};

export function recordWith(changes: Partial<CertificateFacts> = {}): CertificateRecord {
  return sealRecord({ ...facts, ...changes });
}

export const record = recordWith();

export function pdfOf(drawn = record, key = ownKey, at = issueDay): Promise<Buffer> {
  return renderCertificate(drawn, key, fonts, baseUrl, at);
}

/** A number of the stranger's, right by its check characters. */
export const strangersNumber = numberOf({ issuer: "ZZ", programme: "IM", tier: "OM", level: 2, year: 2026, serial: 7 });
