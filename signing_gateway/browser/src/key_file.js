/**
 * Signing with a key file. The file and its password go to a worker of this page and nowhere else; the worker is ended after
 * the signature, and with it everything that it knew.
 */

import { Problem } from "./problem.js";
import { refusal } from "./wanted.js";

/** @typedef {import("./owner.js").Owner} Owner */
/** @typedef {import("./wanted.js").Wanted} Wanted */

/** Octets: a key file has some 3,000 of them. */
const LARGEST_FILE = 64 * 1024;

/**
 * A detached signature in Base64.
 * @param {{file: Blob, password: string, wanted: Wanted, document: Octets, now?: Date}} order
 * @throws {Problem}
 */
export async function sign({ document, now = new Date(), ...order }) {
  const key = await open({ ...order, now });
  return key.sign(document, now);
}

/**
 * Opens the file and tells whose key it is, so that the page can show it before anything is signed. A key that is not the one
 * asked for is refused and forgotten at once.
 * @param {{file: Blob, password: string, wanted: Wanted, now?: Date}} order
 * @throws {Problem} insecure_page, key_file_broken, wrong_password, key_file_unsupported, or why the verifier would refuse the key
 */
export async function open({ file, password, wanted, now = new Date() }) {
  if (!globalThis.isSecureContext) throw new Problem("insecure_page");
  if (file.size > LARGEST_FILE) throw new Problem("key_file_broken");
  const worker = new Worker(new URL("key_worker.js", import.meta.url));
  const close = () => worker.terminate();
  try {
    /** @type {Owner} */
    const owner = await asked(worker, { file: new Uint8Array(await file.arrayBuffer()), password });
    const code = refusal(owner, wanted, now);
    if (code) throw new Problem(code);
    return { owner, sign: signWith(worker), close };
  } catch (error) {
    close();
    throw error;
  }
}

/**
 * One signature; then the key is gone.
 * @param {Worker} worker
 */
function signWith(worker) {
  /**
   * @param {Octets} document
   * @param {Date} [at] the server's time, where the device's clock may be wrong
   * @returns {Promise<string>} Base64
   */
  return async (document, at = new Date()) => {
    try {
      return await asked(worker, { document, at });
    } finally {
      worker.terminate();
    }
  };
}

/**
 * @param {Worker} worker
 * @param {object} order
 * @returns {Promise<any>}
 */
function asked(worker, order) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => ("done" in data ? resolve(data.done) : reject(new Problem(data.code)));
    worker.onerror = () => reject(new Problem("signing_failed"));
    worker.postMessage(order);
  });
}
