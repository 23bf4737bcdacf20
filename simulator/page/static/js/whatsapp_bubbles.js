/** One WhatsApp message: its bubble, the buttons below it, the ticks of an own one. */

import { attachment } from "./attachments.js";
import { el, icon } from "./dom.js";
import { marked } from "./markup.js";
import { copy } from "./notice.js";
import { openSheet } from "./sheet.js";
import { t } from "./texts.js";

const ICONS = { quick_reply: "reply", url: "out", phone: "phone", copy: "copy" };

/** The article of one message, or the remark that one did not arrive. */
export function bubble(message, app) {
  if (message.kind === "failed") return remark(message);
  const author = message.from === "bot" ? app.botName : t("you");
  const parts = [template(message), quoted(message, app), attachment(message, app), message.text ? el("span", { class: "said" }, marked(message.text)) : null];
  const foot = el("span", { class: "foot" }, el("time", { datetime: message.at }, message.at.slice(11, 16)), message.from === "user" ? ticks(message.status) : null);
  const body = el("div", { class: "bubble" }, el("span", { class: "hidden" }, `${author}: `), parts, foot);
  return el("article", { class: `message ${message.from}`, data: { id: message.message_id } }, el("div", { class: "card" }, body, buttons(message, app)));
}

function remark(message) {
  const about = `${message.error_code} · ${message.error_message}`;
  return el("div", { class: "remark", data: { id: message.message_id } }, el("strong", {}, t("not_arrived")), el("span", {}, about), message.text ? el("q", {}, message.text) : null);
}

function template(message) {
  return message.template ? el("span", { class: "template" }, `${t("template")} · ${message.template}`) : null;
}

function quoted(message, app) {
  const original = message.reply_to && app.chat.messages.get(message.reply_to);
  if (!original) return null;
  const whose = original.from === "bot" ? app.botName : t("you");
  return el("span", { class: "quoted" }, el("strong", {}, whose), el("span", {}, original.text || t(original.type)));
}

function ticks(status) {
  const said = { sent: t("tick_sent"), delivered: t("tick_delivered"), read: t("tick_read"), lost: t("tick_lost") }[status] ?? "";
  const name = { sent: "tick", lost: "lost" }[status] ?? "ticks";
  return el("span", { class: `ticks ${status}`, title: said }, icon(name), el("span", { class: "hidden" }, said));
}

function buttons(message, app) {
  if (!message.buttons.length) return null;
  if (message.list_button) {
    const opener = el("button", { type: "button", "aria-haspopup": "dialog", on: { click: () => openSheet(message, app, opener) } }, icon("list"), message.list_button);
    return el("div", { class: "choices" }, opener);
  }
  return el("div", { class: "choices" }, message.buttons.map((button) => pressable(button, message, app)));
}

function pressable(button, message, app) {
  const shown = [icon(ICONS[button.kind] ?? "reply"), button.text];
  if (button.url) return el("a", { href: button.url, target: "_blank", rel: "noopener noreferrer", title: t("opens_new_tab") }, shown);
  const press = button.copy ? () => copy(button.copy) : () => app.acts("tap", { message_id: message.message_id, data: button.data });
  return el("button", { type: "button", on: { click: press } }, shown);
}
