// Computes the SHA-256 of a chosen file in the browser and compares it with the signed document's; nothing is sent.

const compare = document.getElementById("compare");
const chosen = document.getElementById("document");
const outcome = document.getElementById("outcome");

async function sha256(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function show() {
  const file = chosen.files[0];
  outcome.hidden = true;
  if (!file) return;
  const found = await sha256(file);
  if (file !== chosen.files[0]) return;
  const same = found === chosen.dataset.sha256;
  outcome.textContent = same ? outcome.dataset.same : `${outcome.dataset.other} SHA-256: ${found}`;
  outcome.className = same ? "" : "problem";
  outcome.hidden = false;
}

if (globalThis.crypto?.subtle) {
  compare.hidden = false;
  chosen.addEventListener("change", show);
}
