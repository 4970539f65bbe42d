// Practice is answered without leaving the page, so that what is typed in its other questions stays. Without this script
// each question is a form of its own.
import { watchAnswers } from "./exam-answers.js";

/** What else of the page an answer may change: the progress, what is missing, which lessons are open. */
const around = ["[data-practice-count]", "#completion", ".page-head", ".lesson-list", ".lesson-nav"];

watch([...document.querySelectorAll("form.question")]);
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form.question");
  if (!form || form.dataset.plain) return;
  event.preventDefault();
  answer(form, event.submitter);
});

async function answer(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  button.disabled = true;
  try {
    const response = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById(form.id);
    if (!fresh && response.redirected) return location.assign(response.url);
    if (!fresh) throw new Error("another page");
    form.replaceWith(fresh);
    for (const part of around)
      if (page.querySelector(part)) document.querySelector(part)?.replaceWith(page.querySelector(part));
    watch([fresh]);
    fresh.querySelector("[data-focus]")?.focus();
  } catch {
    // What is wrong with the network, or with the form, is shown as it would be without this script.
    form.dataset.plain = "yes";
    button.disabled = false;
    form.requestSubmit(button);
  }
}

/** Steps are put in order by buttons as in the exam; practice saves nothing before it is sent. */
function watch(questions) {
  watchAnswers({ questions }, () => {});
}
