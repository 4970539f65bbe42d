import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { readIssuerDocument } from "../../certificates/issuer-document.ts";
import type { VerifyingKey } from "../../certificates/keys.ts";
import { outcomeName, type CheckId, type Outcome, type Verdict } from "../../certificates/outcome.ts";
import { readQr } from "../../certificates/qr.ts";
import { readSeal } from "../../certificates/seal.ts";
import { outcomeOfDocumentAlone, outcomeOfQrAlone } from "../../certificates/verify.ts";
import type { Bilingual, Language } from "../../courses/language.ts";

const usage = `npm run verify -- FILE.pdf [--issuer issuer.json] [--json]
npm run verify -- --qr TEXT [--issuer issuer.json] [--json]
The issuer's file is what <address>/.well-known/issuer.json says. No network is used.`;

/** Exit codes other programs rely on (1 is left for wrong use). */
const exitCode: Readonly<Record<Outcome, number>> = {
  valid: 0,
  unreadable: 2,
  expired: 3,
  suspended: 4,
  revoked: 4,
  superseded: 4,
  altered: 5,
  not_issued_here: 6,
  unknown: 6,
};

const checkName: Readonly<Record<CheckId, Bilingual>> = {
  "number-form": { "zh-CN": "编号格式", en: "form of the number" },
  "number-known": { "zh-CN": "编号在册", en: "number on record" },
  "seal-form": { "zh-CN": "签章格式", en: "form of the seal" },
  "whole-file": { "zh-CN": "签章覆盖整个文件", en: "seal covers the whole file" },
  "issuer-key": { "zh-CN": "发证机构密钥", en: "key of the issuer" },
  signature: { "zh-CN": "签名", en: "signature" },
  "key-in-force": { "zh-CN": "签署时密钥有效", en: "key in force when signed" },
  credential: { "zh-CN": "内附数字凭证", en: "credential inside" },
  "paper-code": { "zh-CN": "二维码签名", en: "signature of the QR code" },
  "paper-facts": { "zh-CN": "纸面信息", en: "facts on paper" },
  record: { "zh-CN": "与登记一致", en: "agrees with the record" },
  "in-force": { "zh-CN": "有效期内", en: "within its validity" },
};

const options = {
  issuer: { type: "string", default: "issuer.json" },
  qr: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

process.exitCode = await main(process.argv.slice(2), new Date());

async function main(argv: string[], now: Date): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
    const [file] = positionals;
    if (positionals.length + (values.qr === undefined ? 0 : 1) !== 1) return wrongUse(usage);
    const keys = await keysIn(values.issuer);
    const verdict =
      values.qr === undefined
        ? outcomeOfDocumentAlone(await readSeal(await readFile(file ?? ""), keys), keys, now)
        : outcomeOfQrAlone(readQr(values.qr, keys), keys, now);
    console.log(values.json ? JSON.stringify(verdict) : told(verdict, languageOf(process.env["LANG"])));
    return exitCode[verdict.outcome];
  } catch (error) {
    return wrongUse(error instanceof Error ? error.message : String(error));
  }
}

async function keysIn(path: string): Promise<VerifyingKey[]> {
  return readIssuerDocument(JSON.parse(await readFile(path, "utf8")));
}

function told({ checks, outcome, number }: Verdict, language: Language): string {
  const lines = checks.map(({ id, passed }) => `${passed ? "✓" : "✗"} ${checkName[id][language]}`);
  const limit = {
    "zh-CN": "（离线查验不含暂停、撤销信息）",
    en: " (offline: suspension and withdrawal are not known)",
  };
  const known = outcome === "valid" || outcome === "expired" ? limit[language] : "";
  return [...lines, `${outcome} ${outcomeName[outcome][language]} ${number ?? ""}`.trimEnd() + known].join("\n");
}

function languageOf(locale = ""): Language {
  return locale.startsWith("zh") ? "zh-CN" : "en";
}

function wrongUse(message: string): number {
  console.error(message);
  return 1;
}
