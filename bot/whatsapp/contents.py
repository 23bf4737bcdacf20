"""Contents at Twilio: what is wanted there, how a version of it is known, and what of it can be used now."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from locales.catalogue import Locale
from storage.contents import Content
from storage.database import Database

PREFIX = "balapan_"
SESSION: Final = "session"
APPROVED: Final = "approved"
DIGEST = 32
BELIEVED_S = 60.0
_VERSION = re.compile(r"(?P<base>.+?)(?:_v(?P<number>[0-9]{1,6}))?")


@dataclass(frozen=True)
class Wanted:
    """A content as this program would make it; `names` tell what its variables stand for, in their order.

    Only one that is `for_approval` can be sent when the person has not written within a day.
    """

    base: str
    language: str
    types: Mapping[str, Any]
    samples: Mapping[str, str]
    names: tuple[str, ...] = ()
    for_approval: bool = False

    @property
    def digest(self) -> str:
        """The same for the same content, whatever Twilio calls it."""
        return digest(self.language, self.types)

    @property
    def fingerprint(self) -> str:
        """The digest, and what the variables stand for: an older version stays usable while a newer one is judged."""
        return " ".join((self.digest, *self.names))


@dataclass(frozen=True)
class Ready:
    """A content that can be sent now, and what its variables stand for."""

    sid: str
    names: tuple[str, ...]


def digest(language: str | None, types: Mapping[str, Any] | None) -> str:
    """Of a content as it is made, or as Twilio tells it."""
    told = json.dumps([language, _essence(types or {})], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:DIGEST]


def version_of(name: str) -> tuple[str, int]:
    """The name without its version, and the version: 1 when there is none in it."""
    found = _VERSION.fullmatch(name)
    return (found["base"], int(found["number"] or 1)) if found else (name, 1)


def named(base: str, version: int) -> str:
    """The name of that version."""
    return base if version == 1 else f"{base}_v{version}"


def template_base(purpose: str, locale: Locale) -> str:
    """How the template for this purpose is called in this language."""
    return f"{PREFIX}{purpose.lower()}_{locale}"


@dataclass
class Shelf:
    """The contents that the database knows of, read anew every minute: the command line may have made more."""

    database: Database
    wanted: Mapping[str, Wanted]
    monotonic: Callable[[], float] = time.monotonic
    shapes: Mapping[str, str] = field(default_factory=dict)
    _templates: Mapping[str, list[Content]] = field(default_factory=dict)
    _read_at: float = float("-inf")

    async def refresh(self) -> None:
        """Read them, unless that was done within the last minute."""
        if self.monotonic() - self._read_at < BELIEVED_S:
            return
        async with self.database.reading() as uow:
            contents = await uow.contents.all()
        self._read_at = self.monotonic()
        self._sort(contents)

    def template(self, purpose: str, locale: Locale) -> Ready | None:
        """The newest approved template, the one with the present words first; None where none is approved."""
        base = template_base(purpose, locale)
        versions = [one for one in self._templates.get(base, []) if one.status == APPROVED]
        present = self.wanted[base].fingerprint if base in self.wanted else ""
        best = max(versions, key=lambda one: (one.fingerprint == present, version_of(one.name)[1]), default=None)
        return Ready(best.sid, tuple(best.fingerprint.split()[1:])) if best else None

    def _sort(self, contents: Mapping[str, Content]) -> None:
        shapes: dict[str, str] = {}
        templates: dict[str, list[Content]] = {}
        for one in contents.values():
            base = version_of(one.name)[0]
            if one.status != SESSION:
                templates.setdefault(base, []).append(one)
            elif base in self.wanted and one.fingerprint == self.wanted[base].fingerprint:
                shapes[base] = one.sid
        self.shapes, self._templates = shapes, templates


def _essence(types: Mapping[str, Any]) -> dict[str, Any]:
    """What is said and pressed, without what Twilio adds of its own."""
    return {kind: _said(content) for kind, content in sorted(types.items()) if content is not None}


def _said(content: Mapping[str, Any]) -> list[Any]:
    pressed = [
        [button.get("title") or button.get("item"), button.get("id")]
        for button in content.get("actions") or content.get("items") or ()
    ]
    return [content.get("body"), content.get("button"), pressed]
