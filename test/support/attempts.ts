import { Attempt } from "../../server/attempts/model.ts";
import { Exam } from "../../server/exams/model.ts";
import { QuestionVersion } from "../../server/questions/model.ts";

/** What a test cannot wait for: the time of an attempt is over since so many seconds. */
export async function endAgo(attemptId: string, seconds: number): Promise<void> {
  await Attempt.updateOne({ _id: attemptId }, { $set: { endsAt: new Date(Date.now() - seconds * 1000) } });
}

/** The window of an exam is over since so many seconds; it was open before. */
export async function closeWindow(examId: string, seconds: number): Promise<void> {
  const closesAt = new Date(Date.now() - seconds * 1000);
  await Exam.updateOne({ _id: examId }, { $set: { closesAt, opensAt: new Date(closesAt.getTime() - 3_600_000) } });
}

/** Changes a draft in a way that no page offers: another blueprint, for papers that the shipped ones do not make. */
export async function changeBlueprint(
  examId: string,
  change: (blueprint: Record<string, unknown>) => Record<string, unknown>,
): Promise<void> {
  const exam = await Exam.findById(examId).lean();
  await Exam.updateOne({ _id: examId }, { $set: { blueprint: change(exam?.blueprint as Record<string, unknown>) } });
}

/** A bank that grew short since the draft was made. */
export async function changePurpose(examId: string, purpose: "mock" | "certifying"): Promise<void> {
  await Exam.updateOne({ _id: examId }, { $set: { purpose } });
}

/** A reviewed question that ships nowhere; taken away again by the function that is returned. */
export async function addQuestion(
  question: string,
  fields: { kind: "single-choice"; unit: string; setup: unknown },
): Promise<() => Promise<void>> {
  const id = `${question}@test`;
  const text = { "zh-CN": `测试题 ${question}`, en: `Test question ${question}` };
  const review = { by: "000000000000000000000000", byName: "测试", at: new Date() };
  const whole = {
    _id: id,
    question,
    version: "test",
    current: true,
    lesson: "GN1L1",
    competency: "GN-1.1",
    use: "exam" as const,
    difficulty: 1 as const,
    stem: text,
    explanation: text,
    review,
    loadedAt: new Date(),
  };
  await QuestionVersion.create({ ...whole, ...fields });
  return async () => {
    await QuestionVersion.deleteOne({ _id: id });
  };
}

export async function countAttempts(examId: string, personId: string): Promise<number> {
  return Attempt.countDocuments({ examId, personId });
}
