/** WhatsApp's marks: *bold*, _italic_, ~struck~, ```fixed```; plain web addresses become links. */

import { el } from "./dom.js";

const MARK = /```([^`]+)```|(?<![\p{L}\p{N}])([*_~])(?=\S)([^*_~\n]*\S)\2(?![\p{L}\p{N}])|(https?:\/\/[^\s<>"«»]+[^\s<>"«».,;:!?)])/gu;
const TAGS = { "*": "b", _: "i", "~": "s" };

/** Nodes for a text. */
export function marked(text) {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(MARK)) {
    nodes.push(text.slice(at, found.index), element(found));
    at = found.index + found[0].length;
  }
  return [...nodes, text.slice(at)].filter((node) => node !== "");
}

function element([, fixed, mark, inside, address]) {
  if (fixed) return el("code", {}, fixed);
  if (mark) return el(TAGS[mark], {}, marked(inside));
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address);
}
