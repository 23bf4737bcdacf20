/** Attaching: photos, files, made-up samples, contacts, a place. */

import { post } from "./api.js";
import { el } from "./dom.js";
import { menu } from "./menu.js";
import { samplePdf, samplePhoto } from "./samples.js";
import { t } from "./texts.js";

/** The menu of the paper clip. */
export function attachMenu(app, opener) {
  return menu(opener, "up", [
    { label: t("attach_photo"), does: () => choose(app, "photo", "image/*") },
    { label: t("attach_file"), does: () => choose(app, "document", "") },
    { label: t("sample_photo"), does: async () => send(app, "photo", [await samplePhoto()]) },
    { label: t("sample_pdf"), does: () => send(app, "document", [samplePdf()]) },
    { label: t("share_contact"), does: () => app.acts("contact", { own: true }) },
    { label: t("foreign_contact"), does: () => app.acts("contact", { own: false }) },
    { label: t("share_location"), does: () => app.acts("location") },
  ]);
}

function choose(app, kind, accept) {
  const input = el("input", { type: "file", multiple: true, accept: accept || null });
  input.addEventListener("change", () => send(app, kind, [...input.files]));
  input.click();
}

function send(app, kind, files) {
  if (files.length === 0) return null;
  const form = new FormData();
  form.append("kind", kind);
  for (const file of files) form.append("file", file, file.name);
  return post(`/sim/${app.bot}/${app.user.id}/file`, form);
}
