/** The SMS app of one phone. */

import { el } from "./dom.js";
import { t } from "./texts.js";

export class SmsApp {
  key = "sms";

  constructor(user) {
    this.number = user.phone;
    this.list = el("ul", { "aria-live": "polite" });
    this.element = el("div", { class: "app" }, el("div", { class: "smsapp", tabindex: "0" }, this.list));
  }

  /** Show those of all SMS that went to this number. */
  redraw(all) {
    const mine = all.filter((sms) => sms.to === this.number);
    const items = mine.map((sms) => el("li", {}, sms.text, el("time", { datetime: sms.at }, sms.at.slice(11, 16))));
    this.list.replaceChildren(...(items.length ? items : [el("li", { class: "none" }, t("no_sms"))]));
  }
}
