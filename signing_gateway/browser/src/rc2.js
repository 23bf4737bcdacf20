/** RC2 with an effective key of 40 bits (RFC 2268), decrypting only: so are certificates wrapped in the NCA's key files. */

import { fromHex } from "./octets.js";

const BITS = 40;
const PI = fromHex(
  "d978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2179a59f587b34f1361456d8d09817d32" +
  "bd8f40eb86b77b0bf09521225c6b4e8254d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626" +
  "6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed708e8eade8052eef784aa72ac354d6a2a" +
  "961ad2715a1549744b9fd05e0418a4ecc2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731" +
  "2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a90d38341bab33ffb0bb480c5fb9b1cd2e" +
  "c5f3db47e5a59c770aa62068fe7fc1ad",
);

/**
 * One block decrypted.
 * @param {Octets} key five octets
 * @returns {(block: Octets) => Octets} what turns 8 octets into the 8 that were there
 */
export function rc2(key) {
  const keys = expanded(key);
  return (block) => {
    const words = new Uint16Array(4);
    block.forEach((octet, at) => (words[at >> 1] |= octet << (8 * (at & 1))));
    for (let round = 15; round >= 0; round -= 1) {
      unmix(words, keys, 4 * round);
      if (round === 11 || round === 5) unmash(words, keys);
    }
    return Uint8Array.from({ length: 8 }, (_, at) => words[at >> 1] >> (8 * (at & 1)));
  };
}

/**
 * @param {Uint16Array} words
 * @param {Uint16Array} keys
 * @param {number} first
 */
function unmix(words, keys, first) {
  const turns = [1, 2, 3, 5];
  for (let at = 3; at >= 0; at -= 1) {
    const [before, second, third] = [words[(at + 3) & 3], words[(at + 2) & 3], words[(at + 1) & 3]];
    const turned = (words[at] >> turns[at]) | (words[at] << (16 - turns[at]));
    words[at] = turned - keys[first + at] - (before & second) - (~before & third);
  }
}

/**
 * @param {Uint16Array} words
 * @param {Uint16Array} keys
 */
function unmash(words, keys) {
  for (let at = 3; at >= 0; at -= 1) words[at] -= keys[words[(at + 3) & 3] & 63];
}

/** @param {Octets} key */
function expanded(key) {
  const octets = new Uint8Array(128);
  octets.set(key);
  for (let at = key.length; at < 128; at += 1) octets[at] = PI[(octets[at - 1] + octets[at - key.length]) & 255];
  const last = 128 - BITS / 8;
  octets[last] = PI[octets[last]];
  for (let at = last - 1; at >= 0; at -= 1) octets[at] = PI[octets[at + 1] ^ octets[at + BITS / 8]];
  return Uint16Array.from({ length: 64 }, (_, at) => octets[2 * at] | (octets[2 * at + 1] << 8));
}
