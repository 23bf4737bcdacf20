"""How the id of a chat is kept: as the channel says it, or where it is personal sealed, beside its blind index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from cryptography.exceptions import InvalidTag

from storage.sealing import UnknownKey

if TYPE_CHECKING:
    from storage.sealing import Sealer

PERSONAL = frozenset({"whatsapp"})
log = structlog.get_logger()


def kept_id(sealer: Sealer, channel: str, external_id: str) -> str:
    """What the table holds, and what an equal id is found by."""
    if channel not in PERSONAL:
        return external_id
    return sealer.index("chat", f"{channel} {external_id}").hex()


def sealed_id(sealer: Sealer, channel: str, external_id: str) -> bytes | None:
    """What the id is read from again; nothing where the table holds it as it is."""
    if channel not in PERSONAL:
        return None
    return sealer.seal_text(_place(channel, kept_id(sealer, channel, external_id)), external_id)


def opened_id(sealer: Sealer, channel: str, kept: str, sealed: bytes | None) -> str:
    """The id as the channel says it; empty where it was erased or cannot be opened: then nothing can be sent there."""
    if channel not in PERSONAL:
        return kept
    try:
        return "" if sealed is None else sealer.open_text(_place(channel, kept), sealed)
    except (InvalidTag, UnknownKey) as error:
        log.error("chat.unreadable", channel=channel, error=type(error).__name__)
        return ""


def _place(channel: str, kept: str) -> str:
    # Not the row: a chat answers from another of its ids, or is met anew, with the same sealed id.
    return f"address.external_id|{channel}|{kept}"
