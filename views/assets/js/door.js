// Before an exam: whether the network answers and this device can keep answers.
const place = document.querySelector("[data-check]");
if (place) check(place);

async function check({ dataset, lastElementChild: line }) {
  line.textContent = (await reached()) ? (keeps() ? dataset.ok : dataset.storage) : dataset.network;
}

async function reached() {
  try {
    return (await fetch("/healthz", { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}

function keeps() {
  try {
    localStorage.setItem("probe", "1");
    localStorage.removeItem("probe");
    return true;
  } catch {
    return false;
  }
}
