// Verification: a scanned code, a picture of one, a dropped file. Without scripts number and file still work.

const say = (key) => document.querySelector(`template[data-say="${key}"]`)?.content.textContent ?? "";
const byAttribute = (name) => document.querySelector(`[${name}]`);

checkPaper();
offerScanner();
offerDropZone();

/**
 * The facts in the address of a scanned code stay here: they are checked against the issuer's keys, and those of a right
 * code are shown beside the record. A wrong one is shown by the server, which then has to see it.
 */
async function checkPaper() {
  const place = byAttribute("data-paper");
  const [, payload, signature] = /^#1\.([\w-]+)\.([\w-]+)$/.exec(location.hash) ?? [];
  if (!place || !location.hash.startsWith("#1.")) return;
  const result = byAttribute("data-result");
  result.hidden = true;
  place.hidden = false;
  const { record, compared, standing } = JSON.parse(place.dataset.paper);
  // Browsers have no WebCrypto on plain http.
  const paper = globalThis.crypto?.subtle ? await readPaper(payload, signature) : null;
  const same =
    paper && record && compared.every((fact) => (fact === "name" ? masked(paper.name) : paper[fact]) === record[fact]);
  if (!same) return askServer(location.href);
  place.hidden = true;
  result.hidden = false;
  result.append(comparisonOf(place, paper));
  if (standing === "valid")
    result.querySelector(".outcome p").textContent = place.querySelector("template[data-checked]").content.textContent;
}

/** The facts of a code that a key of ours signed, or null. Mirrors certificates/qr.ts. */
async function readPaper(payload, signature) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes(payload));
    const [number, name, qualification, level, issuedOn, validUntil, kid] = JSON.parse(text);
    const { keys } = await (await fetch("/.well-known/jwks.json")).json();
    const key = keys.find((one) => one.kid === kid);
    const inAddress = decodeURIComponent(location.pathname.split("/").at(-1));
    const ours = key && number.startsWith(`${kid.split("-")[0]}-`) && inAddress === number;
    return ours && (await signed(key, payload, signature))
      ? { number, name, qualification, level, issuedOn, validUntil }
      : null;
  } catch {
    return null;
  }
}

async function signed({ kty, crv, x, y }, payload, signature) {
  const ecdsa = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, ecdsa, false, ["verify"]);
  const value = bytes(signature);
  // Of the two right values of s ours is always the lower one.
  const s = BigInt(`0x${[...value.slice(32)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`);
  if (value.length !== 64 || s > 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n) return false;
  const data = new TextEncoder().encode(`zz1.${payload}`);
  return crypto.subtle.verify({ ...ecdsa, hash: "SHA-256" }, key, value, data);
}

/** Only the one right spelling of base64url. */
function bytes(base64url) {
  const decoded = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  const again = btoa(decoded).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  if (again !== base64url) throw new Error("odd spelling");
  return Uint8Array.from(decoded, (character) => character.charCodeAt(0));
}

/** As strangers see a name; mirrors certificates/mask.ts. */
function masked(name) {
  const plain = name.normalize("NFKC").trim();
  if (!/\p{Script=Han}/u.test(plain)) {
    const words = plain.split(/[\s·•・.,'’\p{Pd}]+/u).filter(Boolean);
    return words.map((word) => `${[...word][0]}*`).join(" ") || "*";
  }
  const characters = [...plain.replace(/[\s·•・.]/gu, "")];
  if (characters.length < 2) return "*";
  return `${characters[0]}*${characters.length > 2 ? characters.at(-1) : ""}`;
}

function comparisonOf(place, paper) {
  const table = place.querySelector("template[data-comparison]").content.cloneNode(true);
  for (const row of table.querySelectorAll("[data-fact]"))
    row.querySelector("td").textContent = paper[row.dataset.fact];
  return table;
}

function askServer(code) {
  const form = byAttribute("data-paper-form");
  form.elements.text.value = code;
  form.submit();
}

/** Camera and picture; the reader itself is fetched after the tap, and only where the browser has none. */
function offerScanner() {
  const tools = byAttribute("data-scan-tools");
  if (!tools) return;
  const status = byAttribute("data-scan-status");
  const [start, stop, pick, file] = ["data-scan", "data-scan-stop", "data-picture", "data-picture-file"].map(
    byAttribute,
  );
  const video = document.querySelector("video.scanner");
  tools.hidden = false;
  if (!navigator.mediaDevices) {
    start.hidden = true;
    status.textContent = say("camera-needs-https");
  }
  start.addEventListener("click", () => scan(video, status, [start, stop]));
  stop.addEventListener("click", () => endScan(video, status, [start, stop]));
  pick.addEventListener("click", () => file.click());
  file.addEventListener("change", async () => {
    if (!file.files[0]) return;
    status.textContent = say("loading-scanner");
    const code = await readPicture(file.files[0]).catch(() => null);
    file.value = "";
    if (code) follow(code, status);
    else status.textContent = say("no-code");
  });
}

async function scan(video, status, [start, stop]) {
  try {
    status.textContent = say("loading-scanner");
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    await video.play();
    const detector = await reader();
    [video.hidden, stop.hidden, start.hidden] = [false, false, true];
    status.textContent = say("scanning");
    stop.focus();
    while (video.srcObject) {
      const [code] = await detector.detect(video);
      if (code && follow(code.rawValue, status)) break;
      await new Promise((next) => setTimeout(next, 150));
    }
    endScan(video, null, [start, stop]);
  } catch {
    endScan(video, status, [start, stop]);
    status.textContent = say("camera-refused");
  }
}

function endScan(video, status, [start, stop]) {
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
  [video.hidden, stop.hidden, start.hidden] = [true, true, false];
  if (status) status.textContent = "";
}

async function readPicture(file) {
  const picture = await createImageBitmap(file);
  const [code] = await (await reader()).detect(picture);
  return code?.rawValue ?? null;
}

let ready = null;

function reader() {
  ready ??= makeReader();
  return ready;
}

/** The browser's own reader where it knows QR codes, else ours. */
async function makeReader() {
  const formats = ["qr_code"];
  const known = await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []);
  if (known?.includes("qr_code")) return new BarcodeDetector({ formats });
  const { scanner, wasm } = byAttribute("data-scanner").dataset;
  const own = await import(scanner);
  own.prepareZXingModule({ overrides: { locateFile: () => wasm } });
  return new own.BarcodeDetector({ formats });
}

/** A code of ours opens its page here, whatever host is printed; facts and signature go along in the fragment. */
function follow(code, status) {
  const [, number, fragment = ""] = /\/verify\/([\w-]{10,60})(#[\w.-]+)?$/.exec(code.trim()) ?? [];
  if (!number) {
    status.textContent = say("foreign-code");
    return false;
  }
  location.assign(`/verify/${number}${fragment}`);
  return true;
}

/** A dropped file is sent at once; one that is too large is told before. */
function offerDropZone() {
  const zone = byAttribute("data-drop");
  if (!zone) return;
  const form = byAttribute("data-document");
  const input = form.elements.document;
  const tooLarge = byAttribute("data-too-large");
  const fits = () => {
    tooLarge.hidden = !((input.files[0]?.size ?? 0) > 10 * 1024 * 1024);
    return tooLarge.hidden;
  };
  for (const kind of ["dragenter", "dragover"])
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.dataset.over = "";
    });
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => delete zone.dataset.over);
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length === 0) return;
    input.files = event.dataTransfer.files;
    if (fits()) form.requestSubmit();
  });
  input.addEventListener("change", fits);
  form.addEventListener("submit", (event) => fits() || event.preventDefault());
}
