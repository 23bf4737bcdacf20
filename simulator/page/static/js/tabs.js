/** The apps of a phone as tabs; what came into a hidden one is counted. */

import { el } from "./dom.js";
import { t } from "./texts.js";

export class Tabs {
  /** `apps` are `{key, app}`; the first one is open. */
  constructor(owner, apps) {
    this.apps = apps;
    this.unread = {};
    this.buttons = apps.map(({ key, app }) => {
      app.id = `app-${owner}-${key}`;
      app.setAttribute("role", "tabpanel");
      app.setAttribute("aria-label", t(key));
      return el("button", { type: "button", role: "tab", class: key, "aria-controls": app.id, on: { click: () => this.open(key) } });
    });
    this.strip = el("div", { class: "tabs", role: "tablist", on: { keydown: (event) => this.walk(event) } }, this.buttons);
    this.open(apps[0].key);
  }

  open(key) {
    this.current = key;
    this.unread[key] = 0;
    this.draw();
  }

  /** Something came into that app. */
  mark(key) {
    if (key !== this.current) this.unread[key] = (this.unread[key] ?? 0) + 1;
    this.draw();
  }

  draw() {
    this.apps.forEach(({ key, app }, index) => {
      const button = this.buttons[index];
      const count = this.unread[key];
      app.hidden = key !== this.current;
      button.setAttribute("aria-selected", String(key === this.current));
      button.tabIndex = key === this.current ? 0 : -1;
      const dot = count ? [el("span", { class: "dot", "aria-hidden": "true" }, String(count)), el("span", { class: "hidden" }, t("unread", { count }))] : [];
      button.replaceChildren(t(key), ...dot);
    });
  }

  walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (this.apps.findIndex(({ key }) => key === this.current) + step + this.apps.length) % this.apps.length;
    this.open(this.apps[next].key);
    this.buttons[next].focus();
  }
}
