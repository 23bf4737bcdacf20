/** The desk's clock: shows, moves and sets it. */

import { post } from "./api.js";
import { day, weekday } from "./texts.js";

const KAZAKHSTAN_MS = 5 * 3600 * 1000;

/** Bring the clock in the top bar to life. */
export function startClock(store) {
  const shown = document.getElementById("now");
  const dialog = document.getElementById("clock-dialog");
  const field = dialog.querySelector("input");
  const local = () => new Date(store.now() + KAZAKHSTAN_MS);

  const draw = () => {
    const iso = local().toISOString();
    shown.dateTime = iso.replace("Z", "+05:00");
    shown.textContent = `${weekday(iso)}, ${day(iso)}, ${iso.slice(11, 19)}`;
  };
  setInterval(draw, 1000);
  store.addEventListener("clock", draw);
  draw();

  for (const button of document.querySelectorAll("[data-forward]")) {
    button.addEventListener("click", () => post("/clock", { forward: button.dataset.forward }));
  }
  document.getElementById("open-clock").addEventListener("click", () => {
    field.value = local().toISOString().slice(0, 19);
    dialog.showModal();
  });
  document.getElementById("real-time").addEventListener("click", () => {
    post("/clock", { real: true });
    dialog.close();
  });
  dialog.querySelector("form").addEventListener("submit", () => post("/clock", { now: `${field.value}+05:00` }));
}
