"""Fetching the file of an outgoing message from the program, by HEAD and by GET, as Twilio does."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from aiohttp import ClientError, ClientResponse, ClientTimeout

from simulator.telegram.arguments import Upload
from simulator.whatsapp.hooks import Hooks, Program
from simulator.whatsapp.widths import IMAGE_BYTES, MEDIA_BYTES

IMAGES = ("image/jpeg", "image/png")
OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = frozenset(
    (
        *IMAGES,
        "image/webp",
        "application/pdf",
        "application/msword",
        f"{OFFICE}wordprocessingml.document",
        f"{OFFICE}presentationml.presentation",
        f"{OFFICE}spreadsheetml.sheet",
        "text/vcard",
        "video/mp4",
        "audio/ogg",
        "audio/mpeg",
        "audio/amr",
    )
)
SECONDS = 15.0


class NotFetched(Exception):
    """Why the file did not come."""


async def fetch(hooks: Hooks, program: Program, url: str) -> Upload:
    """The file at that address with its name. Raises NotFetched for anything Twilio would not send on."""
    assert hooks.session is not None
    address = program.reached(url)
    try:
        async with hooks.session.head(address, allow_redirects=True, timeout=ClientTimeout(SECONDS)) as head:
            acceptable(head, head.content_length or 0)
        async with hooks.session.get(address, timeout=ClientTimeout(SECONDS)) as response:
            acceptable(response, response.content_length or 0)
            content = await response.content.read(MEDIA_BYTES + 1)
            while len(content) <= MEDIA_BYTES and (more := await response.content.read(MEDIA_BYTES)):
                content += more
            acceptable(response, len(content))
            if head.content_type != response.content_type:
                raise NotFetched(f"HEAD says {head.content_type}, GET says {response.content_type}")
            return Upload(name_of(response, url), response.content_type, content)
    except (ClientError, TimeoutError, OSError, ValueError) as error:
        raise NotFetched(f"{type(error).__name__} at {url}") from error


def acceptable(response: ClientResponse, size: int) -> None:
    """Raises NotFetched for another status than 200, an unknown type, or too many bytes."""
    if response.status != 200:
        raise NotFetched(f"{response.method} answered {response.status}")
    if response.content_type not in TYPES:
        raise NotFetched(f"type {response.content_type} is not supported")
    limit = IMAGE_BYTES if response.content_type in IMAGES else MEDIA_BYTES
    if size > limit:
        raise NotFetched(f"{size} bytes are more than {limit}")


def name_of(response: ClientResponse, url: str) -> str:
    """The name that Content-Disposition gives, else the end of the address."""
    disposition = response.content_disposition
    named = disposition.filename if disposition else None
    return named or unquote(PurePosixPath(urlsplit(url).path).name) or "file"
