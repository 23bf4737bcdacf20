/** The two kinds of keys with which one signs here, by the algorithm of the certificate's key. */

import { octetsOf, parsed } from "./ber.js";
import { gostSignature } from "./gost.js";
import { streebog512 } from "./streebog.js";

/**
 * @typedef {object} Algorithm
 * @property {"rsa" | "gost"} name
 * @property {string} digest
 * @property {string} signature
 * @property {(data: Octets) => Promise<Octets>} hashed
 * @property {(privateKey: Octets, data: Octets) => Promise<Octets>} signed PKCS#8 and data in, signature out
 */

/** Keys of before 2024, with which nobody signs any more. */
export const GOST_2004 = "1.2.398.3.10.1.1.1.1";

const RSA = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

/** @type {Record<string, Algorithm>} */
export const ALGORITHMS = {
  "1.2.840.113549.1.1.1": {
    name: "rsa",
    digest: "2.16.840.1.101.3.4.2.1",
    signature: "1.2.840.113549.1.1.11",
    hashed: sha256,
    signed: async (privateKey, data) => {
      const key = await crypto.subtle.importKey("pkcs8", privateKey, RSA, false, ["sign"]);
      return new Uint8Array(await crypto.subtle.sign(RSA, key, data));
    },
  },
  "1.2.398.3.10.1.1.2.2": {
    name: "gost",
    digest: "1.2.398.3.10.1.3.3",
    signature: "1.2.398.3.10.1.1.2.3.2",
    hashed: async (data) => streebog512(data),
    signed: async (privateKey, data) => {
      const inner = octetsOf(parsed(privateKey).parts[2]);
      return gostSignature(octetsOf(parsed(inner)), streebog512(data));
    },
  },
};

/** @param {Octets} data */
export async function sha256(data) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}
