/** One phone: its owner, and its apps in tabs. */

import { el, iconButton } from "./dom.js";
import { EgovApp } from "./egov.js";
import { menu } from "./menu.js";
import { SmsApp } from "./sms.js";
import { Tabs } from "./tabs.js";
import { TelegramApp } from "./telegram.js";
import { t } from "./texts.js";
import { WhatsAppApp } from "./whatsapp.js";

export class Phone {
  constructor(user, store, putAway) {
    Object.assign(this, { user, store });
    this.chats = chatsOf(user, store);
    this.sms = new SmsApp(user);
    const apps = [...this.chats, this.sms, new EgovApp(user)];
    this.tabs = new Tabs(user.id, apps.map((app) => ({ key: app.key, app: app.element })));
    this.element = el("section", { class: "phone", "aria-label": t("phone_of", { name: user.name }) }, this.owner(putAway), this.tabs.strip, apps.map((app) => app.element));
    this.redraw();
  }

  owner(putAway) {
    const { name } = this.user;
    const more = iconButton("more", t("menu_of", { name }), () => {});
    const current = () => this.chats.find((app) => app.key === this.tabs.current) ?? this.chats[0];
    const list = menu(more, "down", [
      { label: t("block"), does: () => current().acts("block") },
      { label: t("unblock"), does: () => current().acts("unblock") },
      ...this.networkChoices(),
      { label: t("put_away"), does: putAway },
    ]);
    const known = this.user.username_only || !this.user.phone ? t("no_number") : this.user.phone;
    return el("header", { class: "owner" }, el("div", { class: "who" }, el("h2", {}, name), el("p", {}, `${known} · ${t(this.user.bot === "staff" ? "staff" : "parent")}`)), more, list);
  }

  networkChoices() {
    const whatsapp = this.chats.find((app) => app.key === "whatsapp");
    if (!whatsapp) return [];
    return [
      { label: t("network_off"), does: () => whatsapp.network(false) },
      { label: t("network_on"), does: () => whatsapp.network(true) },
    ];
  }

  /** Show everything anew. */
  redraw() {
    for (const app of this.chats) app.redraw();
    this.sms.redraw(this.store.sms);
  }

  /** Take one record of a chat in; false when this phone has no such app. */
  take(record) {
    const app = this.chats.find((each) => each.bot === record.bot);
    if (!app) return false;
    app.take(record);
    if (record.kind === "message" && record.from === "bot") this.tabs.mark(app.key);
    return true;
  }

  /** An SMS came to this number. */
  takeSms() {
    this.sms.redraw(this.store.sms);
    this.tabs.mark("sms");
  }

  /** Something may look different because time went on. */
  tick() {
    for (const app of this.chats) app.tick?.();
  }

  toEnd() {
    for (const app of this.chats) app.toEnd();
  }

  /** What is half written, by app. */
  get drafts() {
    return { open: this.tabs.current, texts: this.chats.map((app) => [app.key, app.composer.field.value]) };
  }

  set drafts({ open, texts }) {
    for (const [key, text] of texts) this.chats.find((app) => app.key === key).composer.field.value = text;
    this.tabs.open(open);
  }
}

/** Staff have Telegram only; a parent has both, the one they usually write with first. */
function chatsOf(user, store) {
  if (user.bot === "whatsapp") return [new WhatsAppApp(user, store), new TelegramApp(user, store, "parent")];
  if (user.bot === "parent") return [new TelegramApp(user, store, "parent"), new WhatsAppApp(user, store)];
  return [new TelegramApp(user, store, user.bot)];
}
