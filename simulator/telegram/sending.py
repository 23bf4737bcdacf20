"""Methods that send: texts, files, albums, the typing sign."""

from __future__ import annotations

from typing import Any

from simulator.bots import Bot
from simulator.pictures import NotAPicture, WrongDimensions
from simulator.telegram import limits
from simulator.telegram.arguments import Arguments, Upload
from simulator.telegram.errors import BadRequest
from simulator.telegram.markup import reply_markup
from simulator.wire import JSON

ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note".split()
)
ALBUM_KINDS = ("photo", "document")


async def send_message(bot: Bot, arguments: Arguments) -> JSON:
    """sendMessage."""
    text, entities = limits.message_text(arguments)
    return post(bot, arguments, limits.with_entities({"text": text}, "entities", entities))


async def send_document(bot: Bot, arguments: Arguments) -> JSON:
    """sendDocument: an upload, or a file id."""
    caption = limits.caption(arguments)
    return post(bot, arguments, {"document": await attachment(bot, arguments, "document"), **caption})


async def send_photo(bot: Bot, arguments: Arguments) -> JSON:
    """sendPhoto: an upload, or a file id."""
    caption = limits.caption(arguments)
    return post(bot, arguments, {"photo": await attachment(bot, arguments, "photo"), **caption})


async def send_media_group(bot: Bot, arguments: Arguments) -> list[JSON]:
    """sendMediaGroup: 2 to 10 photos, or 2 to 10 documents."""
    media = arguments.structure("media", "can't parse media JSON object")
    if not isinstance(media, list) or not all(isinstance(item, dict) for item in media):
        raise BadRequest("can't parse media JSON object: expected an Array of InputMedia")
    if not 2 <= len(media) <= 10:
        raise BadRequest("album must include 2-10 items")
    kinds = {item.get("type") for item in media}
    if not kinds <= set(ALBUM_KINDS):
        raise BadRequest("can't parse InputMedia: unsupported type")
    if len(kinds) > 1:
        raise BadRequest("document can't be mixed with other media types")
    bot.writable(arguments.text("chat_id"))
    contents = [await album_item(bot, arguments, item) for item in media]
    group = {"media_group_id": str(bot.timestamp() * 1000 + len(bot.calls))}
    plain = Arguments({name: value for name, value in arguments.fields.items() if name != "reply_markup"})
    return [post(bot, plain, {**group, **content}) for content in contents]


async def send_chat_action(bot: Bot, arguments: Arguments) -> bool:
    """sendChatAction: the phone shows that the bot is typing."""
    if arguments.text("action") not in ACTIONS:
        raise BadRequest("wrong parameter action in request")
    chat = bot.writable(arguments.text("chat_id"))
    bot.tell(chat, "action", action=arguments.text("action"))
    return True


def post(bot: Bot, arguments: Arguments, content: JSON) -> JSON:
    """Put the bot's message into the chat the call names; returns Telegram's Message."""
    markup = reply_markup(arguments)
    chat = bot.writable(arguments.text("chat_id"))
    inline = {"reply_markup": markup} if markup and "inline_keyboard" in markup else {}
    message = bot.post(chat, bot.wire(), {**replied(arguments), **content, **inline}, None if inline else markup)
    return message.wire


def replied(arguments: Arguments) -> JSON:
    """Extra fields of the message that a call's switches bring."""
    return {"has_protected_content": True} if arguments.flag("protect_content") else {}


async def album_item(bot: Bot, arguments: Arguments, item: JSON) -> JSON:
    """What one item of an album puts into its message. Raises BadRequest."""
    whole = Arguments({**item, item["type"]: item.get("media")}, arguments.uploads)
    return {item["type"]: await attachment(bot, whole, item["type"]), **limits.caption(whole)}


async def attachment(bot: Bot, arguments: Arguments, kind: str) -> Any:
    """The Document or the PhotoSize list the call sends. Raises BadRequest or 413."""
    upload = uploaded(arguments, kind)
    if upload is None:
        return known(bot, arguments.text(kind), kind)
    if kind == "document":
        limits.uploadable(upload.content, limits.UPLOAD_BYTES)
        return bot.files.document(upload)
    limits.uploadable(upload.content, limits.PHOTO_BYTES)
    try:
        return await bot.files.photo(upload)
    except NotAPicture as error:
        raise BadRequest("IMAGE_PROCESS_FAILED") from error
    except WrongDimensions as error:
        raise BadRequest("PHOTO_INVALID_DIMENSIONS") from error


def uploaded(arguments: Arguments, name: str) -> Upload | None:
    """The file that came with the call, in the field itself or by attach://name."""
    reference = arguments.text(name)
    if reference.startswith("attach://"):
        if reference[9:] not in arguments.uploads:
            raise BadRequest("attached file not found")
        return arguments.uploads[reference[9:]]
    return arguments.uploads.get(name)


def known(bot: Bot, file_id: str, kind: str) -> Any:
    """What an earlier message said of this file. Raises BadRequest."""
    if not file_id:
        raise BadRequest(f"there is no {kind} in the request")
    if file_id.startswith(("http://", "https://")):
        raise BadRequest("failed to get HTTP URL content")
    stored = bot.files.by_id(file_id)
    if stored is None:
        raise BadRequest("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise BadRequest(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored.described
