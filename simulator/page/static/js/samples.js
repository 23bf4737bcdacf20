/** Files to send when none is at hand: plainly made up, different every time. */

import { t } from "./texts.js";

/** A photo of a sheet of paper on a table. */
export async function samplePhoto() {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1200, height: 1600 });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#8a6f55";
  pen.fillRect(0, 0, 1200, 1600);
  pen.fillStyle = "#fdfdf8";
  pen.fillRect(90, 90, 1020, 1420);
  pen.fillStyle = "#10242c";
  pen.font = "bold 64px sans-serif";
  pen.fillText(t("sample_title"), 160, 240, 880);
  pen.font = "40px sans-serif";
  pen.fillText(t("sample_body"), 160, 330, 880);
  pen.fillText(`№ ${serial()}`, 160, 410, 880);
  for (let line = 0; line < 16; line += 1) pen.fillRect(160, 500 + line * 54, 620 + ((line * 137) % 260), 6);
  pen.strokeStyle = "#23488f";
  pen.lineWidth = 8;
  pen.beginPath();
  pen.arc(900, 1390, 90, 0, 7);
  pen.stroke();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92));
  return new File([blob], "photo.jpg", { type: "image/jpeg" });
}

/** A PDF of one page. */
export function samplePdf() {
  const page = `BT /F1 22 Tf 72 740 Td (Sample ${serial()}: not a real document) Tj ET`;
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    `<</Length ${page.length}>>stream\n${page}\nendstream`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
  ];
  let body = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const at = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join("")}`;
  const end = `${table}trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF\n`;
  return new File([body + end], `sample-${serial()}.pdf`, { type: "application/pdf" });
}

function serial() {
  return Date.now() % 1000000;
}
