/**
 * GOST 34.310-2015 with keys of 512 bits, as the NCA of Kazakhstan writes it: curve id-tc26-gost-3410-12-512-paramSetA,
 * everything least significant octet first, r before s (eds.md 2).
 *
 * BigInt does not compute in constant time: whoever measures it already runs code on the signer's own machine.
 */

import { littleEndian, toLittleEndian } from "./octets.js";

/** @typedef {[bigint, bigint, bigint]} Point Jacobian coordinates. */

const BITS = 512n;
const FOLD = 569n;
const LOW = (1n << BITS) - 1n;
const P = (1n << BITS) - FOLD;
const Q = (1n << BITS) - 0xd8196acd0b7276ee900dd472b1fa9f9f64b4c754052d47a235324ebee0ef4d8bn;
const G_X = 3n;
const G_Y = BigInt(
  "0x7503cfe87a836ae3a61b8816e25450e6ce5e1c93acf1abc1778064fdcbefa921" +
    "df1626be4fd036e93d75e6a50e3a41e98028fe5fc235f5b889a589cb5215f2a4",
);
const SIDE = 64;
const NONCE = 72; // octets: 64 more bits than Q, so that every remainder is as likely as any other

/**
 * @param {Octets} privateKey 64 octets, least significant first
 * @param {Octets} digest 64 octets
 * @returns {Octets} 128 octets: r, s
 */
export function gostSignature(privateKey, digest) {
  const d = littleEndian(privateKey);
  if (privateKey.length !== SIDE || d === 0n || d >= Q) throw new RangeError("no such private key");
  const e = littleEndian(digest) % Q || 1n;
  for (;;) {
    const k = (littleEndian(crypto.getRandomValues(new Uint8Array(NONCE))) % (Q - 1n)) + 1n;
    const r = timesGenerator(k) % Q;
    const s = (r * d + k * e) % Q;
    if (r && s) return Uint8Array.of(...toLittleEndian(r, SIDE), ...toLittleEndian(s, SIDE));
  }
}

/**
 * The x coordinate of a multiple of the generator, by the same number of doublings and additions for every factor.
 * @param {bigint} factor
 */
function timesGenerator(factor) {
  const once = factor + Q;
  const long = once >> BITS ? once : once + Q; // exactly 513 bits
  /** @type {Point} */
  let sum = [G_X, G_Y, 1n];
  for (let bit = BITS - 1n; bit >= 0n; bit -= 1n) {
    const steps = [doubled(sum), sum];
    steps[1] = plusGenerator(steps[0]);
    sum = steps[Number((long >> bit) & 1n)];
  }
  return folded(sum[0] * inverse(folded(sum[2] * sum[2])));
}

/**
 * @param {Point} point
 * @returns {Point}
 */
function doubled([x, y, z]) {
  const zz = folded(z * z);
  const yy = folded(y * y);
  const s = folded(4n * x * yy);
  const m = folded(3n * (x - zz) * (x + zz)); // the curve's a is -3
  const newX = folded(m * m - 2n * s);
  return [newX, folded(m * (s - newX) - 8n * yy * yy), folded(2n * y * z)];
}

/**
 * Not for the generator itself, nor for its opposite: a secret factor meets them as likely as somebody guesses it.
 * @param {Point} point
 * @returns {Point}
 */
function plusGenerator([x, y, z]) {
  const zz = folded(z * z);
  const h = folded(G_X * zz - x);
  const r = folded(G_Y * folded(zz * z) - y);
  const hh = folded(h * h);
  const hhh = folded(h * hh);
  const v = folded(x * hh);
  const newX = folded(r * r - hhh - 2n * v);
  return [newX, folded(r * (v - newX) - y * hhh), folded(z * h)];
}

/**
 * The remainder modulo P = 2^512 - 569 of a number of either sign, up to a few times 2^1024.
 * @param {bigint} number
 */
function folded(number) {
  const once = (number & LOW) + FOLD * (number >> BITS);
  const twice = (once & LOW) + FOLD * (once >> BITS);
  return twice < P ? twice : twice - P;
}

/** @param {bigint} number */
function inverse(number) {
  let [rest, next] = [P, number];
  let [factor, nextFactor] = [0n, 1n];
  while (next) {
    const quotient = rest / next;
    [rest, next] = [next, rest - quotient * next];
    [factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
  }
  return factor < 0n ? factor + P : factor;
}
