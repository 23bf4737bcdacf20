/** Octets and the forms in which they travel. */

/** @param {string} text */
export function fromHex(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** @param {string} text Base64; throws when it is something else. */
export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** @param {Octets} octets */
export function toBase64(octets) {
  let text = "";
  for (const octet of octets) text += String.fromCharCode(octet);
  return btoa(text);
}

/** @param {Octets[]} parts */
export function joined(parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * The order of DER's sets: octet by octet, the shorter first.
 * @param {Octets} one
 * @param {Octets} other
 */
export function compared(one, other) {
  const different = one.findIndex((octet, at) => octet !== other[at]);
  return different < 0 ? one.length - other.length : one[different] - (other[different] ?? -1);
}

/** @param {Octets} octets Least significant first. */
export function littleEndian(octets) {
  return octets.reduceRight((number, octet) => (number << 8n) | BigInt(octet), 0n);
}

/**
 * @param {bigint} number
 * @param {number} length
 */
export function toLittleEndian(number, length) {
  const octets = new Uint8Array(length);
  for (let at = 0; at < length; at += 1) octets[at] = Number((number >> BigInt(8 * at)) & 255n);
  return octets;
}
