// One question at a time, and the sheet that shows how each stands.
import { isWhole } from "./exam-answers.js";

export function startNavigator(room) {
  const cells = new Map([...document.querySelectorAll("[data-cell]")].map((cell) => [cell.dataset.cell, cell]));
  const counts = document.querySelector("[data-counts]");
  let current = 0;

  for (const question of room.questions) {
    question.querySelector("[data-foot]").hidden = false;
    question.addEventListener("click", ({ target }) => {
      const step = target.closest("[data-step]");
      if (step) go(current + Number(step.dataset.step), true);
    });
    const flag = flagOf(question);
    flag.addEventListener("change", () => saveFlag(question, flag.checked));
  }
  addEventListener("hashchange", () => go(placeOf(location.hash), true));
  go(Math.max(0, placeOf(location.hash)), location.hash !== "");

  return {
    show,
    go: (by) => go(current + by, true),
    current: () => room.questions[current],
    flag: () => flagOf(room.questions[current]).click(),
  };

  function go(place, focus) {
    if (place < 0 || place >= room.questions.length) return;
    current = place;
    room.questions.forEach((question, at) => (question.hidden = at !== place));
    for (const [id, cell] of cells)
      if (id === room.questions[place].dataset.question) cell.setAttribute("aria-current", "true");
      else cell.removeAttribute("aria-current");
    // The last question has the way to hand in instead of a next one.
    room.questions[place].querySelector('[data-step="-1"]').disabled = place === 0;
    const hash = `#${room.questions[place].dataset.question}`;
    if (location.hash !== hash) history.replaceState(null, "", hash);
    if (focus) {
      room.questions[place].focus({ preventScroll: true });
      scrollTo({ top: 0 });
    }
  }

  function show(items, away) {
    let answered = 0;
    let flagged = 0;
    let unsaved = 0;
    for (const { id, question, dirty, conflict } of items.values()) {
      const cell = cells.get(id);
      const facts = {
        answered: isWhole(question),
        flagged: flagOf(question).checked,
        unsaved: dirty && (away || conflict),
      };
      for (const [name, holds] of Object.entries(facts)) cell.toggleAttribute(`data-${name}`, holds);
      answered += facts.answered;
      flagged += facts.flagged;
      unsaved += dirty;
      tell(cell, id, facts);
    }
    counts.textContent = room.say("counts", { answered, total: items.size, flagged, unsaved });
  }

  function tell(cell, id, { answered, flagged, unsaved }) {
    const state = [
      room.say(answered ? "answered" : "open"),
      flagged && room.say("flagged"),
      unsaved && room.say("not-saved"),
    ];
    const text = room.say("cell", { n: id.slice(1), state: state.filter(Boolean).join(" ") });
    const place = cell.querySelector("[data-cell-words]");
    if (place.textContent !== text) place.textContent = text;
  }

  async function saveFlag(question, flagged) {
    const id = question.dataset.question;
    question.dispatchEvent(new CustomEvent("flagged", { bubbles: true }));
    const headers = { "content-type": "application/json", accept: "application/json", "x-csrf-token": room.csrf };
    const sent = fetch(`/attempts/${room.id}/flags/${id}`, {
      method: "PUT",
      headers,
      body: JSON.stringify({ flagged }),
    });
    const saved = await sent.then((answer) => answer.ok).catch(() => false);
    // While the network or the sign-in is away: again, as the flag stands then.
    if (!saved && !room.over) setTimeout(() => saveFlag(question, flagOf(question).checked), 4000);
  }

  function placeOf(hash) {
    return room.questions.findIndex((question) => `#${question.dataset.question}` === hash);
  }
}

function flagOf(question) {
  return question.querySelector("[data-flag-check] input");
}
