// Two windows changed one answer: both versions are shown and the person chooses.
import { readAnswer, writeAnswer } from "./exam-answers.js";

export function showConflict(room, item, stored, choose) {
  const place = item.question.querySelector("[data-conflict]");
  const mine = readAnswer(item.question);
  const line = document.createElement("p");
  line.textContent = room.say("conflict");
  const actions = document.createElement("div");
  actions.className = "actions";
  for (const [word, answer] of [
    ["keep-stored", stored],
    ["keep-mine", mine],
  ])
    actions.append(button(room.say(word), answer));
  place.className = "notice is-warn";
  place.setAttribute("role", "alert");
  place.replaceChildren(line, actions);
  place.hidden = false;

  /** Looking at a version (pointer or focus) shows it in the controls; pressing it decides. */
  function button(text, answer) {
    const element = Object.assign(document.createElement("button"), {
      type: "button",
      textContent: text,
      className: "button-outline",
    });
    for (const event of ["focus", "pointerenter"])
      element.addEventListener(event, () => writeAnswer(item.question, answer));
    element.addEventListener("click", () => {
      writeAnswer(item.question, answer);
      place.hidden = true;
      place.replaceChildren();
      item.question.focus();
      choose(answer === mine);
    });
    return element;
  }
}
