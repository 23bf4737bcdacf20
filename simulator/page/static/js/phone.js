/** One phone: its owner, its apps (Telegram, SMS; room for more), and the chat. */

import { post } from "./api.js";
import { ChatLog } from "./chat.js";
import { Composer } from "./composer.js";
import { el, iconButton } from "./dom.js";
import { menu } from "./menu.js";
import { SmsApp } from "./sms.js";
import { Tabs } from "./tabs.js";
import { t } from "./texts.js";

const ANSWER_MS = 15000;

export class Phone {
  constructor(user, store, putAway) {
    Object.assign(this, { user, store, bot: user.bot, waiting: new Map() });
    this.botName = t(`${user.bot}_bot`);
    this.log = new ChatLog(this);
    this.composer = new Composer(this);
    this.state = el("div", { class: "state", "aria-live": "off" }, t("bot"));
    this.answers = el("div", { class: "answers", role: "group", "aria-label": t("buttons"), hidden: true });
    this.toast = el("div", { class: "toast", role: "alert" });
    this.sms = new SmsApp(user);
    const bar = el("div", { class: "bar" }, el("span", { class: "face", "aria-hidden": "true" }), el("div", {}, el("div", { class: "name" }, this.botName), this.state));
    const telegram = el("div", { class: "app" }, bar, this.log.element, this.answers, this.composer.element, this.toast);
    this.tabs = new Tabs(user.id, [{ key: "telegram", app: telegram }, { key: "sms", app: this.sms.element }]);
    this.element = el("section", { class: "phone", "aria-label": t("phone_of", { name: user.name }) }, this.owner(putAway), this.tabs.strip, telegram, this.sms.element);
    this.redraw();
  }

  owner(putAway) {
    const { name, phone } = this.user;
    const more = iconButton("more", t("menu_of", { name }), () => {});
    const list = menu(more, "down", [
      { label: t("block"), does: () => this.acts("block") },
      { label: t("unblock"), does: () => this.acts("unblock") },
      { label: t("put_away"), does: putAway },
    ]);
    return el("header", { class: "owner" }, el("div", { class: "who" }, el("h2", {}, name), el("p", {}, `${phone ?? "—"} · ${t(this.bot)}`)), more, list);
  }

  /** Show everything anew. */
  redraw() {
    const chat = this.store.chat(this.bot, this.user.id);
    this.log.redraw(chat.messages, this.about());
    this.sms.redraw(this.store.sms);
    this.refresh(chat);
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
    const chat = this.store.chat(this.bot, this.user.id);
    if (record.kind === "action") this.typing();
    else if (record.kind === "answer") this.answered(record);
    else if (["message", "edited", "deleted"].includes(record.kind)) this.log.take(record);
    if (record.from === "bot") this.rest(record);
    this.refresh(chat);
    this.log.toEnd();
  }

  rest(record) {
    this.state.textContent = t("bot");
    if (record.kind === "message") this.tabs.mark("telegram");
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

  /** Do something with this phone. */
  acts(action, wish = {}) {
    return post(`/sim/${this.bot}/${this.user.id}/${action}`, wish);
  }

  /** An SMS came to this number. */
  takeSms() {
    this.sms.redraw(this.store.sms);
    this.tabs.mark("sms");
  }
}
