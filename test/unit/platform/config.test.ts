import { expect } from "chai";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSettings, SettingsError } from "../../../server/platform/config.ts";

type Environment = Record<string, string>;

/** The line with which a start under these settings is refused; "" when it is not. */
function refusal(environment: Environment, demo = false): string {
  try {
    readSettings(environment, { demo });
    return "";
  } catch (error) {
    expect(error).to.be.instanceOf(SettingsError);
    return (error as SettingsError).message;
  }
}

const secret = "k7Qx2vLw9ZrT4mYb8NcH6sJd3FgP5aRe";
const given = { SESSION_SECRET: secret, DATA_KEY_FILE: "/keys/data", KEYS_DIR: "/keys" };
const production = { NODE_ENV: "production", BASE_URL: "https://academy.example.cn", DATA_DIR: "/srv/academy" };

describe("settings", () => {
  it("without any, the program runs at home: loopback, its own folder, Beijing time", () => {
    const settings = readSettings({});
    const { HOST, PORT, baseUrl, TZ, TRUST_PROXY, LOG_LEVEL, demo, production } = settings;
    expect({ HOST, PORT, baseUrl, TZ, TRUST_PROXY, LOG_LEVEL, demo, production }).to.deep.equal({
      ...{ HOST: "127.0.0.1", PORT: 3000, baseUrl: "http://localhost:3000", TZ: "Asia/Shanghai" },
      ...{ TRUST_PROXY: 0, LOG_LEVEL: "info", demo: false, production: false },
    });
    expect(settings.dataDir).to.equal(join(settings.projectFolder, "data"));
    expect(settings.keysDir).to.equal(join(settings.dataDir, "keys"));
  });

  it("a blank variable is none, a demo has its own folder, certificates make it https, the base's address loses its last slash", () => {
    expect(readSettings({ PORT: " ", SMTP_URL: "", HOST: "\t" }).PORT).to.equal(3000);
    expect(readSettings({}, { demo: true }).dataDir).to.match(/data-demo$/);
    expect(readSettings({ TLS_CERT_FILE: "/c", TLS_KEY_FILE: "/k", PORT: "8443" }).baseUrl).to.equal(
      "https://localhost:8443",
    );
    expect(readSettings({ BASE_URL: "https://academy.example.cn/" }).baseUrl).to.equal("https://academy.example.cn");
  });

  for (const [name, wrong] of Object.entries({
    ...{
      NODE_ENV: "prod",
      PORT: "70000",
      BASE_URL: "ftp://academy",
      MONGODB_URI: "postgres://x",
      SMTP_URL: "http://mail",
    },
    ...{ TZ: "Asia/Panyu", TRUST_PROXY: "yes", LOG_LEVEL: "loud", METRICS_PORT: "-1", SESSION_SECRET: "short" },
    ...{ DEMO_PEOPLE: "3", DEMO_PUBLIC: "true", BACKUP_AT: "25:00", WORKERS: "4", FILES_URL: "s3://x" },
  }))
    it(`a wrong ${name} stops the start with one readable line that names it`, () => {
      const line = refusal({ [name]: wrong });
      expect(line)
        .to.match(new RegExp(`^${name}\\b`))
        .and.not.to.include("\n");
      expect(line.length).to.be.within(name.length + 8, 200);
    });

  it("several wrong settings stand in the same line", () => {
    expect(refusal({ PORT: "x", TZ: "x" })).to.match(/^PORT: .+; TZ: is no time zone$/);
  });

  it("a certificate without its key is refused, and the other way round", () => {
    for (const one of ["TLS_CERT_FILE", "TLS_KEY_FILE"]) expect(refusal({ [one]: "/x" })).to.include("belong together");
  });

  it("a demo is not shown to others unless DEMO_PUBLIC=1 says so", () => {
    for (const HOST of ["0.0.0.0", "::", "192.168.1.20"]) {
      expect(refusal({ HOST }, true)).to.match(new RegExp(`^HOST ${HOST} .*DEMO_PUBLIC=1$`));
      expect(refusal({ HOST, DEMO_PUBLIC: "1" }, true)).to.equal("");
      expect(refusal({ HOST })).to.equal("");
    }
    for (const HOST of ["127.0.0.1", "localhost", "::1"]) expect(refusal({ HOST }, true)).to.equal("");
  });

  it("[S22] production refuses demo data, plain http beyond loopback, and secrets made on a temporary folder", () => {
    expect(refusal(production)).to.equal("");
    expect(refusal(production, true)).to.equal("NODE_ENV=production refuses demo data");
    expect(refusal({ ...production, BASE_URL: "http://academy.example.cn" })).to.include("must be https in production");
    for (const BASE_URL of ["http://localhost:3000", "http://127.0.0.1:3000", "http://[::1]:3000"])
      expect(refusal({ ...production, BASE_URL }), BASE_URL).to.equal("");
    const temporary = { ...production, DATA_DIR: join(tmpdir(), "academy") };
    expect(refusal(temporary)).to.match(/^SESSION_SECRET must be given/);
    expect(refusal({ ...temporary, ...given })).to.equal("");
  });

  it("[S22] in production on MongoDB every copy needs the same secrets: each must be given", () => {
    const shared = { ...production, MONGODB_URI: "mongodb://db/academy" };
    expect(refusal({ ...shared, ...given })).to.equal("");
    for (const missing of Object.keys(given))
      expect(refusal({ ...shared, ...given, [missing]: "" }), missing).to.include("must be given");
  });

  it("[S22] a weak session secret is refused, and the line does not repeat it", () => {
    for (const weak of ["short", "a".repeat(64), "changeme".repeat(6), "12345678".repeat(5)]) {
      const line = refusal({ SESSION_SECRET: weak });
      expect(line).to.match(/^SESSION_SECRET: (needs 32 characters or more|is too easy to guess)/);
      expect(line).not.to.include(weak);
    }
    expect(refusal({ SESSION_SECRET: secret })).to.equal("");
  });
});
