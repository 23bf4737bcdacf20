/** The page as a Mini App of Telegram, by Telegram's own events: nothing of Telegram is loaded. */

const OPENED = "tgWebAppPlatform"; // Telegram tells it behind the # of the address
const TELEGRAM = "https://web.telegram.org";
const inside = location.hash.includes(OPENED) || kept();

if (inside) {
  keep();
  for (const hint of document.querySelectorAll("[data-telegram]")) hint.hidden = false;
  document.addEventListener("click", leaves);
  post("web_app_ready");
  post("web_app_expand");
}

/** Other sites open in the browser and in apps, not in here; the way back to the chat ends the Mini App. */
function leaves(event) {
  const link = event.target.closest("a[data-outside], a[data-chat]");
  if (!link) return;
  if ("chat" in link.dataset) return post("web_app_close");
  event.preventDefault();
  post("web_app_open_link", { url: link.href });
}

/** To Telegram: on phones and computers through what it puts into the page, in a browser through the window around. */
function post(eventType, eventData = {}) {
  const proxy = globalThis.TelegramWebviewProxy;
  if (proxy) proxy.postEvent(eventType, JSON.stringify(eventData));
  else if (window.parent !== window) window.parent.postMessage(JSON.stringify({ eventType, eventData }), TELEGRAM);
}

function kept() {
  try {
    return sessionStorage.getItem(OPENED) !== null;
  } catch {
    return false; // a browser that lets no frame keep anything
  }
}

function keep() {
  try {
    sessionStorage.setItem(OPENED, "");
  } catch {
    // The next page learns it from its own address, or does without.
  }
}
