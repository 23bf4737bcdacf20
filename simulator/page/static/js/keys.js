/** The EDS keys of the desk: files to download, with the password that opens them. */

import { el, icon } from "./dom.js";
import { copy } from "./notice.js";
import { t } from "./texts.js";

/** A row for each person, the kindergarten's head first. */
export function keyList({ password, holders }) {
  const opened = el("button", { type: "button", class: "chip", title: t("copy_password"), on: { click: () => copy(password) } }, icon("copy"), el("span", {}, password));
  return el("div", {}, el("p", { class: "note" }, t("keys_how")), el("p", { class: "note" }, `${t("key_password")} `, opened), holders.map(holderRow));
}

function holderRow({ iin, name, bin, organisation, kinds }) {
  const facts = organisation ? `${organisation} · ${t("bin")} ${bin}` : `${t("iin")} ${iin}`;
  const files = kinds.map((kind) => el("a", { class: "chip", href: `/nca/keys/${iin}/${kind}.p12${bin ? `?bin=${bin}` : ""}`, download: true }, t(`key_${kind}`)));
  return el("div", { class: "person" }, el("div", { class: "who" }, name), el("div", { class: "facts" }, facts), el("div", { class: "does" }, files));
}
