/** The least page that can sign: what it is to ask for stands in its data attributes, as the server will write them. */

import { keyFile, ncaLayer } from "/bundle/signing.js";

const [file, password] = document.querySelectorAll("input");
const output = document.querySelector("output");
let another = new AbortController();

function asked() {
  const { wanted, now, ncalayer } = document.body.dataset;
  return { wanted: JSON.parse(wanted), now: new Date(now), ...JSON.parse(ncalayer ?? "{}") };
}

async function contract() {
  const response = await fetch("/document");
  return new Uint8Array(await response.arrayBuffer());
}

async function told(work) {
  output.textContent = "";
  try {
    output.textContent = await work();
  } catch (problem) {
    output.textContent = problem.code ?? `${problem}`;
  }
}

async function sent(cms) {
  await fetch("/signature", { method: "POST", body: cms });
  return "signed";
}

document.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  told(async () => {
    const order = { ...asked(), file: file.files[0], password: password.value, document: await contract() };
    return sent(await keyFile.sign(order));
  });
});

document.querySelector("#look").addEventListener("click", () =>
  told(async () => {
    const key = await keyFile.open({ ...asked(), file: file.files[0], password: password.value });
    key.close();
    return JSON.stringify(key.owner);
  }),
);

document.querySelector("#ncalayer").addEventListener("click", () =>
  told(async () => {
    another = new AbortController();
    return sent(await ncaLayer.sign({ ...asked(), signal: another.signal, document: await contract() }));
  }),
);

document.querySelector("#other").addEventListener("click", () => another.abort());
