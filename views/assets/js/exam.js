// The exam room. Without this script the paper is one form; with it answers save themselves, one question shows at a
// time, the clock runs by the server, and nothing is lost while the network or the sign-in is away.
import { freeze, watchAnswers } from "./exam-answers.js";
import { startClock } from "./exam-clock.js";
import { startKeys } from "./exam-keys.js";
import { startNavigator } from "./exam-navigator.js";
import { startSaver } from "./exam-saver.js";

const element = document.querySelector("#room");
const words = JSON.parse(element.dataset.words);

/** A sentence with its facts. */
const say = (name, facts = {}) => words[name].replace(/\{(\w+)\}/g, (_, fact) => String(facts[fact] ?? ""));
/** An instant in the house's zone, whatever this computer thinks where it is. */
const time = (instant, parts) =>
  instant.toLocaleTimeString(document.documentElement.lang, {
    timeZone: element.dataset.zone,
    hourCycle: "h23",
    ...parts,
  });
const announce = (text) => (document.querySelector("[data-say]").textContent = text);

const room = {
  id: element.dataset.attempt,
  form: document.querySelector("#paper"),
  csrf: document.querySelector('meta[name="csrf-token"]').content,
  questions: [...document.querySelectorAll("[data-question]")],
  say,
  time,
  announce,
  banner,
  over: false,
};

const navigator = startNavigator(room);
const saver = startSaver(room, navigator);
watchAnswers(room, saver.changed);
startClock(room, element, { handIn });
startKeys(room, navigator);

document.querySelector("[data-noscript]").hidden = true;
room.form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const left = await saver.flush();
  if (left) banner("danger", say("not-handed-in", { n: left }));
  else location.assign(`/attempts/${room.id}/submission`);
});

/** One sentence above the questions; an empty one takes it away. A link may follow. */
function banner(kind, text, link) {
  const place = document.querySelector("[data-banner]");
  place.hidden = !text;
  place.className = `notice is-${kind}`;
  place.setAttribute("role", kind === "ok" ? "status" : "alert");
  place.replaceChildren(...(text ? [paragraph(text, link)] : []));
}

function paragraph(text, link) {
  const line = document.createElement("p");
  line.textContent = text;
  if (link) {
    const anchor = Object.assign(document.createElement("a"), {
      href: link.href,
      textContent: link.text,
      target: "_blank",
    });
    line.append(" ", anchor);
  }
  return line;
}

/** At the end of the time: what was typed is sent, then the attempt is handed in, and the result page says so. */
async function handIn() {
  if (room.over) return;
  room.over = true;
  room.questions.forEach(freeze);
  banner("warn", say("time-over"));
  for (;;) {
    await saver.flush();
    if (!saver.isAway() && (await reached())) return location.assign(`/attempts/${room.id}/result`);
    // A page that is left now would lose what only this device has: it stays, and tries again.
    banner("warn", say("time-over-away"));
    await new Promise((next) => setTimeout(next, 4000));
  }
}

/** Hands in. @returns whether the server answered; it closes by itself what it was not told to */
async function reached() {
  try {
    await fetch(`/attempts/${room.id}/submission`, {
      method: "POST",
      headers: { "x-csrf-token": room.csrf },
      redirect: "manual",
    });
    return true;
  } catch {
    return false;
  }
}
