import { expect } from "chai";
import type { RoleId } from "../../server/people/roles/index.ts";
import { newBelongings } from "../support/belongings.ts";
import { hostile, typeEverywhere } from "../support/hostile.ts";
import { Crowd } from "../support/walk.ts";
import { needChromium, openWindow } from "./chromium.ts";

describe("hostile text in a browser", function () {
  this.timeout(240_000);
  before(needChromium);

  it("[S12] typed into every field of every role: no page of anybody runs it, opens a dialog or breaks the content policy", async () => {
    const text = hostile.slice(0, 3).join("");
    const crowd = await new Crowd(await newBelongings(text)).gather();
    let sent = 0;
    for await (const { answer } of typeEverywhere(crowd, [text])) sent += answer.status < 500 ? 1 : 0;
    expect(sent).to.be.above(60);
    // A page without the text, in whatever form, has nothing to run.
    const pages = (await crowd.pages()).filter((page) => page.text.includes("alert(1)"));
    expect(pages.length, "pages with the text").to.be.above(20);
    const found: string[] = [];
    for (const who of new Set(pages.map((page) => page.who))) {
      const as = who === "owner" ? crowd.theirs.owner : crowd.members.get(who as RoleId);
      const { page, context, go, faults } = await openWindow({ ...(as && { as }) });
      page.on("dialog", (dialog) => {
        found.push(`${who} ${page.url()}: a dialog`);
        void dialog.dismiss();
      });
      for (const { path } of pages.filter((one) => one.who === who)) {
        await go(path);
        found.push(...faults.splice(0).map((fault) => `${who} ${path}: ${fault}`));
      }
      await context.close();
    }
    expect(found).to.deep.equal([]);
  });
});
