"""Looks through every object of a PDF without decoding its pages, in the limited child process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject, PdfObject, StreamObject

from documents.kinds import Kind
from documents.verdicts import Accepted, Examined, Limits, Refusal, Refused

_ACTIVE_KEYS: Final = ("/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent", "/RichMediaSettings")
_ACTIVE_ACTIONS: Final = (
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToE",
    "/Rendition",
    "/RichMediaExecute",
)
_ELSEWHERE: Final = ("/GoToR", "/Thread")
_ACTIVE_TYPES: Final = ("/EmbeddedFile",)
_ACTIVE_NOTES: Final = ("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D")
_MAX_OBJECTS: Final = 20_000


@dataclass(frozen=True)
class OnlyDrawn:
    """Nothing in it is refused, but it reaches for what lies elsewhere: only pictures of its pages may be kept."""

    why: str


class _TooComplex(Exception):
    """More objects than any scanned document has."""


def examine_pdf(content: bytes, limits: Limits) -> Examined | OnlyDrawn:
    """Accepted with its number of pages when it opens without a password and does nothing by itself (X-10)."""
    try:
        return _read(content, limits)
    except Exception as error:
        return Refused(Refusal.BROKEN_PDF, {"why": type(error).__name__})


def _read(content: bytes, limits: Limits) -> Examined | OnlyDrawn:
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        return Refused(Refusal.ENCRYPTED_PDF)
    pages = len(reader.pages)
    if (refused := wrong_count(pages, limits)) is not None:
        return refused
    reaching = None
    for node in _dictionaries(reader):
        if (active := _activity(node)) is not None:
            return Refused(Refusal.ACTIVE_PDF, {"what": active})
        reaching = reaching or _reach(node)
    return OnlyDrawn(reaching) if reaching else Accepted(Kind.PDF, pages)


def wrong_count(pages: int, limits: Limits) -> Refused | None:
    """Why a PDF of so many pages is not taken, None where it is."""
    if not pages:
        return Refused(Refusal.NO_PAGES)
    if pages > limits.max_pages:
        return Refused(Refusal.TOO_MANY_PAGES, {"pages": pages, "limit": limits.max_pages})
    return None


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary that a viewer can reach from the trailer, each indirect object once."""
    waiting: list[PdfObject] = [reader.trailer]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, IndirectObject):
            if node.idnum in seen:
                continue
            seen.add(node.idnum)
            if len(seen) > _MAX_OBJECTS:
                raise _TooComplex
            resolved = node.get_object()
            if resolved is None:
                continue
            node = resolved
        if isinstance(node, DictionaryObject):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, ArrayObject):
            waiting.extend(node)


def _activity(node: DictionaryObject) -> str | None:
    """What in this dictionary acts by itself or carries another file."""
    for key in _ACTIVE_KEYS:
        if key in node:
            return key
    for key, active in (("/S", _ACTIVE_ACTIONS), ("/Type", _ACTIVE_TYPES), ("/Subtype", _ACTIVE_NOTES)):
        if (value := _value(node, key)) in active:
            return str(value)
    return None


def _reach(node: DictionaryObject) -> str | None:
    """What in this dictionary opens a site, another file or a network share, by itself or on a press."""
    if (action := _value(node, "/S")) in _ELSEWHERE:
        return str(action)
    if isinstance(node, StreamObject) and "/F" in node:
        return "/F"
    if not _stays(_value(node, "/OpenAction")):
        return "/OpenAction"
    at_events = _value(node, "/AA")
    if isinstance(at_events, DictionaryObject) and not all(_stays(_value(at_events, key)) for key in at_events):
        return "/AA"
    return None


def _value(node: DictionaryObject, key: str) -> object:
    """What stands under that key, also behind a reference; None where nothing does."""
    value = node.raw_get(key) if key in node else None
    return value.get_object() if isinstance(value, IndirectObject) else value


def _stays(action: object) -> bool:
    """Whether an action only turns to a page of the same file."""
    if isinstance(action, DictionaryObject):
        return _value(action, "/S") == "/GoTo" and "/Next" not in action
    return action is None or isinstance(action, (ArrayObject, NullObject))
