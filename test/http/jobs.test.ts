import { expect } from "chai";
import mongoose from "mongoose";
import { closeDue } from "../../server/attempts/actions.ts";
import { addJob, deadJobs, jobCounts, startJobs, stopJobs } from "../../server/platform/jobs.ts";
import { register } from "prom-client";
import { features } from "../../server/features.ts";
import { newMember } from "../support/cast.ts";
import { endAgo } from "../support/attempts.ts";
import { attemptOf, newCandidate, newSitting, start } from "../support/exams.ts";
import { testHouse } from "../support/house.ts";

/** Waits for something that a worker does. */
async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + 25_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error("it did not happen");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("jobs", () => {
  const tries: number[] = [];
  let broken = true;
  before(async () => {
    await testHouse();
    await stopJobs();
    const flaky = {
      name: "test.flaky",
      run: async () =>
        void (
          tries.push(Date.now()),
          await (broken ? Promise.reject(new Error("the printer is on fire")) : Promise.resolve())
        ),
    };
    await startJobs([flaky]);
  });
  after(async () => {
    await stopJobs();
    await mongoose.connection.collection("jobs").deleteMany({ name: "test.flaky" });
    await startJobs(features.flatMap((feature) => feature.jobs ?? []));
  });

  it("[R05] a job that fails is tried again with back-off; after the limit it is a dead letter that a person retries; lag is a metric", async () => {
    await addJob("test.flaky", {});
    await until(() => tries.length >= 2);
    expect((tries[1] ?? 0) - (tries[0] ?? 0)).to.be.greaterThan(1900);
    await mongoose.connection
      .collection("jobs")
      .updateMany({ name: "test.flaky" }, { $set: { failCount: 8, nextRunAt: new Date() } });
    await until(async () => (await deadJobs(5)).some(({ name }) => name === "test.flaky"));
    const [dead] = await deadJobs(5);
    expect(dead).to.include({ name: "test.flaky", reason: "the printer is on fire" });
    const operator = await (await newMember("administrator", null)).signIn();
    expect((await operator.get("/health")).text)
      .to.include("the printer is on fire")
      .and.include("重试 test.flaky");
    broken = false;
    const before = tries.length;
    expect((await operator.post(`/health/jobs/${dead?.id ?? ""}/retry`)).status).to.equal(303);
    await until(() => tries.length > before);
    await until(async () => (await deadJobs(5)).length === 0);
    expect((await jobCounts(new Date())).failed).to.equal(0);
    expect(await register.getSingleMetricAsString("job_lag_seconds")).to.match(/job_lag_seconds \d/);
  });

  it("[R05] a job that runs twice has its effect once", async () => {
    const sitting = await newSitting();
    const browser = await (await newCandidate(sitting)).signIn();
    const attempt = await start(browser, sitting.examId);
    await endAgo(attempt, 31);
    await Promise.all([closeDue(), closeDue(), closeDue()]);
    const closed = await attemptOf(attempt);
    await closeDue();
    expect(await attemptOf(attempt)).to.deep.equal(closed);
  });
});
