/** WhatsApp on one phone: the chat with the sender of the account. */

import { post } from "./api.js";
import { ChatLog } from "./chat.js";
import { Composer } from "./composer.js";
import { el, icon } from "./dom.js";
import { day, t } from "./texts.js";
import { bubble } from "./whatsapp_bubbles.js";

const KAZAKHSTAN_MS = 5 * 3600 * 1000;

export class WhatsAppApp {
  key = "whatsapp";
  bot = "whatsapp";

  constructor(user, store) {
    Object.assign(this, { user, store });
    this.botName = "Balapan";
    this.log = new ChatLog(this);
    this.composer = new Composer(this);
    this.state = el("div", { class: "state", "aria-live": "off" });
    this.window = el("p", { class: "window", role: "status" });
    const name = el("div", { class: "name" }, this.botName, el("span", { class: "badge", "aria-hidden": "true" }, icon("tick")));
    const bar = el("div", { class: "bar" }, el("span", { class: "face", "aria-hidden": "true" }), el("div", {}, name, this.state));
    this.sheets = el("div", { class: "sheets" });
    this.element = el("div", { class: "app whatsapp" }, bar, this.window, this.log.element, this.composer.element, this.sheets);
  }

  get chat() {
    return this.store.chat(this.bot, this.user.id);
  }

  bubble(message) {
    return bubble(message, this);
  }

  redraw() {
    this.log.redraw(this.chat.messages, [t("whatsapp_hint")]);
    this.refresh();
  }

  refresh() {
    this.composer.redraw(this.chat, []);
    this.element.dataset.away = Boolean(this.chat.away);
    this.rest();
    this.tick();
  }

  rest() {
    this.state.textContent = this.chat.away ? t("no_network") : t("business_account");
  }

  /** Whether free-form messages pass now, and until when. */
  tick() {
    const until = this.chat.window?.until;
    const open = Boolean(until) && Date.parse(until) > this.store.now();
    const said = open ? t("window_open", { until: moment(until) }) : until ? t("window_closed", { until: moment(until) }) : t("window_never");
    this.window.dataset.open = open;
    if (this.window.textContent !== said) this.window.textContent = said;
  }

  /** Take one record of this chat in. */
  take(record) {
    if (record.kind === "status") this.ticks(record.message_id);
    else if (record.kind === "message" || record.kind === "failed") this.log.take(record);
    this.refresh();
    if (record.kind === "action") this.typing();
    if (record.kind !== "status") this.log.toEnd();
  }

  /** The ticks of an own message; a message of the bot shows none. */
  ticks(id) {
    const message = this.chat.messages.get(id);
    const shown = this.log.element.querySelector(`[data-id="${id}"]`);
    if (shown && message?.from === "user") this.log.replace(shown, message);
  }

  typing() {
    this.state.textContent = t("typing");
    clearTimeout(this.typed);
    this.typed = setTimeout(() => this.rest(), 5000);
  }

  async network(on) {
    await this.acts("network", { on });
  }

  toEnd() {
    this.log.toEnd();
  }

  /** Do something in this chat. */
  acts(action, wish = {}) {
    return post(`/sim/whatsapp/${this.user.id}/${action}`, wish);
  }
}

/** A moment as the phone says it: 5 June 2026, 10:00. */
function moment(iso) {
  const local = new Date(Date.parse(iso) + KAZAKHSTAN_MS).toISOString();
  return `${day(local)}, ${local.slice(11, 16)}`;
}
