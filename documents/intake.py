"""What a phone sends, checked before it is kept: a photo or a PDF, real by content and not by name. S2-40, X-10."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from documents.eds_keys import holds_key, named_as_key
from documents.kinds import Family, Kind, kind_of
from documents.quarantine import Perished, Quarantine
from documents.verdicts import Accepted, Examined, Limits, Refusal, Refused
from enrolment.photo_advice import PhotoAdvice


def refused_unseen(size: int | None, *, name: str | None, limits: Limits) -> Refused | None:
    """What can be refused before the download, by the size in bytes and the name that the channel tells."""
    if named_as_key(name):
        return Refused(Refusal.EDS_KEY)
    return _too_big(size, limits) if size is not None and size > limits.max_bytes else None


async def examine(
    content: bytes, *, name: str | None, declared_type: str | None, limits: Limits, quarantine: Quarantine
) -> Examined:
    """Accepted with the pages made of it, or refused for one reason; the file is opened in the quarantine only."""
    kind = kind_of(content, declared_type)
    if holds_key(content) or (named_as_key(name) and not isinstance(kind, Kind)):
        return Refused(Refusal.EDS_KEY)
    if not content:
        return Refused(Refusal.EMPTY)
    if len(content) > limits.max_bytes:
        return _too_big(len(content), limits)
    if isinstance(kind, Family):
        return Refused(Refusal.NOT_A_DOCUMENT, {"family": kind})
    try:
        header = {"task": "examine", "kind": kind, "limits": asdict(limits)}
        return _verdict(await quarantine.inspect(header, content), kind)
    except Perished as error:
        return _broken(kind, str(error))


def _verdict(answer: Mapping[str, Any], kind: Kind) -> Examined:
    """The child's answer, trusted no further than its shape: the kind stays the one seen here."""
    match answer:
        case {"accepted": dict(said), "attached": list(made)}:
            return _accepted(said, kind, tuple(made))
        case {"refused": {"reason": str(reason), "details": dict(details)}} if reason in list(Refusal):
            return Refused(Refusal(reason), details)
    return _broken(kind, "nonsense")


def _accepted(said: Mapping[str, Any], kind: Kind, made: tuple[bytes, ...]) -> Examined:
    """A picture without its page is kept by nobody, and what was made is a JPEG or nothing."""
    match said:
        case {"pages": int(pages), "width": int() | None as width, "height": int() | None as height, "advice": told}:
            complete = len(made) in ({0, pages} if kind is Kind.PDF else {pages})
            if complete and told in (None, *PhotoAdvice) and all(kind_of(page) is Kind.JPEG for page in made):
                return Accepted(kind, pages, width, height, told and PhotoAdvice(told), made)
    return _broken(kind, "nonsense")


def _broken(kind: Kind, why: str) -> Refused:
    return Refused(Refusal.BROKEN_PDF if kind is Kind.PDF else Refusal.BROKEN_PICTURE, {"why": why})


def _too_big(size: int, limits: Limits) -> Refused:
    return Refused(Refusal.TOO_BIG, {"bytes": size, "limit": limits.max_bytes})
