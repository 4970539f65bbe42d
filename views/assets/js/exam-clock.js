// The clock runs from what the server says is left, not from the clock of this computer; every 20 s it asks again.

const beat = 20_000;
const spoken = [30, 10, 5, 1];

export function startClock(room, element, { handIn }) {
  const clock = document.querySelector("[data-clock]");
  const button = document.querySelector("[data-clock-switch]");
  let remaining = Number(element.dataset.remaining);
  let asked = performance.now();
  let hidden = false;
  let lastSpoken = Infinity;

  button.hidden = false;
  button.addEventListener("click", () => {
    hidden = !hidden;
    tick();
  });
  tick();
  setInterval(tick, 500);
  setInterval(ask, beat);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask());

  function left() {
    return remaining - Math.floor((performance.now() - asked) / 1000);
  }

  async function ask() {
    if (room.over) return;
    try {
      const response = await fetch(`/attempts/${room.id}/clock`, { headers: { accept: "application/json" } });
      if (!response.ok) return;
      const told = await response.json();
      if (told.state !== "open") return location.assign(`/attempts/${room.id}/result`);
      if (told.remaining > left() + 30) {
        const at = room.time(new Date(told.endsAt), { hour: "2-digit", minute: "2-digit" });
        room.banner("ok", room.say("extended", { at }));
        lastSpoken = Infinity;
      }
      remaining = told.remaining;
      asked = performance.now();
      tick();
    } catch {
      // Away: the clock goes on from what was said last.
    }
  }

  function tick() {
    const seconds = Math.max(0, left());
    const last = seconds <= 300;
    clock.toggleAttribute("data-last", last);
    clock.classList.toggle("clock-hidden", hidden && !last);
    clock.textContent = hidden && !last ? "··:··" : shown(seconds);
    button.textContent = room.say(hidden ? "show-clock" : "hide-clock");
    button.hidden = last;
    speak(seconds);
    if (seconds === 0 && !room.over) handIn();
  }

  /** Said once at 30, 10, 5 and 1 minutes, never in between. */
  function speak(seconds) {
    const minutes = Math.ceil(seconds / 60);
    const due = spoken.filter((at) => minutes <= at).at(-1);
    if (due === undefined || due >= lastSpoken) return;
    const first = lastSpoken === Infinity && minutes < due;
    lastSpoken = due;
    if (!first) room.announce(room.say("minutes-left", { n: due }));
  }
}

function shown(seconds) {
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
