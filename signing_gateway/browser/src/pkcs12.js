/** Opening a key file (PKCS#12) as the NCA makes them: triple DES for the key, RC2 for the certificate, HMAC with SHA-1. */

import { countOf, octetsOf, oidOf, parsed } from "./ber.js";
import { tripleDes } from "./des.js";
import { joined } from "./octets.js";
import { Problem } from "./problem.js";
import { rc2 } from "./rc2.js";

/** @typedef {import("./ber.js").Node} Node */

const ENCRYPTED = "1.2.840.113549.1.7.6";
const SHROUDED_KEY = "1.2.840.113549.1.12.10.1.2";
const CERTIFICATE = "1.2.840.113549.1.12.10.1.3";
const LOCAL_KEY_ID = "1.2.840.113549.1.9.21";
const SHA1 = "1.3.14.3.2.26";
/** @type {Record<string, {cipher: (key: Octets) => (block: Octets) => Octets, keyLength: number}>} */
const CIPHERS = {
  "1.2.840.113549.1.12.1.3": { cipher: tripleDes, keyLength: 24 },
  "1.2.840.113549.1.12.1.6": { cipher: rc2, keyLength: 5 },
};
const FOR_KEY = 1;
const FOR_VECTOR = 2;
const FOR_MAC = 3;
const BLOCK = 8;
const HASHED_BLOCK = 64;
const HASH = 20;
const MOST_ITERATIONS = 100_000;

/**
 * The first private key (PKCS#8) of a key file and the certificate that belongs to it: the one with the same number, or the
 * first where they have none.
 * @param {Octets} file
 * @param {string} password
 * @throws {Problem} wrong_password, key_file_unsupported
 * @throws {Error} any other when the file is broken
 */
export async function openPkcs12(file, password) {
  const [, safe, mac] = parsed(file).parts;
  const content = octetsOf(safe.parts[1].parts[0]);
  const secret = asBmpString(password);
  await checkMac(mac, content, secret);
  const bags = [];
  for (const info of parsed(content).parts) bags.push(...parsed(await safeContents(info, secret)).parts);
  const [key] = bags.filter(({ parts }) => oidOf(parts[0]) === SHROUDED_KEY);
  if (!key) return {};
  const certificates = bags.filter(({ parts }) => oidOf(parts[0]) === CERTIFICATE);
  const own = certificates.find((bag) => numberOf(bag) && numberOf(bag) === numberOf(key)) ?? certificates[0];
  const [algorithm, hidden] = key.parts[1].parts[0].parts;
  return {
    privateKey: await decrypted(algorithm, octetsOf(hidden), secret),
    certificate: octetsOf(own.parts[1].parts[0].parts[1].parts[0]),
  };
}

/** What a key and its certificate are known by within the file, if they are. @param {Node} bag */
function numberOf(bag) {
  const said = bag.parts[2]?.parts.find(({ parts }) => oidOf(parts[0]) === LOCAL_KEY_ID);
  return said && octetsOf(said.parts[1].parts[0]).join();
}

/**
 * @param {Node} mac
 * @param {Octets} content
 * @param {Octets} secret
 */
async function checkMac(mac, content, secret) {
  const [info, salt, iterations] = mac.parts;
  if (oidOf(info.parts[0].parts[0]) !== SHA1) throw new Problem("key_file_unsupported");
  const octets = await derived(secret, { salt: octetsOf(salt), iterations: countOf(iterations) }, FOR_MAC, HASH);
  const key = await crypto.subtle.importKey("raw", octets, { name: "HMAC", hash: "SHA-1" }, false, ["verify"]);
  const right = await crypto.subtle.verify("HMAC", key, octetsOf(info.parts[1]), content);
  if (!right) throw new Problem("wrong_password");
}

/**
 * @param {Node} info
 * @param {Octets} secret
 */
async function safeContents(info, secret) {
  const inside = info.parts[1].parts[0];
  if (oidOf(info.parts[0]) !== ENCRYPTED) return octetsOf(inside);
  const [, algorithm, content] = inside.parts[1].parts;
  return decrypted(algorithm, octetsOf(content), secret);
}

/**
 * @param {Node} algorithm
 * @param {Octets} content
 * @param {Octets} secret
 */
async function decrypted(algorithm, content, secret) {
  const [name, { parts }] = algorithm.parts;
  const known = CIPHERS[oidOf(name)];
  if (!known) throw new Problem("key_file_unsupported");
  const from = { salt: octetsOf(parts[0]), iterations: countOf(parts[1]) };
  const block = known.cipher(await derived(secret, from, FOR_KEY, known.keyLength));
  let before = await derived(secret, from, FOR_VECTOR, BLOCK);
  const clear = new Uint8Array(content.length);
  for (let at = 0; at < content.length; at += BLOCK) {
    const mask = before;
    before = content.subarray(at, at + BLOCK);
    clear.set(block(before).map((octet, index) => octet ^ mask[index]), at);
  }
  return clear.subarray(0, clear.length - clear[clear.length - 1]);
}

/**
 * The key derivation of PKCS#12 (RFC 7292, B.2).
 * @param {Octets} secret
 * @param {{salt: Octets, iterations: number}} from
 * @param {number} purpose
 * @param {number} length
 */
async function derived(secret, { salt, iterations }, purpose, length) {
  if (iterations > MOST_ITERATIONS) throw new RangeError("too many iterations");
  const input = joined([repeated(salt), repeated(secret)]);
  const made = [];
  for (let at = 0; at < length; at += HASH) {
    let hash = joined([new Uint8Array(HASHED_BLOCK).fill(purpose), input]);
    for (let round = 0; round < iterations; round += 1) hash = new Uint8Array(await crypto.subtle.digest("SHA-1", hash));
    made.push(hash);
    for (let start = 0; start < input.length; start += HASHED_BLOCK) {
      increase(input.subarray(start, start + HASHED_BLOCK), hash);
    }
  }
  return joined(made).slice(0, length);
}

/**
 * Adds the repeated hash and one, in place.
 * @param {Octets} block
 * @param {Octets} hash
 */
function increase(block, hash) {
  let carry = 1;
  for (let at = HASHED_BLOCK - 1; at >= 0; at -= 1) {
    carry += block[at] + hash[at % HASH];
    block[at] = carry;
    carry >>= 8;
  }
}

/** @param {Octets} octets To the next whole block. */
function repeated(octets) {
  const length = HASHED_BLOCK * Math.ceil(octets.length / HASHED_BLOCK);
  return Uint8Array.from({ length }, (_, at) => octets[at % octets.length]);
}

/** @param {string} text */
function asBmpString(text) {
  const units = [...Array(text.length).keys()].map((at) => text.charCodeAt(at));
  return Uint8Array.from([...units, 0].flatMap((unit) => [unit >> 8, unit & 255]));
}
