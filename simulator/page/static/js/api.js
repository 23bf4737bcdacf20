/** Talking to the control API. */

import { notify } from "./notice.js";
import { t } from "./texts.js";

/** The JSON of a GET; throws when there is none. */
export async function read(path) {
  const response = await fetch(path, { cache: "no-store" });
  if (!response.ok) throw new Error(`${response.status} ${path}`);
  return response.json();
}

/** Post JSON or a form; returns the answer, or null after telling the person why not. */
export async function post(path, body = {}) {
  try {
    const form = body instanceof FormData;
    const response = await fetch(path, { method: "POST", body: form ? body : JSON.stringify(body) });
    const answer = await response.json();
    if (response.ok) return answer;
    notify(t("failed", { problem: answer.error ?? response.status }));
  } catch {
    notify(t("lost"));
  }
  return null;
}
