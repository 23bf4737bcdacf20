/** One message as a bubble with its attachment, its time and its buttons. */

import { post } from "./api.js";
import { el, icon } from "./dom.js";
import { formatted } from "./entities.js";
import { copy } from "./notice.js";
import { t } from "./texts.js";

/** The article of one message; `phone` is where its buttons act. */
export function bubble(message, phone) {
  const author = message.from === "bot" ? phone.botName : t("you");
  const mark = message.edited ? `${t("edited")} ` : "";
  const time = el("time", { datetime: message.at }, mark + message.at.slice(11, 16));
  const text = message.text ? formatted(message.text, message.entities) : [];
  const body = el("div", { class: "bubble" }, el("span", { class: "hidden" }, `${author}: `), attachment(message, phone), text, time);
  return el("article", { class: `message ${message.from}`, data: { id: message.message_id } }, body, inline(message, phone));
}

function attachment(message, phone) {
  if (message.file?.kind === "photo") return photo(message.file, phone);
  if (message.file) return file(message.file, phone);
  if (message.contact) return facts("person", `${message.contact.first_name} ${message.contact.last_name ?? ""}`, `+${message.contact.phone_number.replace("+", "")}`);
  if (message.location) return facts("place", t("location"), `${message.location.latitude}, ${message.location.longitude}`);
  return null;
}

function photo(about, phone) {
  const address = `/sim/${phone.bot}/files/${about.file_id}`;
  const picture = el("img", { src: address, alt: t("photo"), on: { load: () => phone.toEnd() } });
  return el("a", { href: address, target: "_blank", title: t("opens_new_tab") }, picture);
}

function file(about, phone) {
  const name = about.name ?? t(about.kind);
  const label = `${t("open_file", { name })} (${t("opens_new_tab")})`;
  const shown = [el("span", { class: "sheet" }, icon("sheet")), el("span", {}, el("strong", {}, name), el("small", {}, size(about.size)))];
  return el("a", { class: "attached", href: `/sim/${phone.bot}/files/${about.file_id}`, target: "_blank", "aria-label": label }, shown);
}

function facts(picture, title, detail) {
  return el("div", { class: "attached" }, el("span", { class: "sheet" }, icon(picture)), el("span", {}, el("strong", {}, title), el("small", {}, detail)));
}

function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : bytes < 1 << 20 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / (1 << 20)).toFixed(1)} MB`;
}

function inline(message, phone) {
  if (message.buttons.length === 0) return null;
  const lines = [];
  for (const button of message.buttons) (lines[button.row] ??= []).push(pressable(button, message, phone));
  return el("div", { class: "inline" }, lines.map((line) => el("div", { class: "line" }, line)));
}

function pressable(button, message, phone) {
  if (button.url) return el("a", { href: button.url, target: "_blank", rel: "noopener noreferrer", title: t("opens_new_tab") }, `${button.text} ↗`);
  const press = button.copy ? () => copy(button.copy) : (event) => tap(event.currentTarget, button, message, phone);
  return el("button", { type: "button", class: button.style, on: { click: press } }, button.text);
}

async function tap(element, button, message, phone) {
  if (element.getAttribute("aria-busy") === "true") return;
  element.setAttribute("aria-busy", "true");
  const done = await post(`/sim/${phone.bot}/${phone.user.id}/tap`, { message_id: message.message_id, data: button.data });
  if (done) phone.awaitAnswer(done.query, element);
  else element.removeAttribute("aria-busy");
}
