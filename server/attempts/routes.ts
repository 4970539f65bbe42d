import { Router, type Request } from "express";
import { remainingSeconds, isDue } from "../../courses/exams/attempt.ts";
import { answersTyped } from "../../courses/questions/typed.ts";
import { kindOf } from "../../courses/questions/kinds/index.ts";
import { actorOf, allow } from "../people/allow.ts";
import { instantNow } from "../platform/clock.ts";
import { redirectDone } from "../platform/locals.ts";
import { read } from "../platform/read.ts";
import { examForCandidate } from "../exams/actions.ts";
import { extend, handIn, ownAttemptNow, save, startAttempt } from "./actions.ts";
import { AnswerShape, AttemptPath, ExamPath, ExtraTimeForm, FlagBody, SaveBody } from "./forms.ts";
import { doorPage, examListPage, handInPage, roomPage, showDoor, showExamList, showHandIn, showRoom } from "./pages.ts";
import { ownClock, saveFlag, type AttemptFacts } from "./store.ts";

export const routes = Router();

routes.get("/exams", allow("exam.take"), async (req, res) => showExamList(res, await examListPage(req)));

routes.get("/exams/:examId", allow("exam.take"), async (req, res) => {
  const { examId } = read(req, ExamPath);
  await showDoor(res, await doorPage(req, await examForCandidate(actorOf(req), examId)));
});

routes.post("/exams/:examId/attempts", allow("exam.take"), async (req, res) => {
  const { examId } = read(req, ExamPath);
  res.redirect(303, `/attempts/${await startAttempt(actorOf(req), examId, instantNow())}`);
});

routes.post("/exams/:examId/extra-time", allow("exam.manage"), async (req, res) => {
  const { examId, personId, minutes } = read(req, ExtraTimeForm);
  await extend(actorOf(req), examId, personId, minutes);
  redirectDone(res, `/exams/${examId}`, "done.extra-granted");
});

routes.get("/attempts/:attemptId", allow("exam.take"), async (req, res) => {
  const { attemptId } = read(req, AttemptPath);
  const attempt = await ownAttemptNow(actorOf(req), attemptId, instantNow());
  if (attempt.state !== "open") return res.redirect(303, `/attempts/${attemptId}/result`);
  await showRoom(res, await roomPage(req, attempt));
});

routes.put("/attempts/:attemptId/answers/:itemId", allow("exam.take"), async (req, res) => {
  const { attemptId, ...item } = read(req, SaveBody);
  const outcome = await save(actorOf(req), attemptId, item, instantNow());
  if (outcome.kind === "saved") {
    res.json({ revision: outcome.revision, savedAt: outcome.savedAt.toISOString(), remaining: outcome.remaining });
  } else if (outcome.kind === "conflict") {
    const { answer, revision, savedAt } = outcome.stored;
    res.status(409).json({
      error: "conflict",
      stored: { answer, revision, savedAt },
      sent: { answer: item.answer, revision: item.revision },
    });
  } else {
    res.status(410).json({ error: "over", message: req.t("room.js-over") });
  }
});

routes.put("/attempts/:attemptId/flags/:itemId", allow("exam.take"), async (req, res) => {
  const { attemptId, itemId, flagged } = read(req, FlagBody);
  await saveFlag(actorOf(req), attemptId, itemId, flagged);
  res.json({ flagged });
});

routes.get("/attempts/:attemptId/clock", allow("exam.take"), async (req, res) => {
  const { attemptId } = read(req, AttemptPath);
  const attempt = await ownClock(actorOf(req), attemptId);
  const now = instantNow();
  const state = isDue(attempt, now) ? "submitted" : attempt.state;
  res.json({ endsAt: attempt.endsAt.toISOString(), remaining: remainingSeconds(attempt, now), state });
});

/** Without JavaScript the whole paper is one form: what differs from what is stored is saved, answer by answer. */
routes.post("/attempts/:attemptId/answers", allow("exam.take"), async (req, res) => {
  const attemptId = read(req, AttemptPath).attemptId;
  const attempt = await ownAttemptNow(actorOf(req), attemptId, instantNow());
  const { conflicts, late } = await saveTyped(req, attempt);
  if (late) return redirectDone(res, `/attempts/${attemptId}/result`, "done.kept-late");
  if (attempt.state !== "open") return res.redirect(303, `/attempts/${attemptId}/result`);
  if (conflicts.length) {
    const stored = await ownAttemptNow(actorOf(req), attemptId, instantNow());
    return showRoom(res, await roomPage(req, stored, conflicts), 409);
  }
  const next = (req.body as { then?: string }).then === "hand-in" ? "/submission" : "";
  res.redirect(303, `/attempts/${attemptId}${next}`);
});

routes.get("/attempts/:attemptId/submission", allow("exam.take"), async (req, res) => {
  const { attemptId } = read(req, AttemptPath);
  const attempt = await ownAttemptNow(actorOf(req), attemptId, instantNow());
  if (attempt.state !== "open") return res.redirect(303, `/attempts/${attemptId}/result`);
  await showHandIn(res, await handInPage(req, attempt));
});

routes.post("/attempts/:attemptId/submission", allow("exam.take"), async (req, res) => {
  const { attemptId } = read(req, AttemptPath);
  await handIn(actorOf(req), attemptId, instantNow());
  res.redirect(303, `/attempts/${attemptId}/result`);
});

/** @returns the items that another window has saved since this page was made, and whether anything came too late to count */
async function saveTyped(req: Request, attempt: AttemptFacts): Promise<{ conflicts: string[]; late: boolean }> {
  const items = attempt.paper.map(({ itemId, kind }) => ({ itemId, control: kindOf(kind).control }));
  const conflicts: string[] = [];
  let late = false;
  for (const [itemId, typed] of answersTyped(items, req.body as Record<string, string | string[]>)) {
    const stored = attempt.answers[itemId];
    const answer = AnswerShape.safeParse(typed.answer);
    if (typed.revision === null || !answer.success) continue;
    if (attempt.state === "open" && typed.flagged !== (attempt.flags[itemId] === true))
      await saveFlag(actorOf(req), attempt.id, itemId, typed.flagged);
    if (JSON.stringify(answer.data) === JSON.stringify(stored?.answer ?? null)) continue;
    const outcome = await save(
      actorOf(req),
      attempt.id,
      { itemId, answer: answer.data, revision: typed.revision },
      instantNow(),
    );
    if (outcome.kind === "conflict") conflicts.push(itemId);
    late ||= outcome.kind === "over";
  }
  return { conflicts, late };
}
