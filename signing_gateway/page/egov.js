/** Waits for the signature from eGov Mobile: asks every few seconds, and at once when the page is looked at again. */

const { status, next } = document.querySelector("#egov").dataset;
const PAUSE_MS = 3000;
let timer = setTimeout(ask, PAUSE_MS);

async function ask() {
  clearTimeout(timer);
  try {
    const response = await fetch(status, { credentials: "same-origin", cache: "no-store" });
    const ended = response.ok ? !(await response.json()).waits : response.status < 500;
    if (ended) return location.replace(next);
  } catch {
    // No network for a moment: the phone may be in the app.
  }
  timer = setTimeout(ask, PAUSE_MS);
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) ask();
});
