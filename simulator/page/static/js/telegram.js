/** Telegram on one phone: the chat with one bot. */

import { post } from "./api.js";
import { bubble } from "./bubbles.js";
import { ChatLog } from "./chat.js";
import { Composer } from "./composer.js";
import { el } from "./dom.js";
import { t } from "./texts.js";

const ANSWER_MS = 15000;

export class TelegramApp {
  key = "telegram";
  beginsWithStart = true;

  constructor(user, store, bot) {
    Object.assign(this, { user, store, bot, waiting: new Map() });
    this.botName = t(`${bot}_bot`);
    this.log = new ChatLog(this);
    this.composer = new Composer(this);
    this.state = el("div", { class: "state", "aria-live": "off" }, t("bot"));
    this.answers = el("div", { class: "answers", role: "group", "aria-label": t("buttons"), hidden: true });
    this.toast = el("div", { class: "toast", role: "alert" });
    const bar = el("div", { class: "bar" }, el("span", { class: "face", "aria-hidden": "true" }), el("div", {}, el("div", { class: "name" }, this.botName), this.state));
    this.element = el("div", { class: "app" }, bar, this.log.element, this.answers, this.composer.element, this.toast);
  }

  get chat() {
    return this.store.chat(this.bot, this.user.id);
  }

  bubble(message) {
    return bubble(message, this);
  }

  redraw() {
    const about = this.about();
    this.log.redraw(this.chat.messages, about ? [el("strong", {}, t("what_can")), about] : [t("start_hint")]);
    this.refresh(this.chat);
  }

  /** What the bot says of itself, in the phone's language or at all. */
  about() {
    const { settings } = this.store.bots.find((bot) => bot.label === this.bot);
    return settings[`description/${this.user.language_code}`] || settings["description/"] || "";
  }

  commands() {
    const { settings } = this.store.bots.find((bot) => bot.label === this.bot);
    const own = (language) => settings[`commands/default//${language}`] ?? settings[`commands/all_private_chats//${language}`];
    return own(this.user.language_code) ?? own("") ?? [];
  }

  refresh(chat) {
    this.composer.redraw(chat, this.commands());
    const rows = chat.blocked ? [] : chat.keyboard?.keyboard ?? [];
    this.answers.hidden = rows.length === 0;
    const press = (button) => () => this.acts("tap", { label: button.text, reply: true });
    this.answers.replaceChildren(...rows.map((row) => el("div", { class: "line" }, row.map((button) => el("button", { type: "button", on: { click: press(button) } }, button.text)))));
  }

  /** Take one record of this chat in. */
  take(record) {
    if (record.kind === "action") this.typing();
    else if (record.kind === "answer") this.answered(record);
    else if (["message", "edited", "deleted"].includes(record.kind)) this.log.take(record);
    if (record.from === "bot") this.state.textContent = t("bot");
    this.refresh(this.chat);
    this.log.toEnd();
  }

  typing() {
    this.state.textContent = t("typing");
    clearTimeout(this.typed);
    this.typed = setTimeout(() => { this.state.textContent = t("bot"); }, 5000);
  }

  /** A button stays busy until the bot answers the tap, or too long passes. */
  awaitAnswer(query, button) {
    if (this.waiting.get(query) === "answered") return button.removeAttribute("aria-busy");
    this.waiting.set(query, button);
    return setTimeout(() => button.removeAttribute("aria-busy"), ANSWER_MS);
  }

  answered({ query, text, alert }) {
    const button = this.waiting.get(query);
    this.waiting.set(query, "answered");
    if (button?.removeAttribute) button.removeAttribute("aria-busy");
    if (!text) return;
    const hide = () => this.toast.replaceChildren();
    this.toast.replaceChildren(text, ...(alert ? [el("button", { type: "button", on: { click: hide } }, t("ok"))] : []));
    if (!alert) setTimeout(hide, 4000);
  }

  toEnd() {
    this.log.toEnd();
  }

  /** Do something in this chat. */
  acts(action, wish = {}) {
    return post(`/sim/${this.bot}/${this.user.id}/${action}`, wish);
  }
}
