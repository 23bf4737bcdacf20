/** The sheet of a list: its rows rise from below; Escape closes it, arrows walk in it. */

import { el, iconButton } from "./dom.js";
import { t } from "./texts.js";

/** Open the rows of a message over its chat; the chosen one is sent at once. */
export function openSheet(message, app, opener) {
  const rows = message.buttons.map((row) => el("button", { type: "button", class: "row-of-list", on: { click: () => choose(row) } }, el("span", { class: "words" }, el("strong", {}, row.text), row.description ? el("small", {}, row.description) : null), el("span", { class: "circle", "aria-hidden": "true" })));
  const title = `sheet-${app.user.id}`;
  const head = el("div", { class: "sheet-head" }, iconButton("close", t("close"), () => close()), el("h3", { id: title }, message.list_button));
  const panel = el("div", { class: "list-sheet", role: "dialog", "aria-modal": "true", "aria-labelledby": title }, head, el("div", { class: "sheet-rows" }, rows));
  const shade = el("div", { class: "shade", on: { click: (event) => { if (event.target === shade) close(); } } }, panel);

  function close() {
    shade.remove();
    if (opener.isConnected) opener.focus();
  }

  function choose(row) {
    close();
    app.acts("tap", { message_id: message.message_id, data: row.data });
  }

  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Tab") within(event, panel);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    rows[(rows.indexOf(document.activeElement) + step + rows.length) % rows.length].focus();
  });
  app.sheets.replaceChildren(shade);
  rows[0].focus();
}

/** Tab goes round inside the sheet. */
function within(event, panel) {
  const all = [...panel.querySelectorAll("button")];
  const edge = event.shiftKey ? all[0] : all[all.length - 1];
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? all[all.length - 1] : all[0]).focus();
}
