/** Reading BER: also indefinite lengths and octet strings in pieces, as the NCA's key files have them. Throws RangeError. */

import { joined } from "./octets.js";

/**
 * @typedef {object} Node
 * @property {number} tag
 * @property {Octets} raw the whole element as it stands
 * @property {Octets} content what follows tag and length
 * @property {Node[]} parts elements inside; none when the element is primitive
 */

const CONSTRUCTED = 0x20;
const LONG_TAG = 0x1f;
const INDEFINITE = 0x80;

/**
 * The one element that the octets are.
 * @param {Octets} octets
 */
export function parsed(octets) {
  const node = element(octets, 0);
  if (node.raw.length !== octets.length) throw new RangeError("something follows the element");
  return node;
}

/**
 * What an octet string holds, put together.
 * @param {Node} node
 * @returns {Octets}
 */
export function octetsOf(node) {
  return node.tag & CONSTRUCTED ? joined(node.parts.map(octetsOf)) : node.content;
}

/** @param {Node} node An integer that is a count. */
export function countOf(node) {
  return node.content.reduce((number, octet) => 256 * number + octet, 0);
}

/** @param {Node} node */
export function oidOf(node) {
  /** @type {number[]} */
  const arcs = [];
  let arc = 0;
  for (const octet of node.content) {
    arc = 128 * arc + (octet & 127);
    if (octet & 128) continue;
    arcs.push(arc);
    arc = 0;
  }
  const first = Math.min(2, Math.floor(arcs[0] / 40));
  return [first, arcs[0] - 40 * first, ...arcs.slice(1)].join(".");
}

/**
 * @param {Octets} octets
 * @param {number} at
 * @returns {Node}
 */
function element(octets, at) {
  const tag = octets[at];
  const header = lengthAt(octets, at + 1);
  const open = header.length === undefined;
  if ((tag & LONG_TAG) === LONG_TAG || (open && !(tag & CONSTRUCTED))) throw new RangeError("no such element here");
  const end = open ? octets.length : header.after + header.length;
  if (end > octets.length) throw new RangeError("the element is cut off");
  const parts = tag & CONSTRUCTED ? elements(octets.subarray(0, end), header.after, open) : [];
  const inside = open ? parts.reduce((length, part) => length + part.raw.length, 0) : end - header.after;
  const content = octets.subarray(header.after, header.after + inside);
  return { tag, raw: octets.subarray(at, header.after + inside + (open ? 2 : 0)), content, parts };
}

/**
 * @param {Octets} octets
 * @param {number} at
 * @param {boolean} open until two zeros rather than to the end
 */
function elements(octets, at, open) {
  /** @type {Node[]} */
  const found = [];
  while (open ? octets[at] !== 0 || octets[at + 1] !== 0 : at < octets.length) {
    const node = element(octets, at);
    found.push(node);
    at += node.raw.length;
  }
  return found;
}

/**
 * @param {Octets} octets
 * @param {number} at
 */
function lengthAt(octets, at) {
  const first = octets[at];
  if (first === undefined) throw new RangeError("the element is cut off");
  if (first === INDEFINITE) return { after: at + 1 };
  if (first < INDEFINITE) return { length: first, after: at + 1 };
  const after = at + 1 + (first & 127);
  const length = octets.subarray(at + 1, after).reduce((number, octet) => 256 * number + octet, 0);
  return { length, after };
}
