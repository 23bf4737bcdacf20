"""Reading what the page's form sends: held in memory, never larger than a signature can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from aiohttp import BodyPartReader, MultipartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from documents.eds_keys import holds_key
from signing_gateway.armour import SIGNATURES, to_der
from signing_gateway.der import Malformed

LARGEST_BODY: Final = 4 * 1024 * 1024
MOST_PARTS: Final = 8


class TooLarge(Exception):
    """More came than any signature has."""


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
    """The fields of a multipart form, by name. Raises TooLarge and NoForm."""
    if (request.content_length or 0) > LARGEST_BODY:
        raise TooLarge
    try:
        return await _parts(await request.multipart())
    except (ValueError, AssertionError, LookupError, HttpProcessingError) as error:
        raise NoForm from error


async def _parts(reader: MultipartReader) -> dict[str, Part]:
    found: dict[str, Part] = {}
    left = LARGEST_BODY
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader) or part.name is None or len(found) >= MOST_PARTS:
            raise NoForm
        content = bytearray()
        while chunk := await part.read_chunk():
            content += chunk
            if len(content) > left:
                raise TooLarge
        left -= len(content)
        found[part.name] = Part(part.filename, bytes(content))
    return found


def is_key(content: bytes) -> bool:
    """Whether this is the key itself, as it is or in base64: nobody may send that."""
    try:
        return holds_key(content) or holds_key(to_der(content, SIGNATURES))
    except Malformed:
        return False
