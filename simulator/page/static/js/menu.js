/** A small list of actions that opens from a button: Escape closes it, arrows walk in it. */

import { el } from "./dom.js";

/** The list for an opener; each choice has a label, perhaps a detail, and what it does. */
export function menu(opener, side, choices) {
  const buttons = choices.map(({ label, detail, does }) =>
    el("button", { type: "button", on: { click: () => { close(); does(); } } }, label, detail ? el("small", {}, detail) : null));
  const list = el("div", { class: `menu ${side}`, role: "group", hidden: true, "aria-label": opener.getAttribute("aria-label") }, buttons);
  const outside = (event) => { if (!list.contains(event.target) && !opener.contains(event.target)) close(false); };

  function open() {
    list.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", outside);
    buttons[0]?.focus();
  }

  function close(back = true) {
    list.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside);
    if (back) opener.focus();
  }

  opener.setAttribute("aria-expanded", "false");
  opener.addEventListener("click", () => (list.hidden ? open() : close()));
  list.addEventListener("focusout", (event) => { if (event.relatedTarget && !list.contains(event.relatedTarget) && event.relatedTarget !== opener) close(false); });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") close();
    if (!step) return;
    event.preventDefault();
    buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus();
  });
  return list;
}
