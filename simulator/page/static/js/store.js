/** What the page knows: loaded once, then kept up to date by the stream of events. */

import { read } from "./api.js";

const IN_CHAT = new Set(["message", "edited", "deleted", "failed"]);

export class Store extends EventTarget {
  users = [];
  chats = new Map();

  /** Load everything; what was known is forgotten. */
  async load() {
    const state = await read("/sim/state");
    Object.assign(this, { users: state.users, bots: state.bots, sms: state.sms, hints: state.hints, families: state.families });
    Object.assign(this, { registryDown: state.registry.down, smsDown: state.sms_down, nca: state.nca, ncalayer: state.ncalayer, last: state.last });
    this.setClock(state);
    this.chats.clear();
    for (const chat of state.chats) {
      this.chats.set(`${chat.bot}/${chat.user_id}`, { ...chat, messages: ordered(chat) });
    }
  }

  /** Follow the events; after a break everything is loaded again. */
  follow() {
    const stream = new EventSource(`/sim/events?after=${this.last}`);
    stream.onmessage = (event) => this.apply(JSON.parse(event.data));
    stream.onerror = () => {
      stream.close();
      this.tell("lost");
      this.comeBack();
    };
  }

  async comeBack() {
    try {
      await this.load();
    } catch {
      setTimeout(() => this.comeBack(), 1000);
      return;
    }
    this.follow();
    this.tell("all");
    this.tell("back");
  }

  /** The chat of a user with a bot, empty when they never wrote. */
  chat(bot, userId) {
    const key = `${bot}/${userId}`;
    if (!this.chats.has(key)) this.chats.set(key, { messages: new Map(), keyboard: null, blocked: false, away: false, window: null });
    return this.chats.get(key);
  }

  /** The moment on the desk, in milliseconds. */
  now() {
    return this.frozen ? this.moment : this.moment + Date.now() - this.seenAt;
  }

  setClock({ now, frozen }) {
    Object.assign(this, { moment: Date.parse(now), seenAt: Date.now(), frozen });
  }

  /** Take one record of the journal in. */
  async apply(record) {
    const { kind } = record;
    if (record.bot && record.user_id) this.applyToChat(record);
    else if (kind === "user") this.users = [...this.users.filter((user) => user.id !== record.user.id), record.user];
    else if (kind === "sms") this.sms.push(record);
    else if (kind === "hints") this.hints = record.lines;
    else if (kind === "nca") this.nca = record;
    else if (kind === "clock") this.setClock(record);
    else if (kind === "reset" || kind === "settings") await this.load();
    this.tell(kind === "reset" ? "all" : record.user_id ? "chat" : kind, record);
  }

  applyToChat(record) {
    const chat = this.chat(record.bot, record.user_id);
    chat.keyboard = record.keyboard;
    chat.window = record.window ?? chat.window;
    if (record.kind === "blocked" || record.kind === "unblocked") chat.blocked = record.kind === "blocked";
    if (record.kind === "network") chat.away = record.away;
    if (record.kind === "status") this.applyStatus(chat, record);
    if (record.kind === "deleted") chat.messages.delete(record.message_id);
    else if (IN_CHAT.has(record.kind)) chat.messages.set(record.message_id, record);
  }

  applyStatus(chat, { message_id, status, error_code, error_message }) {
    const message = chat.messages.get(message_id);
    if (message) chat.messages.set(message_id, { ...message, status, error_code, error_message });
  }

  tell(kind, detail = null) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }
}

/** The messages of a chat by id, those that did not arrive among the others. */
function ordered(chat) {
  const failed = (chat.failed ?? []).map((message) => ({ ...message, kind: "failed" }));
  const all = [...chat.messages, ...failed].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  return new Map(all.map((message) => [message.message_id, message]));
}
