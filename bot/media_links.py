"""Links to the files of a message, for a provider that fetches them: signed, good for a quarter of an hour."""

from __future__ import annotations

import base64
import binascii
import hmac
import struct
from dataclasses import dataclass, field
from datetime import timedelta

from handlers.clock import Clock

GOOD_FOR = timedelta(minutes=15)
LABEL = b"balapan media link"
FOLDER = "/media"
_WHAT = struct.Struct(">QHI")
_MAC = 16


class Forged(Exception):
    """We never gave this link."""


class Expired(Exception):
    """Its time is over; it led to this file of that message."""

    def __init__(self, outbox_id: int, index: int) -> None:
        super().__init__(f"file {index} of message {outbox_id}")
        self.outbox_id = outbox_id
        self.index = index


@dataclass(frozen=True)
class MediaLinks:
    """Makes and reads links; the key is derived from `key` for this use alone."""

    key: bytes = field(repr=False)
    base_url: str
    clock: Clock

    def link(self, outbox_id: int, index: int) -> str:
        """The address of file number `index` of that message; it tells nothing of either."""
        until = int((self.clock.now() + GOOD_FOR).timestamp())
        what = _WHAT.pack(outbox_id, index, until)
        token = base64.urlsafe_b64encode(what + self._mac(what)).decode().rstrip("=")
        return f"{self.base_url}{FOLDER}/{token}"

    def read(self, token: str) -> tuple[int, int]:
        """The message and the number of the file in it; raises Forged or Expired."""
        try:
            told = base64.b64decode(token.encode() + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise Forged from None
        what, shown = told[: _WHAT.size], told[_WHAT.size :]
        if len(what) != _WHAT.size or not hmac.compare_digest(shown, self._mac(what)):
            raise Forged
        outbox_id, index, until = _WHAT.unpack(what)
        if self.clock.now().timestamp() >= until:
            raise Expired(outbox_id, index)
        return outbox_id, index

    def _mac(self, what: bytes) -> bytes:
        return hmac.digest(hmac.digest(self.key, LABEL, "sha256"), what, "sha256")[:_MAC]
