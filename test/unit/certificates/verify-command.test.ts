import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { issuerDocument } from "../../../certificates/issuer-document.ts";
import { qrText } from "../../../certificates/qr.ts";
import {
  baseUrl,
  issueDay,
  keyOf,
  ownKey,
  panyu,
  pdfOf,
  record,
  recordWith,
  stranger,
  strangersNumber,
} from "./sample.ts";

const folder = mkdtempSync(join(tmpdir(), "verify-"));
const issuer = kept("issuer.json", JSON.stringify(issuerDocument([panyu], [ownKey])));

describe("npm run verify", function () {
  this.timeout(60_000);
  after(() => rmSync(folder, { recursive: true }));

  it("[V14] checks a file and a paper's code with nothing but the public keys", async () => {
    const file = kept("good.pdf", await pdfOf());
    expect(verify(file, "--issuer", issuer))
      .to.include({ status: 0 })
      .and.to.have.property("stdout")
      .that.matches(/✓ signature[^]*\nvalid Valid PY-IM-/);
    const code = verify("--qr", qrText(record, ownKey, baseUrl), "--issuer", issuer, "--json");
    expect(JSON.parse(code.stdout)).to.include({ outcome: "valid", number: record.number });
  });

  it("[V14] as one file it runs with bare Node, in a folder without any package", async () => {
    const built = spawnSync(process.execPath, ["--import", "tsx", "server/commands/verifier.ts"], { encoding: "utf8" });
    expect(built.status, built.stderr).to.equal(0);
    const alone = kept("zhizao-verify.mjs", readFileSync("dist/zhizao-verify.mjs", "utf8"));
    const file = kept("alone.pdf", await pdfOf());
    const run = spawnSync(process.execPath, [alone, file, "--issuer", issuer], { encoding: "utf8", cwd: folder });
    expect(run.status, run.stderr).to.equal(0);
  });

  it("[V14] ends with the exit code of the outcome", async () => {
    const pdf = await pdfOf();
    const theirs = await pdfOf(recordWith({ number: strangersNumber, issuer: stranger }), await keyOf(stranger));
    const old = recordWith({ issuedOn: "2020-01-01", validUntil: "2023-01-01" });
    expect(verify(kept("old.pdf", await pdfOf(old, ownKey, issueDay)), "--issuer", issuer).status).to.equal(3);
    expect(verify(kept("altered.pdf", Buffer.concat([pdf, Buffer.from(" ")])), "--issuer", issuer).status).to.equal(5);
    expect(verify(kept("theirs.pdf", theirs), "--issuer", issuer).status).to.equal(6);
    expect(verify(kept("other.pdf", "%PDF-1.4 hello"), "--issuer", issuer).status).to.equal(2);
    expect(verify("--issuer", issuer)).to.include({ status: 1, stdout: "" });
  });
});

function verify(...args: string[]): { status: number | null; stdout: string } {
  const command = ["--import", "tsx", "server/commands/verify.ts", ...args];
  return spawnSync(process.execPath, command, { encoding: "utf8", env: { ...process.env, LANG: "C" } });
}

function kept(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
