/** Streebog-512 (GOST R 34.11-2012, RFC 6986), the hash of Kazakh GOST 34.310-2015; half a megabyte takes a fraction of a second. */

import { ITERATION, MATRIX, SUBSTITUTION } from "./streebog_tables.js";

const BLOCK = 64;
const WORDS = 16; // of 32 bits, least significant first
const TABLE = folded();
const KEYS = Array.from({ length: 12 }, (_, at) => words(ITERATION.slice(BLOCK * at, BLOCK * (at + 1)).reverse()));

/**
 * @param {Octets} data
 * @returns {Octets} the 64 octets of the hash
 */
export function streebog512(data) {
  const state = new Uint32Array(WORDS);
  const length = new Uint32Array(WORDS);
  const sum = new Uint32Array(WORDS);
  const whole = data.length - (data.length % BLOCK);
  for (let at = 0; at < whole; at += BLOCK) {
    const block = words(data.subarray(at, at + BLOCK));
    compress(state, length, block);
    add(length, words(Uint8Array.of(0, 2)));
    add(sum, block);
  }
  const rest = data.subarray(whole);
  const last = words(Uint8Array.of(...rest, 1));
  compress(state, length, last);
  add(length, Uint32Array.of(8 * rest.length));
  add(sum, last);
  compress(state, new Uint32Array(WORDS), length);
  compress(state, new Uint32Array(WORDS), sum);
  return octets(state);
}

/**
 * @param {Uint32Array} state changed in place
 * @param {Uint32Array} length
 * @param {Uint32Array} block
 */
function compress(state, length, block) {
  const key = mixed(state, length);
  let inner = mixed(block, key);
  for (const constant of KEYS.slice(0, -1)) {
    mixed(key, constant, key);
    mixed(inner, key, inner);
  }
  mixed(key, KEYS[KEYS.length - 1], key);
  for (let at = 0; at < WORDS; at += 1) state[at] ^= inner[at] ^ key[at] ^ block[at];
}

const sums = new Uint32Array(WORDS);

/**
 * Substitution, transposition and the linear transformation of the sum of two states.
 * @param {Uint32Array} one
 * @param {Uint32Array} other
 */
function mixed(one, other, made = new Uint32Array(WORDS)) {
  for (let at = 0; at < WORDS; at += 1) sums[at] = one[at] ^ other[at];
  for (let row = 0; row < 8; row += 1) {
    const [half, shift] = [row >> 2, 8 * (row & 3)];
    let low = 0;
    let high = 0;
    for (let column = 0; column < 8; column += 1) {
      const entry = 2 * (256 * column + ((sums[2 * column + half] >>> shift) & 255));
      low ^= TABLE[entry];
      high ^= TABLE[entry + 1];
    }
    made[2 * row] = low;
    made[2 * row + 1] = high;
  }
  return made;
}

/**
 * Adds modulo 2^512, in place.
 * @param {Uint32Array} to
 * @param {Uint32Array} number
 */
function add(to, number) {
  let carry = 0;
  for (let at = 0; at < WORDS; at += 1) {
    const sum = to[at] + (number[at] ?? 0) + carry;
    to[at] = sum;
    carry = sum > 0xffffffff ? 1 : 0;
  }
}

/** @param {Octets} from */
function words(from) {
  const made = new Uint32Array(WORDS);
  from.forEach((octet, at) => (made[at >> 2] |= octet << (8 * (at & 3))));
  return made;
}

/** @param {Uint32Array} from */
function octets(from) {
  return Uint8Array.from({ length: BLOCK }, (_, at) => from[at >> 2] >>> (8 * (at & 3)));
}

/** For each of eight columns and each octet: the 64 bits, low half first, that the octet adds to a row. */
function folded() {
  const table = new Uint32Array(8 * 256 * 2);
  for (let entry = 0; entry < 8 * 256; entry += 1) {
    const [column, substituted] = [entry >> 8, SUBSTITUTION[entry & 255]];
    for (let bit = 0; bit < 8; bit += 1) {
      if (!((substituted >> bit) & 1)) continue;
      const row = new DataView(MATRIX.buffer, 8 * (63 - 8 * column - bit), 8);
      table[2 * entry] ^= row.getUint32(4);
      table[2 * entry + 1] ^= row.getUint32(0);
    }
  }
  return table;
}
