/** The log of one chat: adds, replaces and removes bubbles without touching the others. */

import { el } from "./dom.js";
import { day, t } from "./texts.js";

export class ChatLog {
  /** `app` tells whose chat it is, and draws a message. */
  constructor(app) {
    this.app = app;
    this.element = el("div", { class: "log", role: "log", tabindex: "0", "aria-live": "polite", "aria-label": t("chat_of", { name: app.user.name }) });
    new ResizeObserver(() => this.toEnd()).observe(this.element);
  }

  /** Show the whole chat anew; an empty one shows the welcome. */
  redraw(messages, welcome) {
    this.lastDay = "";
    this.element.replaceChildren();
    if (messages.size === 0) this.element.append(el("div", { class: "welcome" }, welcome));
    for (const message of messages.values()) this.add(message);
  }

  /** Take one record in. */
  take(record) {
    const shown = this.element.querySelector(`[data-id="${record.message_id}"]`);
    if (record.kind === "deleted") shown?.remove();
    else if (shown) this.replace(shown, record);
    else this.add(record);
  }

  add(message) {
    this.element.querySelector(".welcome")?.remove();
    const today = message.at.slice(0, 10);
    if (today !== this.lastDay) this.element.append(el("div", { class: "day" }, day(today)));
    this.lastDay = today;
    this.element.append(this.app.bubble(message));
    this.toEnd();
  }

  replace(shown, message) {
    const focused = shown.contains(document.activeElement);
    const fresh = this.app.bubble(message);
    shown.replaceWith(fresh);
    if (focused) (fresh.querySelector("button, a") ?? this.element).focus();
    if (fresh === this.element.lastElementChild) this.toEnd();
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }
}
