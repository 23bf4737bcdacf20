"""Bringing Twilio's contents up to what this program wants: made once, found again by name, judged by WhatsApp."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import Any, get_args

from bot.whatsapp.contents import PREFIX, SESSION, Wanted, digest, named, version_of
from bot.whatsapp.patience import NotThere, patiently
from storage.contents import Content, ContentStatus

PAGE = 500
CATEGORY = "UTILITY"
UNSUBMITTED = "unsubmitted"
GONE = "it is not at Twilio any more"


@dataclass(frozen=True)
class Kept:
    """A content at Twilio."""

    sid: str
    digest: str


@dataclass
class Library:
    """The contents of one account at Twilio; `client` is the SDK's synchronous one: the other one cannot make them."""

    client: Any
    made: int = 0
    _kept: dict[str, Kept] = field(default_factory=dict)

    def look(self) -> None:
        """Read what is there already. Raises NoTwilio, as everything here."""
        found = patiently(lambda: self.client.content.v1.contents.list(page_size=PAGE))
        ours = (one for one in found if str(one.friendly_name).startswith(PREFIX))
        self._kept = {one.friendly_name: Kept(one.sid, digest(one.language, one.types)) for one in ours}

    def bring(self, wanted: Wanted, known: Mapping[str, Content], now: datetime) -> Iterator[Content]:
        """What is to be noted: the present version, made if it is missing, and what became of older ones.

        `known` are the versions that are noted already.
        """
        present = self._present(wanted, known)
        yield self._noted(wanted, present, wanted.fingerprint, now)
        if wanted.for_approval:
            for name, older in known.items():
                if name != present and name in self._kept:
                    yield self._noted(wanted, name, older.fingerprint, now)
                elif name != present:
                    yield Content(name, older.sid, older.fingerprint, "disabled", GONE, now)

    def _present(self, wanted: Wanted, known: Mapping[str, Content]) -> str:
        """The name of the version with the present words: as noted here, as found there, or made now."""
        for name, one in known.items():
            if one.fingerprint == wanted.fingerprint and name in self._kept and self._kept[name].sid == one.sid:
                return name
        versions = [name for name in self._kept if version_of(name)[0] == wanted.base]
        for name in versions:
            if self._kept[name].digest == wanted.digest:
                return name
        return self._make(wanted, named(wanted.base, max((version_of(name)[1] for name in versions), default=0) + 1))

    def _make(self, wanted: Wanted, name: str) -> str:
        contents = import_module("twilio.rest.content.v1.content").ContentList
        asked = {"friendly_name": name, "language": wanted.language, "variables": dict(wanted.samples)}
        request = contents.ContentCreateRequest({**asked, "types": dict(wanted.types)})
        content = patiently(lambda: self.client.content.v1.contents.create(request))
        self._kept[name] = Kept(content.sid, wanted.digest)
        self.made += 1
        return name

    def _noted(self, wanted: Wanted, name: str, fingerprint: str, now: datetime) -> Content:
        sid = self._kept[name].sid
        if not wanted.for_approval:
            return Content(name, sid, fingerprint, SESSION, None, now)
        status, reason = self._judged(sid)
        if status == UNSUBMITTED:
            self._submit(sid, name)
            status, reason = self._judged(sid)
        return Content(name, sid, fingerprint, status, reason, now)

    def _judged(self, sid: str) -> tuple[ContentStatus, str | None]:
        approval = self.client.content.v1.contents(sid).approval_fetch()
        try:
            told = patiently(approval.fetch).whatsapp or {}
        except NotThere:
            told = {}
        return status_of(told.get("status") or UNSUBMITTED), told.get("rejection_reason") or None

    def _submit(self, sid: str, name: str) -> None:
        approvals = import_module("twilio.rest.content.v1.content.approval_create").ApprovalCreateList
        request = approvals.ContentApprovalRequest({"name": name, "category": CATEGORY})
        asking = self.client.content.v1.contents(sid).approval_create
        patiently(lambda: asking.create(request))


def status_of(told: str) -> ContentStatus:
    """Twilio's word for it. A word that this program does not know means that nothing is decided yet."""
    known: tuple[ContentStatus, ...] = get_args(ContentStatus)
    return next((one for one in known if one == told), "pending")
