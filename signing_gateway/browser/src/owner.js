/** Whose key it is, as its certificate says (eds.md 1.3). */

import { ALGORITHMS } from "./algorithms.js";

/**
 * @typedef {object} Owner
 * @property {string} name with patronymic, as the certificate writes it
 * @property {string} [iin]
 * @property {string} [bin] of the organisation for which the owner signs
 * @property {string} [organisation]
 * @property {"rsa" | "gost"} [algorithm] absent when one does not sign here with such a key
 * @property {boolean} signs false for a key that only logs in
 * @property {string[]} purposes
 * @property {Date} validFrom
 * @property {Date} validUntil
 */

const CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";

/**
 * @param {import("./certificate.js").Certificate} certificate
 * @returns {Owner}
 */
export function ownerOf({ subject, ...certificate }) {
  const { "2.5.4.3": name = [], "2.5.4.42": patronymic = [], "2.5.4.5": serial = [], "2.5.4.11": unit = [] } = subject;
  return {
    name: [...name, ...patronymic].join(" "),
    iin: numbered("IIN", serial),
    bin: numbered("BIN", [...unit, ...serial]),
    organisation: subject["2.5.4.10"]?.[0],
    algorithm: ALGORITHMS[certificate.keyAlgorithm]?.name,
    signs: certificate.nonRepudiation && !certificate.purposes.includes(CLIENT_AUTHENTICATION),
    purposes: certificate.purposes,
    validFrom: certificate.validFrom,
    validUntil: certificate.validUntil,
  };
}

/**
 * @param {string} prefix
 * @param {string[]} values
 */
function numbered(prefix, values) {
  return values.find((value) => new RegExp(`^${prefix}\\d{12}$`).test(value))?.slice(prefix.length);
}
