"""Methods that change or remove what was sent, and answer taps."""

from __future__ import annotations

from simulator.bots import Bot
from simulator.chats import Chat, ChatMessage
from simulator.telegram import limits
from simulator.telegram.arguments import Arguments
from simulator.telegram.errors import BadRequest
from simulator.telegram.html import utf16_length
from simulator.telegram.markup import inline_markup
from simulator.wire import JSON

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
DELETABLE_SECONDS = 48 * 3600


async def edit_message_text(bot: Bot, arguments: Arguments) -> JSON:
    """editMessageText: a missing reply_markup takes the buttons away."""
    text, entities = limits.message_text(arguments)
    markup = inline_markup(arguments)
    chat, message = editable(bot, arguments)
    if "text" not in message.wire:
        raise BadRequest("there is no text in the message to edit")
    return change(bot, chat, message, with_markup({"text": text, "entities": entities}, markup))


async def edit_message_caption(bot: Bot, arguments: Arguments) -> JSON:
    """editMessageCaption."""
    caption = {"caption": "", "caption_entities": [], **limits.caption(arguments)}
    markup = inline_markup(arguments)
    chat, message = editable(bot, arguments)
    if "text" in message.wire:
        raise BadRequest("there is no caption in the message to edit")
    return change(bot, chat, message, with_markup(caption, markup))


async def edit_message_reply_markup(bot: Bot, arguments: Arguments) -> JSON:
    """editMessageReplyMarkup."""
    markup = inline_markup(arguments)
    chat, message = editable(bot, arguments)
    return change(bot, chat, message, with_markup({}, markup))


async def delete_message(bot: Bot, arguments: Arguments) -> bool:
    """deleteMessage: own and incoming ones under 48 hours."""
    chat = bot.writable(arguments.text("chat_id"))
    message = chat.messages.get(arguments.integer("message_id"))
    if message is None or message.deleted:
        raise BadRequest("message to delete not found")
    if bot.timestamp() - message.wire["date"] > DELETABLE_SECONDS:
        raise BadRequest("message can't be deleted for everyone")
    message.deleted = True
    bot.tell(chat, "deleted", message)
    return True


async def delete_messages(bot: Bot, arguments: Arguments) -> bool:
    """deleteMessages: 1 to 100; those that cannot be deleted are skipped."""
    ids = arguments.structure("message_ids", "can't parse message identifiers JSON array")
    if not isinstance(ids, list) or not 1 <= len(ids) <= 100:
        raise BadRequest("message identifiers are not specified")
    chat = bot.writable(arguments.text("chat_id"))
    for message in (chat.messages.get(int(each)) for each in ids):
        young = message is not None and bot.timestamp() - message.wire["date"] <= DELETABLE_SECONDS
        if message is not None and young and not message.deleted:
            message.deleted = True
            bot.tell(chat, "deleted", message)
    return True


async def answer_callback_query(bot: Bot, arguments: Arguments) -> bool:
    """answerCallbackQuery: within the life of a query, text up to 200 characters."""
    if utf16_length(arguments.text("text")) > 200:
        raise BadRequest("MESSAGE_TOO_LONG")
    query = arguments.text("callback_query_id")
    user_id, tapped = bot.callbacks.get(query, (0, 0.0))
    options = bot.desk.options
    if not user_id or options.monotonic() - tapped > options.callback_life_seconds:
        raise BadRequest(TOO_OLD)
    said: JSON = {"text": arguments.text("text"), "alert": arguments.flag("show_alert"), "from": "bot"}
    bot.tell(bot.chats[user_id], "answer", query=query, **said)
    return True


def editable(bot: Bot, arguments: Arguments) -> tuple[Chat, ChatMessage]:
    """The bot's own message the call names. Raises BadRequest."""
    chat = bot.writable(arguments.text("chat_id"))
    message = chat.messages.get(arguments.integer("message_id"))
    if message is None or message.deleted:
        raise BadRequest("message to edit not found")
    if not message.by_bot or message.keyboard is not None:
        raise BadRequest("message can't be edited")
    return chat, message


def with_markup(content: JSON, markup: JSON | None) -> JSON:
    """The new content with its buttons; None for what is to go."""
    return {**content, "reply_markup": markup}


def change(bot: Bot, chat: Chat, message: ChatMessage, new: JSON) -> JSON:
    """Put the new content in; empty values take the field away. Raises BadRequest when nothing changes."""
    if all((message.wire.get(name) or None) == (value or None) for name, value in new.items()):
        raise BadRequest(NOT_MODIFIED)
    kept = {name: value for name, value in {**message.wire, **new}.items() if value or name not in new}
    message.wire = {**kept, "edit_date": bot.timestamp()}
    bot.tell(chat, "edited", message)
    return message.wire
