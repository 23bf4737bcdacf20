/** A short notice at the bottom of the page, also for screen readers; and copying with such a notice. */

import { t } from "./texts.js";

let timer = 0;

/** Show a text for a few seconds. */
export function notify(text) {
  const notice = document.getElementById("notice");
  notice.textContent = text;
  notice.classList.add("shown");
  clearTimeout(timer);
  timer = setTimeout(() => notice.classList.remove("shown"), 4000);
}

/** Put a text on the clipboard and say so. */
export async function copy(text) {
  await navigator.clipboard.writeText(text);
  notify(`${t("copied")}: ${text}`);
}
