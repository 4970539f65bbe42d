import { didOf } from "./issuer-document.ts";
import { verifyAddress } from "./qr.ts";
import type { CertificateRecord, RecordPart } from "./record.ts";
import type { Bilingual } from "../courses/language.ts";

/** The two fixed contexts of Open Badges 3.0 on VC Data Model 2.0; never fetched. */
const contexts = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"];

/** The unsigned credential: everything from the record, nothing from the clock. */
export function credentialBody(record: CertificateRecord, baseUrl: string) {
  const address = verifyAddress(record.number, baseUrl);
  return {
    "@context": contexts,
    id: address,
    type: ["VerifiableCredential", "OpenBadgeCredential"],
    name: both(record.qualification.title),
    issuer: { id: didOf(baseUrl), type: ["Profile"], name: both(record.issuer.name), url: baseUrl },
    validFrom: `${record.issuedOn}T00:00:00+08:00`,
    validUntil: `${record.validUntil}T23:59:59+08:00`,
    credentialSubject: subject(record, baseUrl),
    evidence: [
      {
        id: recordAddress(record.recordHash),
        type: ["Evidence"],
        name: "Record of the issuer (SHA-256 of its JCS form)",
      },
    ],
  };
}

/** A hash as a URI (RFC 6920 named information). */
export function recordAddress(sha256Hex: string): string {
  return `ni:///sha-256;${Buffer.from(sha256Hex, "hex").toString("base64url")}`;
}

function subject(record: CertificateRecord, baseUrl: string) {
  return {
    id: record.subjectId,
    type: ["AchievementSubject"],
    identifier: [{ type: "IdentityObject", identityType: "name", identityHash: record.holder.name, hashed: false }],
    licenseNumber: record.number,
    activityStartDate: `${record.trainedFrom}T00:00:00+08:00`,
    activityEndDate: `${record.trainedTo}T23:59:59+08:00`,
    achievement: achievement(record, baseUrl),
    result: record.parts.map((part) => ({
      type: ["Result"],
      resultDescription: partAddress(record, part, baseUrl),
      value: part.percent,
    })),
  };
}

function achievement(record: CertificateRecord, baseUrl: string) {
  const { qualification, levelName } = record;
  return {
    id: qualificationAddress(record, baseUrl),
    type: ["Achievement"],
    achievementType: "Certificate",
    name: `${qualification.title["zh-CN"]}（${record.tier}）${levelName["zh-CN"]} / ${qualification.title.en} (${levelName.en})`,
    humanCode: `${record.programme}-${record.tier}${record.level}`,
    version: qualification.version,
    description:
      record.hours > 0 ? `${record.hours} 学时 / ${record.hours} hours of training` : both(qualification.title),
    criteria: { narrative: criteria(record) },
    resultDescription: record.parts.map((part) => ({
      id: partAddress(record, part, baseUrl),
      type: ["ResultDescription"],
      name: both(part.title),
      resultType: "Percent",
      requiredValue: String(part.minimum),
      valueMin: "0",
      valueMax: "100",
    })),
  };
}

/** Markdown, as the standard wants it: minimums of the parts, then the competencies. */
function criteria(record: CertificateRecord): string {
  const parts = record.parts.map(({ title, minimum }) => `- ${both(title)} ≥ ${minimum}%`);
  const competencies = record.competencies.map(({ id, title }) => `- ${id} ${both(title)}`);
  return [...parts, "", ...competencies].join("\n").trim() || both(record.qualification.title);
}

function qualificationAddress({ qualification }: CertificateRecord, baseUrl: string): string {
  const path = [qualification.id, qualification.version].map(encodeURIComponent).join("/");
  return `${baseUrl.replace(/\/+$/, "")}/qualifications/${path}`;
}

function partAddress(record: CertificateRecord, part: RecordPart, baseUrl: string): string {
  return `${qualificationAddress(record, baseUrl)}#${encodeURIComponent(part.id)}`;
}

function both(text: Bilingual): string {
  return text.en === "" || text.en === text["zh-CN"] ? text["zh-CN"] : `${text["zh-CN"]} / ${text.en}`;
}
