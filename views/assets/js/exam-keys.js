// Keys: letters or digits choose, N and P move, F flags. Not while somebody types, and they can be switched off.

export function startKeys(room, navigator) {
  const dialog = document.querySelector("[data-keys]");
  const opener = document.querySelector("[data-keys-open]");
  const on = document.querySelector("[data-keys-on]");
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
  on.checked = recall() !== "off";
  on.addEventListener("change", () => remember(on.checked ? "on" : "off"));

  document.addEventListener("keydown", (event) => {
    if (!on.checked || dialog.open || event.ctrlKey || event.metaKey || event.altKey || types(event.target)) return;
    const key = event.key.toLowerCase();
    if (key === "n") navigator.go(1);
    else if (key === "p") navigator.go(-1);
    else if (key === "f") navigator.flag();
    else if (!choose(navigator.current(), key)) return;
    event.preventDefault();
  });
}

function choose(question, key) {
  const options = [...question.querySelectorAll(".option input")];
  const place = /^[a-j]$/.test(key) ? key.charCodeAt(0) - 97 : /^[1-9]$/.test(key) ? Number(key) - 1 : -1;
  const option = options[place];
  if (!option || option.disabled) return false;
  option.focus();
  option.click();
  return true;
}

function types(target) {
  return target.matches("select, textarea, input:not([type=radio], [type=checkbox])");
}

function recall() {
  try {
    return localStorage.getItem("exam keys");
  } catch {
    return null;
  }
}

function remember(state) {
  try {
    localStorage.setItem("exam keys", state);
  } catch {
    // The switch still works for this page.
  }
}
