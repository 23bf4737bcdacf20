/** Triple DES (FIPS 46-3), decrypting only: so are private keys wrapped in the NCA's key files. */

const INITIAL = [58, 60, 62, 64, 57, 59, 61, 63].flatMap((first) => down(first));
const FINAL = INITIAL.map((_, at) => INITIAL.indexOf(at + 1) + 1);
const AFTER_BOXES = [
  16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25,
];
const KEY_HALVES = [
  57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36,
  63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4,
];
const ROUND_KEY = [
  14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2,
  41, 52, 31, 37, 47, 55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
];
const TURNS = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1];

/** For each box the answers to the questions 0 to 63. */
const BOXES = [
  "e04fd7142ef2bd813aa66ccb599503784f1ce882d46921b7f5cb937e3aa0560d",
  "f31d84e76fb2384e9c7021dac6095ba50de87ab1a34fd4125b86c76c90352ef9",
  "ad0790e96334f65a12d8c57ebc4b2f81d16a4d9086f93807b41f2ec35ba5e27c",
  "7dd8eb35066f90a31427825cb1ca4ef9a36f9006cab17dd8f91435eb5c27824e",
  "2ecb421c74a7bd6185503ffad309e8964b281cb7a1de728df69fc0596a3405e3",
  "ca1fa4f2972c698506d13d4ee07b53b894e3f25c2985cf3a7b0e41a716d0b86d",
  "4db02be7f40981da3ec3957c52af6816164bbdd8c1347ae7a9f5608f0e52932c",
  "d12f8d486af3b714ac9536eb500ec97272b14e1794cae82d0f6ca9d0f335568b",
];

/** What each box adds to the 32 bits of a round, by its question. */
const ADDED = BOXES.map((box, at) => Uint32Array.from(box, (answer) => scattered(parseInt(answer, 16) << (28 - 4 * at))));

/**
 * Triple DES with three keys.
 * @param {Octets} key 24 octets
 * @returns {(block: Octets) => Octets} what turns 8 octets into the 8 that were there
 */
export function tripleDes(key) {
  const [first, second, third] = [0, 8, 16].map((at) => roundKeys(key.subarray(at, at + 8)));
  const order = [third.reverse(), second, first.reverse()];
  return (block) => octets(order.reduce(crypted, bits(block)));
}

/**
 * @param {number[]} block
 * @param {number[][]} keys
 */
function crypted(block, keys) {
  const start = picked(block, INITIAL);
  let [left, right] = [number(start.slice(0, 32)), number(start.slice(32))];
  for (const key of keys) [left, right] = [right, left ^ boxed(right, key)];
  return picked([...bitsOf(right), ...bitsOf(left)], FINAL);
}

/**
 * @param {number} half
 * @param {number[]} key eight questions of six bits
 */
function boxed(half, key) {
  return key.reduce((made, part, at) => {
    const turn = (4 * at + 5) % 32;
    const question = ((half << turn) | (half >>> (32 - turn))) & 63;
    return made ^ ADDED[at][question ^ part];
  }, 0);
}

/** @param {number} answers */
function scattered(answers) {
  return number(picked(bitsOf(answers), AFTER_BOXES));
}

/** @param {Octets} key 8 octets */
function roundKeys(key) {
  const chosen = picked(bits(key), KEY_HALVES);
  let [left, right] = [chosen.slice(0, 28), chosen.slice(28)];
  return TURNS.map((turn) => {
    [left, right] = [left, right].map((half) => [...half.slice(turn), ...half.slice(0, turn)]);
    const key = picked([...left, ...right], ROUND_KEY);
    return BOXES.map((_, at) => number(key.slice(6 * at, 6 * at + 6)));
  });
}

/**
 * @param {number[]} from
 * @param {number[]} positions counted from one
 */
function picked(from, positions) {
  return positions.map((position) => from[position - 1]);
}

/** @param {Octets} block */
function bits(block) {
  return Array.from({ length: 64 }, (_, at) => (block[at >> 3] >> (7 - (at & 7))) & 1);
}

/** @param {number} word of 32 bits */
function bitsOf(word) {
  return Array.from({ length: 32 }, (_, at) => (word >>> (31 - at)) & 1);
}

/** @param {number[]} from the most significant bit first */
function number(from) {
  return from.reduce((made, bit) => (made << 1) | bit, 0);
}

/** @param {number[]} block */
function octets(block) {
  return Uint8Array.from({ length: 8 }, (_, at) => number(block.slice(8 * at, 8 * at + 8)));
}

/** @param {number} first */
function down(first) {
  return Array.from({ length: 8 }, (_, at) => first - 8 * at);
}
