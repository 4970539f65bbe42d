import { expect } from "chai";
import { certificatesSeenBy } from "../../server/certificates/store.ts";
import { addMember } from "../../server/cohorts/store.ts";
import { changePerson, findActor, findByLogin } from "../../server/people/store.ts";
import type { Browser } from "../support/actor.ts";
import { newBase, newMember, type Member } from "../support/cast.ts";
import { newDraft, newSitting, type Sitting } from "../support/exams.ts";

describe("staff and their bases", () => {
  let theirs: Sitting;
  let administrator: Browser;
  before(async () => {
    theirs = await newSitting();
    administrator = await (await newMember("administrator", null)).signIn();
  });
  const grant = (member: Member, roles: string[]) =>
    administrator.post(`/people/${member.id}/roles`, { roles }, `/people/${member.id}`);

  it("[S01] a role that is held within a base is given to nobody without one: not at the start, not later", async () => {
    const form = { name: "周文彬", role: "base-administrator" };
    for (const baseId of ["", "f".repeat(24)]) {
      const answer = await administrator.post(
        "/people",
        { ...form, login: "no-base@example.cn", baseId },
        "/people/new",
      );
      expect([answer.status, answer.text.includes("请选择基地")], baseId).to.deep.equal([422, true]);
    }
    expect(await findByLogin("no-base@example.cn")).to.equal(null);
    const officer = await newMember("awarding-officer", null);
    const refused = await grant(officer, ["awarding-officer", "base-administrator"]);
    expect([refused.status, refused.text.includes("不属于任何基地")]).to.deep.equal([409, true]);
  });

  it("[S01] even if it stood in the store, it would open no base", async () => {
    const member = await newMember("instructor", await newBase());
    await changePerson(member.id, { baseId: null, roles: ["base-administrator"] });
    const actor = await findActor(member.id);
    expect([...(actor?.capabilities ?? [])]).to.deep.equal([]);
  });

  it("[S01] an officer who becomes a base's administrator again sees that base's certificates only", async () => {
    const member = await newMember("base-administrator", await newBase());
    expect((await grant(member, ["awarding-officer"])).status).to.equal(303);
    expect((await findActor(member.id))?.issuer).to.equal("PY");
    expect((await grant(member, ["base-administrator"])).status).to.equal(303);
    const actor = await findActor(member.id);
    expect(actor).to.include({ issuer: null, baseId: member.baseId });
    if (!actor) return;
    const { total } = await certificatesSeenBy(actor, { q: "", state: "", page: 1, size: 5, today: "2026-11-26" });
    expect(total).to.equal(0);
  });

  it("[S01] who is staff and trainee runs her base's exams, and sits those that are offered to her", async () => {
    const member = await newMember("base-administrator", theirs.baseId);
    await changePerson(member.id, { roles: ["trainee", "base-administrator"] });
    await addMember(theirs.cohortId, member.id, new Date());
    const clerk = await member.signIn();
    expect((await clerk.get("/exams")).text).to.include("/exams/new");
    expect((await clerk.get(`/exams/${theirs.examId}`)).text).to.include(`/exams/${theirs.examId}/attempts`);
    const draft = await newDraft(clerk, theirs.cohortId);
    expect((await clerk.get(`/exams/${draft}`)).text).to.include(`/exams/${draft}/publication`);
  });
});
