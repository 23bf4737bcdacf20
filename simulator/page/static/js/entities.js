/** A message's text with its entities as elements; plain web addresses become links. */

import { el } from "./dom.js";

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote", expandable_blockquote: "blockquote" };
const ADDRESS = /https?:\/\/[^\s<>"«»]+[^\s<>"«».,;:!?)]/g;

/** Nodes for a text; offsets are UTF-16 units, as in JavaScript. */
export function formatted(text, entities, from = 0, to = text.length) {
  const nodes = [];
  let at = from;
  entities.forEach((entity, index) => {
    const end = entity.offset + entity.length;
    if (entity.offset < at || end > to) return;
    nodes.push(...plain(text.slice(at, entity.offset)));
    const inside = entities.slice(index + 1).filter((other) => other.offset >= entity.offset && other.offset + other.length <= end);
    nodes.push(wrapped(entity, formatted(text, inside, entity.offset, end)));
    at = end;
  });
  nodes.push(...plain(text.slice(at, to)));
  return nodes;
}

function wrapped(entity, children) {
  if (entity.type === "text_link" && /^(https?|tg|tel|mailto):/.test(entity.url)) return link(entity.url, children);
  if (entity.type === "spoiler") return el("span", { class: "spoiler", tabindex: "0" }, children);
  return el(TAGS[entity.type] ?? "span", {}, children);
}

function plain(text) {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(ADDRESS)) {
    nodes.push(text.slice(at, found.index), link(found[0], [found[0]]));
    at = found.index + found[0].length;
  }
  return [...nodes, text.slice(at)].filter((node) => node !== "");
}

function link(href, children) {
  return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, children);
}
