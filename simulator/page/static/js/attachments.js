/** What a message brings besides its text: a picture, a file, a contact, a place. */

import { el, icon } from "./dom.js";
import { t } from "./texts.js";

/** The attachment of a message in a chat of this app, or null. */
export function attachment(message, app) {
  if (message.file?.kind === "photo") return photo(message.file, app);
  if (message.file) return file(message.file, app);
  if (message.contact) return facts("person", `${message.contact.first_name} ${message.contact.last_name ?? ""}`, `+${message.contact.phone_number.replace("+", "")}`);
  if (message.location) return facts("place", message.location.label || t("location"), `${message.location.latitude}, ${message.location.longitude}`);
  return null;
}

function photo(about, app) {
  const address = `/sim/${app.bot}/files/${about.file_id}`;
  const picture = el("img", { src: address, alt: t("photo"), on: { load: () => app.toEnd() } });
  return el("a", { class: "picture", href: address, target: "_blank", title: t("opens_new_tab") }, picture);
}

function file(about, app) {
  const name = about.name ?? t(about.kind);
  const label = `${t("open_file", { name })} (${t("opens_new_tab")})`;
  const shown = [el("span", { class: "sheet" }, icon("sheet")), el("span", {}, el("strong", {}, name), el("small", {}, size(about.size)))];
  return el("a", { class: "attached", href: `/sim/${app.bot}/files/${about.file_id}`, target: "_blank", "aria-label": label }, shown);
}

function facts(picture, title, detail) {
  return el("div", { class: "attached" }, el("span", { class: "sheet" }, icon(picture)), el("span", {}, el("strong", {}, title), el("small", {}, detail)));
}

function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : bytes < 1 << 20 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / (1 << 20)).toFixed(1)} MB`;
}
