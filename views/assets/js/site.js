// What every page does with scripts; without them all pages still work.

document.querySelector("[data-focus]")?.focus();

closeMenus();
keepSheetsOpen();

for (const button of document.querySelectorAll("[data-print], [data-back]")) {
  button.hidden = "back" in button.dataset && history.length < 2;
  button.addEventListener("click", () => ("print" in button.dataset ? window.print() : history.back()));
}

keepWhatWasTyped();

/** A menu closes on Escape (the focus goes back to it), on a press elsewhere and when the focus leaves it. */
function closeMenus() {
  const menus = [...document.querySelectorAll("details.menu")];
  const leave = (target) => menus.filter((menu) => !menu.contains(target)).forEach((menu) => (menu.open = false));
  document.addEventListener("pointerdown", (event) => leave(event.target));
  document.addEventListener("focusin", (event) => leave(event.target));
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && menus.find((menu) => menu.open);
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
}

/** The navigator of an exam stands open beside the question; on a phone it is a sheet that starts closed. */
function keepSheetsOpen() {
  const wide = matchMedia("(min-width: 860px)");
  const sheets = document.querySelectorAll("details.navigator");
  const follow = () => sheets.forEach((sheet) => (sheet.open = wide.matches));
  wide.addEventListener("change", follow);
  follow();
  for (const sheet of sheets) {
    sheet.querySelector("summary").addEventListener("click", (event) => wide.matches && event.preventDefault());
    sheet.addEventListener("click", (event) => !wide.matches && event.target.closest("a") && (sheet.open = false));
  }
}

/** Changing the language shows the page anew: what was typed (never a password or a file) comes along, once. */
function keepWhatWasTyped() {
  const key = `typed ${location.pathname}`;
  const fields = () =>
    [...document.querySelectorAll("main :is(input, select, textarea)[name]")].filter(
      (field) => !["password", "file", "hidden", "submit"].includes(field.type),
    );
  const ticked = (field) => ["checkbox", "radio"].includes(field.type);
  document.querySelector("[data-language-switch]")?.addEventListener("submit", () => {
    sessionStorage.setItem(
      key,
      JSON.stringify(fields().map((field) => [field.name, ticked(field) ? field.checked : field.value])),
    );
  });
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "[]");
  sessionStorage.removeItem(key);
  for (const [at, field] of fields().entries()) {
    const [name, value] = kept[at] ?? [];
    if (name !== field.name) continue;
    if (ticked(field)) field.checked = value;
    else field.value = value;
  }
}
