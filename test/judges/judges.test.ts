import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { credentialOf } from "../../certificates/credential.ts";
import { renderCertificate } from "../../certificates/document.ts";
import { openFonts } from "../../certificates/fonts.ts";
import { readQr } from "../../certificates/qr.ts";
import { recordWith, baseUrl, fontFiles, issueDay, ownKey, pdfOf, record } from "../unit/certificates/sample.ts";
import { folder, judgement, kept, pythonSaid, said } from "./bench.ts";
import { veraPdfSaid } from "./verapdf.ts";

const pdf = await pdfOf();
const file = kept("certificate.pdf", pdf);
const certificate = new X509Certificate(ownKey.certificate);
const publicKey = kept("key.pem", certificate.publicKey.export({ type: "spki", format: "pem" }).toString());
const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const crowded = recordWith({
  competencies: Array.from({ length: 17 }, (_, at) => ({
    id: `OM-9.${at}`,
    title: { "zh-CN": "识别危险", en: "Recognise hazards" },
  })),
});
const cjkFont = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc";

describe("outside judges", function () {
  this.timeout(300_000);
  after(() => rmSync(folder, { recursive: true }));

  it("[V08] poppler's pdfsig accepts the signature, and not that of a changed file", function () {
    const answer = judgement(this, "pdfsig", "poppler-utils", said("pdfsig", file));
    expect(answer).to.include("Signature is Valid").and.to.include("Total document signed");
    expect(said("pdfsig", kept("changed.pdf", changed(pdf)))).not.to.include("Signature is Valid");
  });

  it("[V08] pyHanko: intact, valid, trusted, entire file, no modification", function () {
    const trusted = kept("issuer.pem", certificate.toString());
    const answer = judgement(
      this,
      "pyHanko",
      "pip install pyhanko",
      pythonSaid("pyhanko", script("pyhanko_judge.py"), file, trusted),
    );
    expect(answer).to.include("intact=True valid=True trusted=True coverage=ENTIRE_FILE modification=NONE");
  });

  it("[V09] veraPDF: PDF/A-3a and PDF/UA-1, both compliant, while signed, with one page and with two", async function () {
    const two = kept("two.pdf", await pdfOf(crowded));
    for (const each of [file, two]) {
      const answer = judgement(this, "veraPDF", "java, mvn, and CI or PROOF set", veraPdfSaid(each));
      expect(answer.trim().split("\n")).to.deep.equal(["3a compliant", "ua1 compliant"]);
    }
  });

  it("[K05] [V10] pdftotext gives back a name with rare characters, and both languages", function () {
    const answer = judgement(this, "pdftotext", "poppler-utils", said("pdftotext", "-layout", file, "-"));
    for (const text of ["张㛃䶮", "ZHANG Jieyan", "智能制造设备操作维护（OM）中级", record.number, "培训合格证书"]) {
      expect(answer).to.include(text);
    }
  });

  it("[V10] a character outside the house fonts is drawn and copied with an operator's font, still PDF/A", async function () {
    if (!existsSync(cjkFont)) judgement(this, "Noto Serif CJK", "fonts-noto-cjk", null);
    const [regular, bold] = fontFiles;
    const drawn = recordWith({ holder: { ...record.holder, name: "张𠮷" } });
    const fonts = openFonts(regular, bold, [readFileSync(cjkFont)]);
    const rare = kept("rare.pdf", await renderCertificate(drawn, ownKey, fonts, baseUrl, issueDay));
    expect(judgement(this, "pdftotext", "poppler-utils", said("pdftotext", rare, "-"))).to.include("张𠮷");
    const answer = veraPdfSaid(rare);
    if (answer !== null) expect(answer.trim().split("\n")).to.deep.equal(["3a compliant", "ua1 compliant"]);
  });

  for (const dpi of [100, 150]) {
    it(`[V02] zbarimg reads the paper's code at ${dpi} dots per inch, facts and signature right`, function () {
      const picture = join(folder, `page-${dpi}`);
      judgement(
        this,
        "pdftoppm",
        "poppler-utils",
        said("pdftoppm", "-r", String(dpi), "-png", "-singlefile", file, picture),
      );
      const answer = judgement(this, "zbarimg", "zbar-tools", said("zbarimg", "-q", "--raw", `${picture}.png`));
      const code = answer.split("\n").find((line) => line.startsWith(baseUrl)) ?? "";
      expect(readQr(code, [ownKey])).to.include({ number: record.number, name: record.holder.name });
    });
  }

  it("[V12] openbadgeslib verifies the credential, and refuses an altered one", async function () {
    const token = await credentialOf(record, ownKey, baseUrl);
    const [head = "", body = "", signature = ""] = token.split(".");
    const forged = Buffer.from(body, "base64url").toString().replace("张㛃䶮", "李四四");
    const ask = (name: string, jwt: string) =>
      pythonSaid("openbadgeslib", script("openbadges_judge.py"), kept(name, jwt), publicKey);
    const answer = judgement(this, "openbadgeslib", "pip install openbadgeslib", ask("good.jwt", token));
    expect(answer).to.include("verified did:web:cert.example.cn");
    expect(ask("bad.jwt", [head, Buffer.from(forged).toString("base64url"), signature].join("."))).to.include(
      "refused Invalid signature",
    );
  });

  it("qpdf finds no fault, and the attachment is the credential of this record", function () {
    const answer = judgement(this, "qpdf", "qpdf", said("qpdf", "--check", file));
    expect(answer).to.include("No syntax or stream encoding errors");
    expect(said("qpdf", "--show-attachment=credential.jwt", file)).to.match(/^eyJ[\w-]+\.[\w-]+\.[\w-]{86}$/);
  });
});

function changed(original: Buffer): Buffer {
  const copy = Buffer.from(original);
  copy[100] = (copy[100] ?? 0) ^ 1;
  return copy;
}
