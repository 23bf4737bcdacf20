/** Writing DER. */

import { compared, joined } from "./octets.js";

const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const UTC_TIME = 0x17;
const SEQUENCE = 0x30;
const SET = 0x31;
const CONTEXT = 0xa0;

export const NULL = element(0x05);
export const ONE = element(0x02, Uint8Array.of(1));

/** @param {...Octets} parts */
export const sequence = (...parts) => element(SEQUENCE, ...parts);

/** @param {...Octets} parts In any order: DER has its own. */
export const set = (...parts) => element(SET, ...parts.sort(compared));

/** @param {Octets} octets */
export const octetString = (octets) => element(OCTET_STRING, octets);

/**
 * [0], [1] …
 * @param {number} number
 * @param {...Octets} parts
 */
export const tagged = (number, ...parts) => element(CONTEXT + number, ...parts);

/** @param {Date} moment Before 2050. */
export function utcTime(moment) {
  const digits = moment.toISOString().replace(/\D/g, "").slice(2, 14);
  return element(UTC_TIME, new TextEncoder().encode(`${digits}Z`));
}

/** @param {string} dotted */
export function oid(dotted) {
  const [first, second, ...others] = dotted.split(".").map(Number);
  return element(OBJECT_IDENTIFIER, Uint8Array.from([40 * first + second, ...others].flatMap(arc)));
}

/** @param {number} number */
function arc(number) {
  const digits = [number & 127];
  for (let rest = number >> 7; rest > 0; rest >>= 7) digits.unshift(128 | (rest & 127));
  return digits;
}

/**
 * @param {number} tag
 * @param {...Octets} parts
 */
function element(tag, ...parts) {
  const content = joined(parts);
  return joined([Uint8Array.of(tag, ...length(content.length)), content]);
}

/** @param {number} octets */
function length(octets) {
  if (octets < 128) return [octets];
  const digits = [];
  for (let rest = octets; rest > 0; rest >>= 8) digits.unshift(rest & 255);
  return [128 | digits.length, ...digits];
}
