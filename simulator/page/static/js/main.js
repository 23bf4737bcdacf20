/** Puts the page together. */

import { startClock } from "./clock.js";
import { DeskRow } from "./desk.js";
import { notify } from "./notice.js";
import { drawPanel, drawSms } from "./panel.js";
import { Store } from "./store.js";
import { speak, t, wanted } from "./texts.js";

const store = new Store();
const row = new DeskRow(store);
const panel = () => drawPanel(store, (person) => row.openFor(person));

function startDialogs() {
  for (const button of document.querySelectorAll("dialog [data-close]")) button.addEventListener("click", () => button.closest("dialog").close());
  const dialog = document.getElementById("add");
  const form = dialog.querySelector("form");
  document.getElementById("open-add").addEventListener("click", () => { form.reset(); dialog.showModal(); });
  form.addEventListener("submit", () => row.add(Object.fromEntries(new FormData(form))));
}

function startLanguage() {
  const choice = document.getElementById("language");
  choice.value = document.documentElement.lang;
  choice.addEventListener("change", async () => {
    await speak(choice.value);
    row.redraw();
    panel();
  });
}

function follow() {
  const told = (kind, does) => store.addEventListener(kind, (event) => does(event.detail));
  told("chat", (record) => row.take(record));
  told("sms", (sms) => { row.takeSms(sms); drawSms(store); });
  told("user", () => row.drawStrip());
  told("hints", panel);
  told("nca", panel);
  told("clock", () => row.tick());
  told("all", () => { row.redraw(); panel(); });
  told("settings", () => row.redraw());
  told("lost", () => notify(t("lost")));
  told("back", () => notify(t("back")));
  store.follow();
}

if (matchMedia("(max-width: 760px)").matches) document.getElementById("panel").open = false;
await speak(wanted());
await store.load();
row.begin();
panel();
startDialogs();
startLanguage();
startClock(store);
setInterval(() => row.tick(), 10000);
follow();
