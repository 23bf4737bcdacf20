/** The log of one chat: adds, replaces and removes bubbles without touching the others. */

import { bubble } from "./bubbles.js";
import { el } from "./dom.js";
import { day, t } from "./texts.js";

export class ChatLog {
  /** `phone` tells bot, user, name of the bot, and where answers are awaited. */
  constructor(phone) {
    this.phone = phone;
    this.element = el("div", { class: "log", role: "log", tabindex: "0", "aria-live": "polite", "aria-label": t("chat_of", { name: phone.user.name }) });
    new ResizeObserver(() => this.toEnd()).observe(this.element);
  }

  /** Show the whole chat anew. */
  redraw(messages, about) {
    this.lastDay = "";
    this.element.replaceChildren();
    if (messages.size === 0) this.element.append(this.welcome(about));
    for (const message of messages.values()) this.add(message);
  }

  welcome(about) {
    return el("div", { class: "welcome" }, about ? [el("strong", {}, t("what_can")), about] : t("start_hint"));
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
    this.element.append(bubble(message, this.phone));
    this.toEnd();
  }

  replace(shown, message) {
    const focused = shown.contains(document.activeElement);
    const fresh = bubble(message, this.phone);
    shown.replaceWith(fresh);
    if (focused) (fresh.querySelector("button, a") ?? this.element).focus();
    if (fresh === this.element.lastElementChild) this.toEnd();
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }
}
