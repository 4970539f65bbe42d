import { spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { issueCertificate } from "../../server/issuing/actions.ts";
import { activeKey } from "../../server/certificates/keys.ts";
import { newMember } from "../support/cast.ts";
import { newClass, qualification } from "../support/eligible.ts";
import { settings } from "../../server/platform/config.ts";
import { Stranger } from "../support/stranger.ts";
import { folder, judgement, kept, pythonSaid, said } from "../judges/bench.ts";
import { veraPdfSaid } from "../judges/verapdf.ts";

const name = "张㛃䶮";
const judge = (file: string) => fileURLToPath(new URL(`../judges/${file}`, import.meta.url));

describe("outside judges on a certificate of the app", function () {
  this.timeout(300_000);
  let number = "";
  let file = "";
  let token = "";

  before(async () => {
    const group = await newClass([name]);
    const [holder] = group.people;
    if (!holder) throw new Error("no holder");
    const officer = await newMember("awarding-officer", null);
    number = await issueCertificate(
      await officer.actor(),
      { personId: holder.id, qualificationId: qualification, baseId: group.baseId },
      new Date(),
    );
    const browser = await holder.signIn();
    file = kept("issued.pdf", (await browser.bytes(`/certificates/${number}.pdf`)).body);
    token = (await browser.get(`/certificates/${number}/credential.jwt`)).text;
  });

  it("[V08] pdfsig and pyHanko accept the signature", function () {
    const answer = judgement(this, "pdfsig", "poppler-utils", said("pdfsig", file));
    expect(answer).to.include("Signature is Valid").and.to.include("Total document signed");
    const trusted = kept("issuer.pem", new X509Certificate(activeKey(new Date()).certificate).toString());
    const second = judgement(
      this,
      "pyHanko",
      "pip install pyhanko",
      pythonSaid("pyhanko", judge("pyhanko_judge.py"), file, trusted),
    );
    expect(second).to.include("intact=True valid=True trusted=True coverage=ENTIRE_FILE modification=NONE");
  });

  it("[V09] veraPDF finds PDF/A-3a and PDF/UA-1, while signed", function () {
    const answer = judgement(this, "veraPDF", "java, mvn, and CI or PROOF set", veraPdfSaid(file));
    expect(answer.trim().split("\n")).to.deep.equal(["3a compliant", "ua1 compliant"]);
  });

  it("[K05] [V10] pdftotext gives back the name with rare characters, and both languages", function () {
    const answer = judgement(this, "pdftotext", "poppler-utils", said("pdftotext", "-layout", file, "-"));
    for (const text of [name, number, "培训合格证书", "智能制造设备操作维护"]) expect(answer).to.include(text);
    expect(answer.toLowerCase()).to.include("has completed 24 hours of training");
  });

  it("[V02] zbarimg reads the paper's code at 100 dots per inch, and the site finds it valid", async function () {
    const picture = join(folder, "issued");
    judgement(this, "pdftoppm", "poppler-utils", said("pdftoppm", "-r", "100", "-png", "-singlefile", file, picture));
    const read = judgement(this, "zbarimg", "zbar-tools", said("zbarimg", "-q", "--raw", `${picture}.png`));
    const code = read.split("\n").find((line) => line.startsWith(settings().baseUrl)) ?? "";
    const answer = await new Stranger().post("/verify/paper", { text: code }, { accept: "application/json" });
    expect(answer.json()).to.include({ outcome: "valid", number });
  });

  it("[V12] openbadgeslib verifies the credential to download, and the PDF holds one of the same facts", async function () {
    const key = kept(
      "key.pem",
      new X509Certificate(activeKey(new Date()).certificate).publicKey
        .export({ type: "spki", format: "pem" })
        .toString(),
    );
    const ask = () => pythonSaid("openbadgeslib", judge("openbadges_judge.py"), kept("issued.jwt", token), key);
    expect(judgement(this, "openbadgeslib", "pip install openbadgeslib", ask())).to.include(
      "verified did:web:localhost%3A",
    );
    const inside = judgement(this, "qpdf", "qpdf", said("qpdf", "--show-attachment=credential.jwt", file));
    expect(inside.split(".")[1]).to.equal(token.split(".")[1]);
  });

  it("[V14] the command line finds it valid with nothing but the published keys, and no network", async () => {
    const issuer = kept("issuer.json", (await new Stranger().get("/.well-known/issuer.json")).text);
    const command = ["--import", "tsx", "server/commands/verify.ts", file, "--issuer", issuer, "--json"];
    const { status, stdout } = spawnSync(process.execPath, command, { encoding: "utf8" });
    expect(status).to.equal(0);
    expect(JSON.parse(stdout)).to.include({ outcome: "valid", number });
  });
});
