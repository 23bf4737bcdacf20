/** The row of phones and the strip of names above it. */

import { post } from "./api.js";
import { el } from "./dom.js";
import { Phone } from "./phone.js";
import { t } from "./texts.js";

export class DeskRow {
  constructor(store) {
    this.store = store;
    this.phones = new Map();
    this.unread = new Map();
    this.strip = document.getElementById("strip");
    this.row = document.getElementById("row");
  }

  /** Show the first parent on Telegram, the first on WhatsApp, and the first of the staff. */
  begin() {
    for (const bot of ["parent", "whatsapp", "staff"]) {
      const user = this.store.users.find((each) => each.bot === bot);
      if (user) this.phones.set(user.id, null);
    }
    this.redraw();
  }

  /** Build all shown phones anew, keeping what was half written. */
  redraw() {
    const drafts = [...this.phones].map(([id, phone]) => [id, phone?.drafts]);
    const known = new Map(this.store.users.map((user) => [user.id, user]));
    this.phones.clear();
    for (const [id, draft] of drafts) {
      if (!known.has(id)) continue;
      this.phones.set(id, new Phone(known.get(id), this.store, () => this.toggle(id)));
      if (draft) this.phones.get(id).drafts = draft;
    }
    this.draw();
  }

  /** Put a phone on the desk or away. */
  toggle(id, shown = !this.phones.has(id)) {
    const user = this.store.users.find((each) => each.id === id);
    if (!shown) this.phones.delete(id);
    else if (!this.phones.has(id)) this.phones.set(id, new Phone(user, this.store, () => this.toggle(id)));
    this.unread.delete(id);
    this.draw();
    if (shown) this.phones.get(id).element.scrollIntoView({ inline: "nearest", block: "nearest" });
  }

  draw() {
    const shown = [...this.phones.values()].map((phone) => phone.element);
    this.row.replaceChildren(...(shown.length ? shown : [el("p", { class: "empty" }, t("no_phones"))]));
    for (const phone of this.phones.values()) phone.toEnd();
    this.drawStrip();
  }

  drawStrip() {
    const focused = this.strip.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    this.strip.replaceChildren(...this.store.users.map((user) => el("li", {}, this.name(user))));
    if (focused) this.strip.querySelector(`[data-id="${focused}"]`)?.focus();
  }

  name(user) {
    const count = this.unread.get(user.id);
    const dot = count ? [el("span", { class: "dot", "aria-hidden": "true" }, String(count)), el("span", { class: "hidden" }, t("unread", { count }))] : [];
    const label = `${user.name.split(" ")[0]} · ${t(user.bot)}`;
    return el("button", { type: "button", title: user.name, data: { id: user.id }, "aria-pressed": String(this.phones.has(user.id)), on: { click: () => this.toggle(user.id) } }, label, ...dot);
  }

  /** A record of some chat came. */
  take(record) {
    const phone = this.phones.get(record.user_id);
    if (phone?.take(record)) return;
    if (record.kind === "message" && record.from === "bot") this.count(record.user_id);
  }

  takeSms(sms) {
    for (const user of this.store.users.filter((each) => each.phone === sms.to)) {
      if (this.phones.has(user.id)) this.phones.get(user.id).takeSms();
      else this.count(user.id);
    }
  }

  /** Time went on. */
  tick() {
    for (const phone of this.phones.values()) phone.tick();
  }

  count(id) {
    this.unread.set(id, (this.unread.get(id) ?? 0) + 1);
    this.drawStrip();
  }

  /** The phone of one of the registry's people, added when it is not there yet. */
  async openFor(person) {
    const known = this.store.users.find((user) => user.phone === person.phone && user.bot !== "staff");
    if (known) return this.toggle(known.id, true);
    return this.add({ name: `${person.first_name} ${person.last_name}`, phone: person.phone, language_code: "ru", bot: "parent" });
  }

  /** Add a person and show their phone as soon as the desk tells of them. */
  async add(wish) {
    const user = await post("/sim/users", wish);
    if (!user) return;
    if (!this.store.users.some((each) => each.id === user.id)) this.store.users.push(user);
    this.toggle(user.id, true);
  }
}
