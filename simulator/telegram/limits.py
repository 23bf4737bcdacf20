"""Texts and captions within Telegram's limits (`channels.md` §1)."""

from __future__ import annotations

from simulator.telegram.arguments import Arguments
from simulator.telegram.errors import ApiError, BadRequest
from simulator.telegram.html import parse_html, utf16_length
from simulator.wire import JSON

TEXT = 4096
CAPTION = 1024
ENTITIES = 100
DOWNLOAD_BYTES = 20 << 20
UPLOAD_BYTES = 50 << 20
PHOTO_BYTES = 10 << 20


def formatted(arguments: Arguments, name: str) -> tuple[str, list[JSON]]:
    """The argument as plain text and entities, whitespace at the end cut off. Raises BadRequest."""
    source = arguments.text(name)
    mode = arguments.text("parse_mode").lower()
    if mode == "html":
        text, entities = parse_html(source)
    elif mode:
        raise BadRequest("unsupported parse_mode")
    else:
        given = arguments.structure(entities_of(name), "can't parse entities: expected JSON array")
        text, entities = source, list(given or [])
    kept = text.rstrip()
    return kept, [clipped(entity, utf16_length(kept)) for entity in entities[:ENTITIES]]


def entities_of(name: str) -> str:
    """Which argument carries the entities of that one."""
    return "entities" if name == "text" else f"{name}_entities"


def clipped(entity: JSON, length: int) -> JSON:
    """The entity without what was cut off the end of its text."""
    return {**entity, "length": max(0, min(entity["length"], length - entity["offset"]))}


def message_text(arguments: Arguments) -> tuple[str, list[JSON]]:
    """A message's text: 1 to 4096 UTF-16 units after parsing. Raises BadRequest."""
    text, entities = formatted(arguments, "text")
    if not text.strip():
        raise BadRequest("message text is empty")
    if utf16_length(text) > TEXT:
        raise BadRequest("message is too long")
    return text, entities


def caption(arguments: Arguments) -> JSON:
    """The caption's fields of a message: up to 1024 UTF-16 units. Raises BadRequest."""
    text, entities = formatted(arguments, "caption")
    if utf16_length(text) > CAPTION:
        raise BadRequest("message caption is too long")
    return with_entities({"caption": text}, "caption_entities", entities) if text else {}


def with_entities(fields: JSON, name: str, entities: list[JSON]) -> JSON:
    """The fields, with the entities where there are any."""
    return {**fields, name: entities} if entities else fields


def uploadable(content: bytes, limit: int) -> None:
    """Raises when a file is empty (400) or above the limit in bytes (413)."""
    if not content:
        raise BadRequest("file must be non-empty")
    if len(content) > limit:
        raise ApiError(413, "Request Entity Too Large")
