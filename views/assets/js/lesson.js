// Keeps the place in a lesson: every ten seconds at most, and on leaving; the next visit goes on there.
// The place is counted in blocks of the text, not in pixels: it holds on another screen and in the other language.
const text = document.querySelector("[data-lesson]");
const token = document.querySelector('meta[name="csrf-token"]')?.content;
/** Seconds between two savings: the promise is ten at most. */
const every = 8;
/** Seconds after which somebody who touches nothing is taken to be away. */
const patience = 120;

if (text && token) {
  goOn(Number(text.dataset.position));
  keep();
}

function goOn(position) {
  if (location.hash || location.search || !(position > 0.02)) return;
  const blocks = text.children;
  const block = blocks[Math.floor(position * blocks.length)];
  if (!block) return;
  const part = (position * blocks.length) % 1;
  const { top, height } = block.getBoundingClientRect();
  window.scrollTo({ top: window.scrollY + top + part * height, behavior: "instant" });
}

/** 0–1: how many blocks lie above the upper edge of the window. */
function place() {
  const blocks = [...text.children];
  const at = blocks.findIndex((block) => block.getBoundingClientRect().bottom > 0);
  if (at < 0) return 1;
  const { top, height } = blocks[at].getBoundingClientRect();
  return Math.min(1, (at + Math.max(0, -top / (height || 1))) / blocks.length);
}

function keep() {
  let seconds = 0;
  let idle = 0;
  let kept = Number(text.dataset.position);
  for (const sign of ["scroll", "pointerdown", "keydown", "pointermove"])
    addEventListener(sign, () => (idle = 0), { passive: true });

  const send = async (leaving) => {
    const position = place();
    if (!seconds && Math.abs(position - kept) < 0.001) return;
    const spent = seconds;
    const body = JSON.stringify({ position, seconds: spent });
    seconds = 0;
    kept = position;
    const headers = { "content-type": "application/json", accept: "application/json", "x-csrf-token": token };
    const sent = fetch(text.dataset.lesson, { method: "PUT", headers, body, keepalive: leaving });
    const answer = await sent.catch(() => null);
    // What did not arrive is sent with the next, as far as the server credits it.
    if (!answer?.ok) seconds = Math.min(60, seconds + spent);
  };

  setInterval(() => {
    if (document.visibilityState !== "visible" || idle >= patience) return;
    idle += 1;
    seconds = Math.min(60, seconds + 1);
  }, 1000);
  setInterval(() => void send(false), every * 1000);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && void send(true));
  addEventListener("pagehide", () => void send(true));
}
