/** Runs beside the page, so that it does not freeze; key and password live only here and end with it. */

import { ALGORITHMS, GOST_2004 } from "./algorithms.js";
import { certificateOf } from "./certificate.js";
import { detachedCms } from "./cms.js";
import { toBase64 } from "./octets.js";
import { ownerOf } from "./owner.js";
import { openPkcs12 } from "./pkcs12.js";
import { Problem } from "./problem.js";

/** @type {import("./cms.js").Key | undefined} */
let key;

self.onmessage = async ({ data: order }) => {
  try {
    self.postMessage({ done: order.file ? await opened(order) : await signed(order) });
  } catch (error) {
    const otherwise = order.file ? "key_file_broken" : "signing_failed";
    self.postMessage({ code: error instanceof Problem ? error.code : otherwise });
  }
};

/** @param {{file: Octets, password: string}} order */
async function opened({ file, password }) {
  const { privateKey, certificate } = await openPkcs12(file, password);
  if (!privateKey) throw new Problem("key_file_broken");
  key = { privateKey, certificate: certificateOf(certificate) };
  const { keyAlgorithm } = key.certificate;
  if (!(keyAlgorithm in ALGORITHMS) && keyAlgorithm !== GOST_2004) throw new Problem("key_file_unsupported");
  return ownerOf(key.certificate);
}

/** @param {{document: Octets, at: Date}} order */
async function signed({ document, at }) {
  if (!key) throw new Problem("signing_failed");
  return toBase64(await detachedCms(key, document, at));
}
