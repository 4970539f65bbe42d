import { statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { loadKeys } from "../../server/certificates/keys.ts";
import { settings, SettingsError, useSettings } from "../../server/platform/config.ts";
import { brokenKeys } from "../support/broken-keys.ts";
import { testHouse } from "../support/house.ts";

describe("signing keys", () => {
  it("[S22] the first key is made at 0600; one that others can read, is broken or is no key stops the start with a line", async () => {
    const { dataDir } = await testHouse();
    const [key] = brokenKeys.filesIn(join(dataDir, "keys"));
    expect(statSync(key ?? "").mode & 0o777).to.equal(0o600);
    const here = settings();
    try {
      for (const [fault, folder] of brokenKeys.folders(key ?? "")) {
        useSettings({ ...here, keysDir: folder });
        const error = await loadKeys(new Date()).catch((reason: unknown) => reason);
        expect(error, fault).to.be.instanceOf(SettingsError);
        expect((error as Error).message, fault)
          .to.include(folder)
          .and.not.match(/\n|PRIVATE/);
      }
    } finally {
      useSettings(here);
    }
  });
});
