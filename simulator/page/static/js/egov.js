/** eGov Mobile on one phone: it takes a QR code's text or a link, shows the document, and signs it. */

import { post, read } from "./api.js";
import { el } from "./dom.js";
import { t } from "./texts.js";

export class EgovApp {
  key = "egov";

  constructor(user) {
    this.path = `/sim/egov/${user.id}`;
    this.name = user.name;
    this.screen = el("div", { class: "egov-screen", "aria-live": "polite" });
    this.element = el("div", { class: "app egov" }, el("header", { class: "bar" }, el("div", { class: "name" }, t("egov_mobile"))), this.screen);
    read(this.path).then((seen) => this.draw(seen), () => {});
  }

  /** Do something, and show what comes of it; what goes wrong is told, and everything stays. */
  async order(what, wish = {}) {
    const buttons = this.screen.querySelectorAll("button");
    for (const button of buttons) button.disabled = true;
    const seen = await post(`${this.path}/${what}`, wish);
    for (const button of buttons) button.disabled = false;
    if (seen) this.draw(seen);
  }

  draw({ keys, shown }) {
    const parts = !shown ? this.scanner() : shown.answered ? this.end(shown.answered) : this.review(shown, keys);
    this.screen.replaceChildren(...parts);
  }

  scanner() {
    const field = el("textarea", { rows: "4", required: true, "aria-label": t("qr_or_link"), placeholder: "mobileSign:https://…" });
    const scan = (event) => { event.preventDefault(); this.order("scan", { text: field.value }); };
    return [
      el("h3", {}, t("egov_scan")),
      el("p", {}, t("egov_how")),
      el("form", { on: { submit: scan } }, field, el("button", { class: "main" }, t("scan"))),
    ];
  }

  review({ organisation, description, documents }, keys) {
    const choice = el("select", {}, keys.map((key) => el("option", { value: key }, t(`key_${key}`))));
    const sign = () => this.order("sign", { key: choice.value });
    return [
      el("h3", {}, organisation.name),
      el("p", { class: "quiet" }, `${t("bin")} ${organisation.bin}`),
      el("p", {}, description),
      documents.map((one) => this.document(one)),
      keys.length ? el("label", {}, t("key_to_sign"), choice) : el("p", { class: "quiet" }, t("no_key_here")),
      el("div", { class: "actions" },
        el("button", { type: "button", class: "plain", on: { click: () => this.order("cancel") } }, t("cancel")),
        keys.length ? el("button", { type: "button", class: "main", on: { click: sign } }, t("sign")) : null),
    ].flat();
  }

  document({ name, meta, mime, bytes }) {
    const rows = meta.map((row) => el("div", {}, el("dt", {}, row.name), el("dd", {}, row.value)));
    const size = `${mime.split("/").pop().toUpperCase()} · ${Math.ceil(bytes / 1024)} KB`;
    const look = el("a", { href: `${this.path}/document`, target: "_blank", rel: "noopener", title: t("opens_new_tab") }, t("look_at_document"));
    return el("div", { class: "paper" }, el("strong", {}, name), el("small", {}, size), rows.length ? el("dl", {}, rows) : null, look);
  }

  end({ accepted, message }) {
    const again = el("button", { type: "button", class: "plain", on: { click: () => this.order("cancel") } }, t("scan_another"));
    return [el("h3", { class: accepted ? "good" : "bad" }, t(accepted ? "egov_accepted" : "egov_refused")), el("p", {}, message), again];
  }
}
