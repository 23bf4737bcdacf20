/** Ways to sign that need a script: a key file, which never leaves the device, and NCALayer. The form takes the signature alone. */

import { keyFile, ncaLayer } from "./signing.js";

const form = document.querySelector("#sign");
const told = { problem: document.querySelector("#problem"), busy: document.querySelector("#busy") };
const stop = document.querySelector("#stop");
const { document: address, wanted, now, locale, ncalayer, words, busy, busyNcalayer } = form.dataset;
const here = `${address.slice(0, address.lastIndexOf("/"))}?lang=${locale}`;
const began = performance.now();

for (const section of document.querySelectorAll("section.way")) section.hidden = false;

// A page that the browser kept has buttons that wait for an answer which came long ago.
addEventListener("pageshow", ({ persisted }) => persisted && location.replace(here));

document.querySelector("#key")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const [file, password] = document.querySelectorAll("#key_file, #key_password");
  signed("key", async (order) => {
    if (!file.files.length) throw { code: "no_key_file" };
    return keyFile.sign({ ...order, file: file.files[0], password: password.value });
  }).finally(() => {
    password.value = "";
  });
});

document.querySelector("#ncalayer")?.addEventListener("click", ({ target }) => {
  signed("ncalayer", async (order) => {
    const signal = stopped(target);
    return ncaLayer.sign({ ...order, locale: locale === "ru" ? "ru" : "kk", ...JSON.parse(ncalayer), signal });
  });
});

/** NCALayer may think for minutes, with its window out of sight: whoever waits may go back to `button`. */
function stopped(button) {
  const controller = new AbortController();
  stop.hidden = stop.disabled = false;
  stop.onclick = () => {
    controller.abort();
    waiting(false);
    button.focus();
  };
  told.busy.textContent = busyNcalayer;
  return controller.signal;
}

/** Everything that both ways share: the box, the document, words for what went wrong, and sending. */
async function signed(way, sign) {
  told.problem.hidden = true;
  const box = form.elements.read_ack;
  if (box && !box.checked) return unread(box);
  document.querySelector(`[data-way="${way}"] h3`).after(told.problem, told.busy, stop);
  waiting(true);
  try {
    const cms = await sign({ document: await contract(), wanted: JSON.parse(wanted), now: serverTime() });
    form.elements.way.value = way;
    form.elements.cms.value = cms;
    document.querySelector("#file")?.remove();
    form.submit();
  } catch (problem) {
    waiting(false);
    if (problem.code !== "aborted") explained(problem.code);
  }
}

/** Beside the box; what goes wrong later is told beside the way that was chosen, in sight of what has to be typed again. */
function unread(box) {
  form.after(told.problem);
  explained("not_read", box);
}

async function contract() {
  const response = await fetch(address, { credentials: "same-origin" });
  if ([403, 404, 410].includes(response.status)) return ended();
  if (!response.ok) throw { code: "signing_failed" };
  return new Uint8Array(await response.arrayBuffer());
}

/** The link can be used no more, or a newer one has replaced it: its page, loaded anew, says why. */
function ended() {
  location.assign(here);
  return new Promise(() => {});
}

/** The device's clock may be wrong. */
function serverTime() {
  return new Date(Date.parse(now) + performance.now() - began);
}

function waiting(on) {
  for (const button of document.querySelectorAll("button")) button.disabled = on;
  stop.hidden = true;
  told.busy.hidden = !on;
  told.busy.textContent = on ? busy : "";
  if (on) told.busy.scrollIntoView({ block: "nearest" });
}

function explained(code, where = told.problem) {
  const texts = JSON.parse(words);
  told.problem.textContent = texts[code] ?? texts.signing_failed;
  told.problem.hidden = false;
  told.problem.scrollIntoView({ block: "center" });
  where.focus();
}
