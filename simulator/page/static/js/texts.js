/** The page's texts in the chosen language. */

import { read } from "./api.js";

export const LANGUAGES = ["kk", "ru", "en"];
let said = {};

/** The language asked for in the address, else the browser's, else Russian. */
export function wanted() {
  const asked = new URLSearchParams(location.search).get("lang");
  return [asked, ...navigator.languages.map((each) => each.slice(0, 2))].find((each) => LANGUAGES.includes(each)) ?? "ru";
}

/** Speak this language from now on. */
export async function speak(wish) {
  said = await read(`/page/texts/${wish}`);
  document.documentElement.lang = wish;
  history.replaceState(null, "", `?lang=${wish}`);
  document.title = t("title");
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", t(element.dataset.label));
}

/** One text; `{name}` in it is filled in from the values. */
export function t(key, values = {}) {
  return filled(said[key] ?? key, values);
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** A calendar date with its year: 10 June 2024. */
export function day(iso) {
  const [year, month, date] = iso.slice(0, 10).split("-").map(Number);
  return filled(said.dates[month - 1], { year, day: date });
}

/** The weekday of a date. */
export function weekday(iso) {
  return said.weekdays[(new Date(`${iso.slice(0, 10)}T00:00:00Z`).getUTCDay() + 6) % 7];
}
