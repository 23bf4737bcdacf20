/** What a certificate says of itself and its owner; nothing is checked here, that is the verifier's work. */

import { octetsOf, oidOf, parsed } from "./ber.js";

/** @typedef {import("./ber.js").Node} Node */

/**
 * @typedef {object} Certificate
 * @property {Octets} raw
 * @property {Octets} issuer as it stands: another encoding of the same name would name somebody else
 * @property {Octets} serial
 * @property {string} keyAlgorithm
 * @property {Record<string, string[]>} subject values by kind
 * @property {Date} validFrom
 * @property {Date} validUntil
 * @property {boolean} nonRepudiation
 * @property {string[]} purposes extended key usages
 */

const KEY_USAGE = "2.5.29.15";
const EXTENDED_KEY_USAGE = "2.5.29.37";
const NON_REPUDIATION = 0x40;
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
const GENERALIZED_TIME = 0x18;
const BMP_STRING = 0x1e;

/**
 * @param {Octets} raw
 * @returns {Certificate}
 */
export function certificateOf(raw) {
  const fields = parsed(raw).parts[0].parts;
  const [serial, , issuer, validity, subject, key] = fields.slice(fields[0].tag === VERSION ? 1 : 0);
  const extensions = extensionsOf(fields.find((field) => field.tag === EXTENSIONS));
  const usage = extensions[KEY_USAGE]?.content ?? [];
  return {
    raw,
    issuer: issuer.raw,
    serial: serial.raw,
    keyAlgorithm: oidOf(key.parts[0].parts[0]),
    subject: valuesOf(subject),
    validFrom: momentOf(validity.parts[0]),
    validUntil: momentOf(validity.parts[1]),
    nonRepudiation: Boolean(usage[1] & NON_REPUDIATION),
    purposes: extensions[EXTENDED_KEY_USAGE]?.parts.map(oidOf) ?? [],
  };
}

/** @param {Node | undefined} wrapped */
function extensionsOf(wrapped) {
  const all = wrapped?.parts[0].parts ?? [];
  return Object.fromEntries(all.map(({ parts }) => [oidOf(parts[0]), parsed(octetsOf(parts[parts.length - 1]))]));
}

/** @param {Node} name */
function valuesOf(name) {
  /** @type {Record<string, string[]>} */
  const values = {};
  for (const { parts } of name.parts.flatMap((set) => set.parts)) (values[oidOf(parts[0])] ??= []).push(textOf(parts[1]));
  return values;
}

/** @param {Node} node */
function textOf(node) {
  return new TextDecoder(node.tag === BMP_STRING ? "utf-16be" : "utf-8").decode(node.content);
}

/** @param {Node} node */
function momentOf(node) {
  const digits = textOf(node);
  const century = node.tag === GENERALIZED_TIME ? "" : digits < "5" ? "20" : "19";
  const [year, ...rest] = `${century}${digits}`.match(/^\d{4}|\d{2}/g) ?? [];
  const moment = new Date(`${year}-${rest.slice(0, 2).join("-")}T${rest.slice(2, 5).join(":")}Z`);
  if (Number.isNaN(moment.getTime())) throw new RangeError("no such moment");
  return moment;
}
