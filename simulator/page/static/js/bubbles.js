/** One Telegram message as a bubble with its attachment, its time and its buttons. */

import { post } from "./api.js";
import { attachment } from "./attachments.js";
import { el } from "./dom.js";
import { formatted } from "./entities.js";
import { copy } from "./notice.js";
import { t } from "./texts.js";

/** The article of one message; `app` is where its buttons act. */
export function bubble(message, app) {
  const author = message.from === "bot" ? app.botName : t("you");
  const mark = message.edited ? `${t("edited")} ` : "";
  const time = el("time", { datetime: message.at }, mark + message.at.slice(11, 16));
  const text = message.text ? formatted(message.text, message.entities) : [];
  const body = el("div", { class: "bubble" }, el("span", { class: "hidden" }, `${author}: `), attachment(message, app), text, time);
  return el("article", { class: `message ${message.from}`, data: { id: message.message_id } }, body, inline(message, app));
}

function inline(message, app) {
  if (message.buttons.length === 0) return null;
  const lines = [];
  for (const button of message.buttons) (lines[button.row] ??= []).push(pressable(button, message, app));
  return el("div", { class: "inline" }, lines.map((line) => el("div", { class: "line" }, line)));
}

function pressable(button, message, app) {
  if (button.url) return el("a", { href: button.url, target: "_blank", rel: "noopener noreferrer", title: t("opens_new_tab") }, `${button.text} ↗`);
  const press = button.copy ? () => copy(button.copy) : (event) => tap(event.currentTarget, button, message, app);
  return el("button", { type: "button", class: button.style, on: { click: press } }, button.text);
}

async function tap(element, button, message, app) {
  if (element.getAttribute("aria-busy") === "true") return;
  element.setAttribute("aria-busy", "true");
  const done = await post(`/sim/${app.bot}/${app.user.id}/tap`, { message_id: message.message_id, data: button.data });
  if (done) app.awaitAnswer(done.query, element);
  else element.removeAttribute("aria-busy");
}
