import { expect } from "chai";
import { findCertificate } from "../../server/certificates/store.ts";
import { open } from "../../server/learning/store.ts";
import { issueCertificate } from "../../server/issuing/actions.ts";
import { workOnBatches } from "../../server/issuing/jobs.ts";
import { addBatch, rowsOf } from "../../server/issuing/store.ts";
import { newMember } from "../support/cast.ts";
import { newClass, qualification } from "../support/eligible.ts";

describe("what a batch and a record hold", () => {
  it("a batch that was cut off after issuing and before noting it calls its own certificate issued, another's refused", async () => {
    const group = await newClass(["童贯"]);
    const officer = await newMember("awarding-officer", null);
    const [person] = group.people;
    const wish = { personId: person?.id ?? "", qualificationId: qualification, baseId: group.baseId };
    const order = {
      ...{ qualificationId: qualification, baseId: group.baseId, cohortId: group.cohortId },
      cohortName: "x",
    };
    const batchOf = () => addBatch({ ...order, issuer: "PY", by: officer.id, at: new Date() }, [wish.personId]);
    const [batchId, later] = [await batchOf(), await batchOf()];
    const number = await issueCertificate(await officer.actor(), { ...wish, batchId }, new Date());
    await workOnBatches(batchId);
    await workOnBatches(later);
    const onlyRow = async (id: string) => (await rowsOf(id, { page: 1, size: 5 })).rows[0];
    const [own, other] = [await onlyRow(batchId), await onlyRow(later)];
    expect(own).to.include({ state: "issued", number });
    expect(other).to.include({ state: "refused", number });
  });

  it("the days of the training on a certificate are those of its own courses", async () => {
    const group = await newClass(["高俅"]);
    const personId = group.people[0]?.id ?? "";
    await open(personId, "XX1", "XX1L1", new Date("2020-01-01"));
    const officer = await (await newMember("awarding-officer", null)).actor();
    const wish = { personId, qualificationId: qualification, baseId: group.baseId };
    const number = await issueCertificate(officer, wish, new Date());
    expect((await findCertificate(number))?.record.trainedFrom).not.to.equal("2020-01-01");
  });
});
