/** The field to write in, with attaching, commands, Start and Unblock. */

import { post } from "./api.js";
import { el, iconButton } from "./dom.js";
import { attachMenu } from "./attach.js";
import { menu } from "./menu.js";
import { t } from "./texts.js";

export class Composer {
  constructor(app) {
    this.app = app;
    this.field = el("textarea", { rows: "1", maxlength: "4096", "aria-label": t("message"), placeholder: t("message"), on: { keydown: (event) => this.key(event) } });
    this.element = el("form", { class: "composer", on: { submit: (event) => this.submit(event) } });
  }

  /** Show what fits the chat: Start when it is empty, Unblock when blocked, otherwise the field. */
  redraw(chat, commands) {
    const mode = chat.blocked ? "unblock" : chat.messages.size === 0 && this.app.beginsWithStart ? "start" : "write";
    const shown = `${mode}/${commands.length}`;
    this.field.placeholder = chat.keyboard?.input_field_placeholder ?? t("message");
    if (shown === this.shown) return;
    const focused = this.element.contains(document.activeElement);
    this.shown = shown;
    this.element.replaceChildren(...(mode === "write" ? this.writing(commands) : [this.wide(mode)]));
    if (focused) this.element.querySelector("textarea, .wide").focus();
  }

  wide(mode) {
    return el("button", { type: "button", class: "wide", on: { click: () => this.app.acts(mode) } }, t(mode));
  }

  writing(commands) {
    const attach = iconButton("clip", t("attach"), () => {}, { class: "icon attach" });
    const parts = [attach, attachMenu(this.app, attach), this.field, iconButton("send", t("send"), () => {}, { type: "submit", class: "icon send" })];
    if (commands.length) {
      const slash = el("button", { type: "button", class: "icon slash", "aria-label": t("commands"), title: t("commands") }, "/");
      const choices = commands.map((each) => ({ label: `/${each.command}`, detail: each.description, does: () => this.app.acts("text", { text: `/${each.command}` }) }));
      parts.unshift(slash, menu(slash, "up", choices));
    }
    return parts;
  }

  key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.element.requestSubmit();
  }

  async submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text) return;
    this.field.value = "";
    const sent = await post(`/sim/${this.app.bot}/${this.app.user.id}/text`, { text });
    if (!sent) this.field.value = text;
  }
}
