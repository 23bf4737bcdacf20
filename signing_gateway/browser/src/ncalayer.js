/** Signing with NCALayer, the NCA's program on a computer, over its WebSocket (eds.md 3). */

import { toBase64 } from "./octets.js";
import { EMAIL_PROTECTION, ORGANISATION, PERSON } from "./wanted.js";
import { Problem } from "./problem.js";

/** @typedef {import("./wanted.js").Wanted} Wanted */

/**
 * @typedef {object} Order
 * @property {Octets} document
 * @property {Wanted} wanted
 * @property {"kk" | "ru"} locale of NCALayer's own window
 * @property {string} [url]
 * @property {boolean} [testKeys] whether NCALayer shall take keys of the NCA's test authority: never in production
 * @property {number} [greetingMs] how long NCALayer may be silent; a browser may first ask whether the page may talk to it
 * @property {number} [answerMs] how long a person may take
 * @property {AbortSignal} [signal] ends the wait with the code aborted
 */

const MODULE = "kz.gov.pki.knca.basics";
const HEARTBEAT = "--heartbeat--";
/** @type {Record<string, string>} */
const CODES = {
  MODULE_NOT_FOUND: "ncalayer_module_missing",
  USER_CANCELED: "ncalayer_cancelled",
  INVALID_SIGNING_PARAMS: "ncalayer_refused_order",
  INVOCATION_ERROR: "ncalayer_refused_order",
  SIGNING_FAILURE: "ncalayer_signing_failed",
};
const FAILED = "ncalayer_failed";

/**
 * A detached signature in Base64.
 * @param {Order} order
 * @throws {Problem} ncalayer_absent, _silent, _closed, _timeout, _cancelled, _module_missing, _refused_order, _signing_failed, _failed
 */
export async function sign({ url = "wss://127.0.0.1:13579", greetingMs = 60_000, answerMs = 600_000, ...order }) {
  const socket = connected(url);
  try {
    const { signal } = order;
    await frame(socket, { ms: greetingMs, late: "ncalayer_silent", closed: "ncalayer_absent", signal });
    socket.send(JSON.stringify(requested(order)));
    return signature(await frame(socket, { ms: answerMs, late: "ncalayer_timeout", closed: "ncalayer_closed", signal }));
  } finally {
    socket.close();
  }
}

/** @param {string} url */
function connected(url) {
  try {
    return new WebSocket(url);
  } catch {
    throw new Problem("ncalayer_absent");
  }
}

/** @param {Order} order */
function requested({ document, wanted, locale, testKeys }) {
  const role = wanted.bin === undefined ? PERSON : ORGANISATION;
  const extKeyUsageOids = wanted.purpose === "sign" ? [EMAIL_PROTECTION, role] : [role];
  const signerParams = { extKeyUsageOids, iin: wanted.iin, bin: wanted.bin, chain: testKeys ? [] : undefined };
  const signingParams = { decode: true, encapsulate: false, digested: false, tsaProfile: {} };
  const args = { allowedStorages: null, format: "cms", data: toBase64(document), signingParams, signerParams, locale };
  return { module: MODULE, method: "sign", args };
}

/**
 * The next thing that NCALayer says; what does not read as JSON is undefined.
 * @param {WebSocket} socket
 * @param {{ms: number, late: string, closed: string, signal?: AbortSignal}} patience
 * @returns {Promise<any>}
 */
function frame(socket, { ms, late, closed, signal }) {
  return new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ code) => () => reject(new Problem(code));
    const timer = setTimeout(fail(late), ms);
    if (signal?.aborted) fail("aborted")();
    signal?.addEventListener("abort", fail("aborted"));
    socket.onclose = fail(closed);
    socket.onmessage = ({ data }) => {
      if (data === HEARTBEAT) return;
      clearTimeout(timer);
      resolve(read(data));
    };
  });
}

/** @param {string} data */
function read(data) {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

/** @param {any} answer */
function signature(answer) {
  const code = answer?.errorCode ?? answer?.code;
  if (answer?.status !== true) throw new Problem(CODES[code] ?? FAILED);
  const [cms] = [answer.body?.result].flat();
  if (cms === undefined) throw new Problem("ncalayer_cancelled");
  const base64 = String(cms).replace(/-----[A-Z0-9 ]+-----|\s/g, "");
  if (!/^[A-Za-z0-9+/]+=*$/.test(base64)) throw new Problem(FAILED);
  return base64;
}
