/** The left column: whom and what to try. */

import { post } from "./api.js";
import { el, icon } from "./dom.js";
import { keyList } from "./keys.js";
import { copy } from "./notice.js";
import { day, t } from "./texts.js";

const INVITE = "balapan staff invite --role phthisiatrician";

/** Fill the column; `openPhone` puts a person's phone on the desk. */
export function drawPanel(store, openPhone) {
  const families = store.families.map((family) => familyCard(family, openPhone));
  document.getElementById("panel-body").replaceChildren(
    section("invites", invites(store.hints)),
    section("families", families),
    folded("keys", keyList(store.nca)),
    folded("all_sms", smsList(store.sms)),
    folded("trouble", trouble(store)),
  );
}

/** Only the list of SMS, so that nothing else in the column loses the focus. */
export function drawSms(store) {
  document.querySelector('details[data-part="all_sms"]').lastElementChild.replaceWith(smsList(store.sms));
}

function section(title, content) {
  return el("section", {}, el("h3", {}, t(title)), content);
}

/** A part that starts closed and stays as it was left. */
function folded(title, content) {
  const before = document.querySelector(`details[data-part="${title}"]`);
  return el("details", { class: "more", data: { part: title }, open: before?.open ?? false }, el("summary", {}, el("h3", {}, t(title))), content);
}

function familyCard(family, openPhone) {
  const all = [...family.adults, ...family.children];
  const people = all.map((person) => personRow(person, all, openPhone));
  return el("div", { class: "family" }, el("h4", {}, t(family.key)), people);
}

function personRow(person, family, openPhone) {
  const name = `${person.first_name} ${person.last_name}`;
  const parents = family.filter((other) => person.parents.includes(other.iin)).map((other) => other.first_name);
  const facts = [t("born", { date: day(person.birth_date) })];
  if (!person.parents.length) facts.push(person.phone ?? t("no_phone"));
  if (parents.length) facts.push(t("child_of", { names: parents.join(", ") }));
  const buttons = [chip(`${t("iin")} ${person.iin}`, t("copy_iin", { name }), () => copy(person.iin), "copy")];
  if (person.phone) buttons.push(chip(t("open_phone", { name: person.first_name }), null, () => openPhone(person)));
  return el("div", { class: "person" }, el("div", { class: "who" }, name), el("div", { class: "facts" }, facts.join(" · ")), el("div", { class: "does" }, buttons));
}

function chip(text, label, does, picture = null) {
  return el("button", { type: "button", class: "chip", "aria-label": label, title: label, on: { click: does } }, picture ? icon(picture) : null, el("span", {}, text));
}

function invites(lines) {
  const codes = lines.map((line) => {
    const [, whose, code] = /^(.*?):\s*(\S.*)$/.exec(line) ?? [null, "", line];
    const [role, ...where] = whose.split(" ");
    const who = [t(role), where.join(" ")].filter(Boolean).join(" · ");
    return el("div", {}, el("div", { class: "role" }, who), chip(code, t("copy_code", { code: `${who}: ${code}` }), () => copy(code), "copy"));
  });
  const how = el("p", { class: "note" }, t("invite_how"));
  return [codes.length ? el("div", { class: "hints" }, codes) : null, how, chip(INVITE, t("copy_command"), () => copy(INVITE), "copy")];
}

function smsList(all) {
  if (!all.length) return el("p", { class: "note" }, t("no_sms"));
  const items = [...all].reverse().map((sms) => el("li", {}, el("div", { class: "meta" }, `${t("sms_to", { phone: sms.to })} · ${sms.at.slice(11, 16)}`), sms.text));
  return el("ul", { class: "smslist" }, items);
}

function trouble(store) {
  const toggle = (text, on, path, wish = (down) => ({ down })) => {
    const box = el("input", { type: "checkbox", checked: on, on: { change: () => post(path, wish(box.checked)) } });
    return el("label", { class: "switch" }, box, t(text));
  };
  const reset = () => { if (confirm(t("reset_sure"))) post("/sim/reset"); };
  return [
    toggle("registry_down", store.registryDown, "/sim/registry"),
    toggle("sms_down", store.smsDown, "/sim/sms"),
    toggle("nca_down", store.nca.down, "/sim/nca"),
    toggle("ncalayer_cancels", store.ncalayer === "cancel", "/sim/ncalayer", (on) => ({ will: on ? "cancel" : "sign" })),
    el("button", { type: "button", class: "chip reset", on: { click: reset } }, t("reset")),
  ];
}
