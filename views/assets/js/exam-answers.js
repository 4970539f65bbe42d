// Between the controls of a question and its answer in the form that the server takes.

const readers = {
  radio: (all) => all.find((one) => one.checked)?.value ?? null,
  checkbox: (all) => filled(all.filter((one) => one.checked).map((one) => one.value)),
  "true-false": verdict,
  number: ([field]) => field.value.trim() || null,
  order: (all) =>
    filled(
      all
        .filter((one) => one.value)
        .sort((a, b) => a.value - b.value)
        .map(part),
    ),
  pairs: (all) => {
    const chosen = all.filter((one) => one.value);
    return chosen.length ? Object.fromEntries(chosen.map((one) => [part(one), one.value])) : null;
  },
  blanks: (all) => (all.some((one) => one.value.trim()) ? all.map((one) => one.value.trim()) : null),
};

const writers = {
  radio: (all, answer) => all.forEach((one) => (one.checked = one.value === answer)),
  checkbox: (all, answer) => all.forEach((one) => (one.checked = (answer ?? []).includes(one.value))),
  "true-false": (all, answer) => {
    const { verdict: chosen = answer, reason = "" } = answer && typeof answer === "object" ? answer : {};
    for (const one of all) one.type === "radio" ? (one.checked = one.value === String(chosen)) : (one.value = reason);
  },
  number: ([field], answer) => (field.value = answer ?? ""),
  order: (all, answer) => all.forEach((one) => (one.value = String((answer ?? []).indexOf(part(one)) + 1 || ""))),
  pairs: (all, answer) => all.forEach((one) => (one.value = answer?.[part(one)] ?? "")),
  blanks: (all, answer) => all.forEach((one, place) => (one.value = answer?.[place] ?? "")),
};

export function readAnswer(question) {
  return readers[question.dataset.kind](controls(question));
}

/** Whether every part has an answer: each blank, each pair, each step. */
export function isWhole(question) {
  const parts = ["order", "pairs", "blanks"].includes(question.dataset.kind);
  return parts ? controls(question).every((one) => one.value.trim()) : readAnswer(question) !== null;
}

export function writeAnswer(question, answer) {
  writers[question.dataset.kind](controls(question), answer);
}

export function freeze(question) {
  for (const control of controls(question)) control.disabled = true;
}

/** Calls `changed(question)` for everything typed or chosen; steps can be moved by buttons, too. */
export function watchAnswers(room, changed) {
  for (const question of room.questions) {
    for (const event of ["input", "change"])
      question.addEventListener(event, ({ target }) => target.dataset.item && changed(question));
    for (const buttons of question.querySelectorAll(".order-buttons")) buttons.hidden = false;
    question.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-move]");
      if (button && moveStep(button)) changed(question);
    });
  }
}

/** Moves a step by one place and numbers all of them anew; the focus stays on the button. */
function moveStep(button) {
  const row = button.closest(".order-row");
  const down = button.dataset.move === "1";
  const other = down ? row.nextElementSibling : row.previousElementSibling;
  const list = row.parentElement;
  if (other) list.insertBefore(down ? other : row, down ? row : other);
  [...list.querySelectorAll("select")].forEach((select, place) => (select.value = String(place + 1)));
  button.focus();
  return true;
}

function controls(question) {
  return [...question.querySelectorAll("[data-item]")];
}

function verdict(all) {
  const chosen = all.find((one) => one.checked)?.value;
  const reason = all.find((one) => one.type === "text")?.value.trim();
  if (!chosen) return null;
  return reason ? { verdict: chosen === "true", reason } : chosen === "true";
}

function part(control) {
  return control.name.slice(control.name.indexOf(".") + 1);
}

function filled(list) {
  return list.length ? list : null;
}

// What the server has not confirmed is kept on this device, so that it outlives a crash of the page.

/** Pairs of item and what is typed there; none takes the place away. */
export function keepOnDevice(key, waiting) {
  try {
    if (waiting.length) localStorage.setItem(key, JSON.stringify(Object.fromEntries(waiting)));
    else localStorage.removeItem(key);
  } catch {
    // No storage on this device: the open page still holds the answers.
  }
}

export function heldByDevice(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}");
  } catch {
    return {};
  }
}
