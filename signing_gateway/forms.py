"""Reading what the page's form sends: held in memory, never larger than a signature can be."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from aiohttp import BodyPartReader, MultipartReader, StreamReader, web
from aiohttp.base_protocol import BaseProtocol
from aiohttp.http_exceptions import HttpProcessingError

from documents.eds_keys import holds_key
from signing_gateway.armour import SIGNATURES, to_der
from signing_gateway.bodies import read_body
from signing_gateway.der import Malformed

LARGEST_BODY: Final = 4 * 1024 * 1024
MOST_PARTS: Final = 8


class NoForm(Exception):
    """Something came that the page does not send."""


@dataclass(frozen=True)
class Part:
    """A field: the file's name, if it is a file, and what is in it."""

    name: str | None = field(repr=False)
    content: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """As text."""
        return self.content.decode("utf-8", "replace").strip()


async def read_form(request: web.Request) -> Mapping[str, Part]:
    """The fields of a multipart form, by name. Raises NoForm, TooLarge and TooSlow."""
    body = await read_body(request, LARGEST_BODY)
    try:
        return await _parts(MultipartReader(request.headers, _again(body)))
    except (ValueError, AssertionError, LookupError, HttpProcessingError) as error:
        raise NoForm from error


def _again(body: bytes) -> StreamReader:
    """To be read once more, by the parser. Raises ValueError where something stands before the first part."""
    if not body.startswith(b"--"):
        raise ValueError("no part")
    loop = asyncio.get_running_loop()
    stream = StreamReader(BaseProtocol(loop), LARGEST_BODY, loop=loop)
    stream.feed_data(body)
    stream.feed_eof()
    return stream


async def _parts(reader: MultipartReader) -> dict[str, Part]:
    found: dict[str, Part] = {}
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader) or part.name is None or len(found) >= MOST_PARTS:
            raise NoForm
        found[part.name] = Part(part.filename, bytes(await part.read()))
    return found


def is_key(content: bytes) -> bool:
    """Whether this is the key itself, as it is or in base64: nobody may send that."""
    try:
        return holds_key(content) or holds_key(to_der(content, SIGNATURES))
    except Malformed:
        return False
