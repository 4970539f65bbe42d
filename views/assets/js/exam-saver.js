// Saves answers: within two seconds of a change, in order, building on the revision that the server confirmed.
// What is not confirmed is kept on this device and sent again; a state is shown only as the server said it.
import { freeze, heldByDevice, keepOnDevice, readAnswer, writeAnswer } from "./exam-answers.js";
import { showConflict } from "./exam-conflict.js";

/** Milliseconds without a change after which what changed is sent; somebody who never stops is not waited for longer. */
const quiet = 700;
const longest = 1500;
const retry = 4000;

export function startSaver(room, navigator) {
  const latest = room.questions
    .map(({ dataset }) => dataset.savedAt)
    .sort()
    .at(-1);
  let savedAt = latest ? new Date(latest) : null;
  let away = false;
  let returning = false;
  let timer = 0;
  /** When the oldest change that waits was made; 0 when none does. */
  let waitsSince = 0;
  const items = new Map(room.questions.map((question) => [question.dataset.question, itemOf(question)]));
  const storeKey = `attempt ${room.id}`;

  restore();
  show();
  addEventListener("online", () => sendAll());
  room.form.addEventListener("flagged", show);
  addEventListener("pagehide", () => pending().forEach((item) => send(item, true)));
  return { changed, flush, isAway: () => away };

  function changed(question) {
    const item = items.get(question.dataset.question);
    item.dirty = true;
    keep();
    show();
    clearTimeout(timer);
    waitsSince ||= Date.now();
    timer = setTimeout(sendAll, Math.max(0, Math.min(quiet, waitsSince + longest - Date.now())));
  }

  /** Sends everything that waits, and what was typed while it was sent. @returns how many answers could not be saved */
  async function flush() {
    do await sendAll();
    while (!away && pending().some((item) => !item.conflict));
    return pending().length;
  }

  async function sendAll() {
    clearTimeout(timer);
    waitsSince = 0;
    await Promise.all(pending().map((item) => item.sending ?? send(item)));
    if (pending().length && !room.over) timer = setTimeout(sendAll, away ? retry : quiet);
  }

  function send(item, keepalive = false) {
    if (item.conflict) return Promise.resolve();
    const answer = readAnswer(item.question);
    item.dirty = false;
    item.sending = put(item, answer, keepalive).finally(() => {
      item.sending = null;
      keep();
      show();
    });
    show();
    return item.sending;
  }

  async function put(item, answer, keepalive) {
    const token = room.csrf;
    try {
      const response = await fetch(`/attempts/${room.id}/answers/${item.id}`, {
        method: "PUT",
        keepalive,
        signal: keepalive ? undefined : AbortSignal.timeout(10_000),
        headers: { "content-type": "application/json", accept: "application/json", "x-csrf-token": token },
        body: JSON.stringify({ revision: item.revision, answer }),
      });
      await take(item, answer, response, token);
    } catch {
      item.dirty = true;
      lost("offline");
    }
  }

  async function take(item, answer, response, token) {
    const reply = await response.json().catch(() => ({}));
    if (response.ok) {
      item.revision = reply.revision;
      savedAt = item.savedAt = new Date(reply.savedAt);
      item.question.querySelector(`[name="revision.${item.id}"]`).value = reply.revision;
      return found();
    }
    if (response.status === 409 && reply.stored) return differ(item, answer, reply.stored);
    if (response.status === 410) return end();
    item.dirty = true;
    if (response.status === 401 || response.status === 403) return askSignIn(response.status, token);
    lost("offline");
  }

  /** Same text in both windows is no conflict; else the person chooses. */
  function differ(item, answer, stored) {
    item.revision = stored.revision;
    found();
    if (JSON.stringify(stored.answer) === JSON.stringify(answer)) {
      savedAt = item.savedAt = new Date(stored.savedAt);
      return;
    }
    item.conflict = true;
    item.dirty = true;
    showConflict(room, item, stored.answer, (mine) => {
      item.conflict = false;
      if (!mine) writeAnswer(item.question, stored.answer);
      item.dirty = mine;
      keep();
      show();
      sendAll();
    });
  }

  /** The sign-in is over, or came back in another window with a new token. */
  async function askSignIn(status, token) {
    if (status === 403) {
      // Not followed to the sign-in page: asking for that would begin a session beside the one of somebody who signs in just now.
      const page = await fetch(`/attempts/${room.id}`, { redirect: "manual" });
      const fresh = page.ok && /name="csrf-token" content="([^"]+)"/.exec(await page.text())?.[1];
      if (fresh && fresh !== token) {
        room.csrf = fresh;
        return;
      }
    }
    lost("signed-out", {
      href: `/login?next=/attempts/${room.id}`,
      text: document.querySelector("[data-sign-in]").textContent,
    });
  }

  function lost(why, link) {
    away = true;
    returning = false;
    room.banner("warn", room.say(why), link);
  }

  /** The server answers again; that all is saved is said when it is. */
  function found() {
    returning ||= away;
    away = false;
  }

  function sayBack(waiting) {
    const conflicts = waiting.filter((item) => item.conflict).length;
    if (!returning || waiting.length > conflicts) return;
    returning = false;
    room.banner("ok", conflicts ? "" : room.say("back"));
  }

  /** Somebody handed in elsewhere, or the time is over: nothing can be changed here any more. */
  function end() {
    room.over = true;
    away = false;
    room.questions.forEach(freeze);
    room.banner("warn", room.say("over"), {
      href: `/attempts/${room.id}/result`,
      text: document.querySelector("[data-result]").textContent,
    });
  }

  function pending() {
    return [...items.values()].filter((item) => item.dirty || item.sending);
  }

  function keep() {
    const waiting = pending().map((item) => [item.id, { answer: readAnswer(item.question), revision: item.revision }]);
    keepOnDevice(storeKey, waiting);
  }

  /** What this device still holds from before a crash comes back; if another device saved since, the person is asked. */
  function restore() {
    const kept = heldByDevice(storeKey);
    for (const [id, { answer, revision }] of Object.entries(kept)) {
      const item = items.get(id);
      if (!item) continue;
      writeAnswer(item.question, answer);
      item.revision = revision;
      item.dirty = true;
    }
    if (Object.keys(kept).length) timer = setTimeout(sendAll, 0);
  }

  function show() {
    const waiting = pending();
    const sign = document.querySelector(".exam-header .save-state");
    const asked = waiting.length > 0 && waiting.every((item) => item.conflict);
    const state = waiting.length ? (away ? "offline" : asked ? "unsaved" : "saving") : savedAt ? "saved" : "none";
    sayBack(waiting);
    const text = {
      offline: () => room.say("unsaved", { n: waiting.length }),
      unsaved: () => room.say("unsaved", { n: waiting.length }),
      saving: () => room.say("saving"),
      saved: () => room.say("saved", { at: room.time(savedAt) }),
      none: () => room.say("nothing"),
    }[state]();
    sign.dataset.state = state;
    const place = sign.querySelector(".save-text");
    if (place.textContent !== text) place.textContent = text;
    for (const item of items.values()) tell(item);
    navigator.show(items, away);
  }

  /** How the answer itself stands, below it; the sign in the header announces it. */
  function tell(item) {
    const place = item.question.querySelector("[data-answer-state]");
    const text = inWords(item);
    if (place.textContent !== text) place.textContent = text;
  }

  function inWords({ dirty, sending, conflict, savedAt: at }) {
    if (dirty && (away || conflict)) return room.say("not-saved");
    if (dirty || sending) return room.say("saving");
    return at ? room.say("saved", { at: room.time(at) }) : "";
  }

  function itemOf(question) {
    const { question: id, revision, savedAt: at } = question.dataset;
    return {
      id,
      question,
      revision: Number(revision),
      savedAt: at ? new Date(at) : null,
      dirty: false,
      sending: null,
      conflict: false,
    };
  }
}
