"""All methods this server knows, by their lower-case names, and how one is carried out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from simulator.bots import Bot
from simulator.telegram import editing, receiving, sending, settings
from simulator.telegram.arguments import Arguments
from simulator.telegram.errors import ApiError, NotFound, TooManyRequests
from simulator.telegram.faults import CUT
from simulator.wire import JSON

Method = Callable[[Bot, Arguments], Awaitable[Any]]

NAMES: Mapping[str, Method] = {
    "getMe": settings.get_me,
    "getChat": settings.get_chat,
    "getFile": settings.get_file,
    "setMyCommands": settings.set_my_commands,
    "getMyCommands": settings.get_my_commands,
    "deleteMyCommands": settings.delete_my_commands,
    "setMyName": settings.set_my_name,
    "setMyDescription": settings.set_my_description,
    "setMyShortDescription": settings.set_my_short_description,
    "setChatMenuButton": settings.set_chat_menu_button,
    "getChatMenuButton": settings.get_chat_menu_button,
    "getUpdates": receiving.get_updates,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendDocument": sending.send_document,
    "sendPhoto": sending.send_photo,
    "sendMediaGroup": sending.send_media_group,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "answerCallbackQuery": editing.answer_callback_query,
}
METHODS: Mapping[str, tuple[str, Method]] = {name.lower(): (name, method) for name, method in NAMES.items()}
LIMITED = frozenset(
    name.lower() for name in NAMES if name.startswith(("send", "editMessage")) and name != "sendChatAction"
)


class Cut(Exception):
    """The answer is lost: the connection is cut."""


async def call(bot: Bot, name: str, arguments: Arguments) -> JSON:
    """Carry out one call and log it; returns the body of a 200. Raises ApiError or Cut."""
    known = METHODS.get(name.lower())
    if known is None:
        raise NotFound("method not found")
    entry = log(bot, known[0], arguments)
    try:
        return await carried_out(bot, known[1], arguments, entry)
    except ApiError as error:
        entry |= {"status": error.status, "description": error.description}
        raise
    except Cut:
        entry["status"] = 0
        raise


async def carried_out(bot: Bot, method: Method, arguments: Arguments, entry: JSON) -> JSON:
    """The call between ordered faults and flood limits. Raises ApiError or Cut."""
    name = entry["method"].lower()
    fault = next((each for each in bot.faults if each.meets(name)), None)
    if fault is None or fault.applied:
        held_back(bot, name, arguments)
        result = await method(bot, arguments)
        entry |= {"applied": True, "message_id": message_id(result)}
    if fault is not None:
        raise Cut if fault.status == CUT else fault.error()
    entry["status"] = 200
    if isinstance(result, tuple):
        return {"ok": True, "result": result[0], "description": result[1]}
    return {"ok": True, "result": result}


def held_back(bot: Bot, name: str, arguments: Arguments) -> None:
    """Raises TooManyRequests when limits are on and the call comes too soon."""
    if bot.rate_limits and name in LIMITED and (wait := bot.flood.retry_after(arguments.text("chat_id"))):
        raise TooManyRequests(wait)


def log(bot: Bot, name: str, arguments: Arguments) -> JSON:
    """A new entry in the log of calls; polling is not logged."""
    bot.call_count += 1
    entry: JSON = {
        "number": bot.call_count,
        "bot": bot.label,
        "method": name,
        "arguments": arguments.summary(),
        "at": bot.desk.clock.now().isoformat(),
        "status": None,
        "applied": False,
        "message_id": None,
    }
    if name != "getUpdates":
        bot.calls.append(entry)
    return entry


def message_id(result: Any) -> int | None:
    """The id of the message a call made, if it made one."""
    return result.get("message_id") if isinstance(result, dict) else None
