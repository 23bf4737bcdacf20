/** Building elements, and the few icons. */

const ICONS = {
  send: "M3 20.5 21 12 3 3.5 3 10l12 2-12 2z",
  clip: "M16.5 6v11.5a4 4 0 0 1-8 0V5a2.5 2.5 0 0 1 5 0v10.5a1 1 0 0 1-2 0V6H10v9.5a2.5 2.5 0 0 0 5 0V5a4 4 0 0 0-8 0v12.5a5.5 5.5 0 0 0 11 0V6z",
  more: "M12 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zm0 2a2 2 0 1 0 0 4 2 2 0 0 0 0-4zm0 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  sheet: "M6 2h8l5 5v15H6zm7 1.5V8h4.5z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm0 2c-4 0-8 2-8 5v1h16v-1c0-3-4-5-8-5z",
  place: "M12 2a7 7 0 0 0-7 7c0 5 7 13 7 13s7-8 7-13a7 7 0 0 0-7-7zm0 9.5a2.5 2.5 0 1 1 0-5 2.5 2.5 0 0 1 0 5z",
  tick: "M3.2 12.7 4.8 11l4.4 4.3L19.3 5.2l1.6 1.6L9.2 18.6z",
  ticks: "M.6 12.7 2.2 11l4.4 4.3L15 6.9l1.6 1.6L6.6 18.6zM11.3 16.4l1.6-1.6.5.5L22 6.9l1.5 1.6-10.1 10.1z",
  lost: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm-1.2 4.6h2.4v7.4h-2.4zm0 9h2.4V18h-2.4z",
  list: "M3 5h3v3H3zm5 0h13v3H8zM3 10.5h3v3H3zm5 0h13v3H8zM3 16h3v3H3zm5 0h13v3H8z",
  reply: "M9.5 4.5 2 11.5l7.5 7V14c5 0 9 1.4 12.5 5.5-1-7-5-11-12.5-11.5z",
  out: "M4 4h7v2.2H6.2v11.6h11.6V13H20v7H4zm9.5 0H20v6.5h-2.2V7.8l-7 7-1.6-1.6 7-7h-2.7z",
  phone: "M7 2.5 10.5 8 8 10.5c1.3 2.6 2.9 4.2 5.5 5.5l2.5-2.5 5.5 3.5-2 4c-8 1.5-18-8.5-16.5-16.5z",
  close: "M5.3 3.9 12 10.6l6.7-6.7 1.4 1.4L13.4 12l6.7 6.7-1.4 1.4L12 13.4l-6.7 6.7-1.4-1.4L10.6 12 3.9 5.3z",
  copy: "M8 2h12v14h-3V5H8zM4 6h11v16H4z",
};

/** An element; `on` holds listeners, `data` data attributes, a null attribute is left out. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (name === "data") Object.assign(element.dataset, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** A decorative icon. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  path.setAttribute("fill", "currentColor");
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}

/** A round button that shows an icon and says its label. */
export function iconButton(name, label, onClick, more = {}) {
  return el("button", { type: "button", class: "icon", "aria-label": label, title: label, on: { click: onClick }, ...more }, icon(name));
}
