import { statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { prepareKeys, withdraw } from "../../server/certificates/actions.ts";
import { activeKey, loadKeys } from "../../server/certificates/keys.ts";
import { issueCertificate } from "../../server/issuing/actions.ts";
import { settings, SettingsError, useSettings } from "../../server/platform/config.ts";
import { Browser } from "../support/actor.ts";
import { brokenKeys } from "../support/broken-keys.ts";
import { newMember } from "../support/cast.ts";
import { newClass, qualification } from "../support/eligible.ts";
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

  it("a stolen key: what it sealed since is suspended, once, until an officer has looked; a new key signs; the rest stands", async () => {
    const here = settings();
    const stranger = new Browser(here.baseUrl);
    const word = async (number: string) =>
      (await stranger.get(`/verify/${number}`, { accept: "application/json" })).json<{ outcome: string }>().outcome;
    const group = await newClass(["方腊", "王庆"]);
    const issuerOfAll = await (await newMember("awarding-officer", null)).actor();
    const since = Date.now() + 60_000;
    const [before, after] = await Promise.all(
      [-60_000, 1000].map((ms, at) =>
        issueCertificate(
          issuerOfAll,
          { personId: group.people[at]?.id ?? "", qualificationId: qualification, baseId: group.baseId },
          new Date(since + ms),
        ),
      ),
    );
    const [file = ""] = brokenKeys.filesIn(here.keysDir);
    const stolen = brokenKeys.changed(file, { compromisedSince: new Date(since).toISOString() });
    try {
      useSettings({ ...here, keysDir: stolen });
      await prepareKeys(new Date());
      expect([await word(before ?? ""), await word(after ?? "")]).to.deep.equal(["valid", "suspended"]);
      expect(activeKey(new Date()).kid, "another key signs").to.match(/-2$/);
      const officer = await (await newMember("awarding-officer", null)).actor();
      await withdraw(officer, after ?? "", "lift", { reason: null, words: "" }, new Date());
      await prepareKeys(new Date());
      expect(await word(after ?? ""), "looked at once").to.equal("valid");
    } finally {
      useSettings(here);
      await prepareKeys(new Date());
    }
  });
});
