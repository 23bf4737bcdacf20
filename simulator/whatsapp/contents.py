"""The contents of the account: message templates, approved or for use in a session."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from simulator.whatsapp.approvals import Approval
from simulator.whatsapp.content_types import checked_types, main_type
from simulator.whatsapp.errors import TwilioError
from simulator.whatsapp.variables import NAME
from simulator.whatsapp.widths import VARIABLES, over
from simulator.wire import JSON

LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
LONGEST_NAME = 450


@dataclass
class Content:
    """One content; `approval` is None until one is asked for."""

    sid: str
    friendly_name: str
    language: str
    variables: dict[str, str]
    types: JSON
    created: datetime
    approval: Approval | None = None

    @property
    def type(self) -> str:
        """The content type that WhatsApp shows."""
        return main_type(self.types)

    @property
    def shape(self) -> JSON:
        """The texts and buttons of that type."""
        return dict(self.types[self.type])

    @property
    def approved(self) -> bool:
        """Whether it may open a conversation."""
        return self.approval is not None and self.approval.status == "approved"

    @property
    def paused(self) -> bool:
        """Whether WhatsApp stopped it for a while."""
        return self.approval is not None and self.approval.status == "paused"

    def wire(self, account: str, address: str) -> JSON:
        """Twilio's Content resource; `address` is this server's own."""
        url = f"{address}/v1/Content/{self.sid}"
        asked = f"{url}/ApprovalRequests"
        at = self.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return {
            "sid": self.sid,
            "account_sid": account,
            "friendly_name": self.friendly_name,
            "language": self.language,
            "variables": self.variables,
            "types": self.types,
            "date_created": at,
            "date_updated": at,
            "url": url,
            "links": {"approval_create": f"{asked}/whatsapp", "approval_fetch": asked},
        }


@dataclass
class Contents:
    """All contents by SID, oldest first."""

    _by_sid: dict[str, Content] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Content]:
        return iter(self._by_sid.values())

    def get(self, sid: str) -> Content:
        """The content with that SID. Raises TwilioError 20404."""
        if sid not in self._by_sid:
            raise TwilioError(20404, f"/Content/{sid}")
        return self._by_sid[sid]

    def known(self, sid: str) -> Content | None:
        """The content with that SID, if there is one."""
        return self._by_sid.get(sid)

    def create(self, wish: JSON, at: datetime) -> Content:
        """A new content. Raises TwilioError 20422."""
        name, language = wish.get("friendly_name") or "", wish.get("language")
        if not isinstance(name, str) or over(name, LONGEST_NAME):
            raise TwilioError(20422, f"friendly_name is a text of up to {LONGEST_NAME} characters")
        if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
            raise TwilioError(20422, "language is a code like kk or pt_BR")
        types = checked_types(wish.get("types"))
        variables = checked_variables(wish.get("variables"))
        content = Content(self._new_sid(wish), name, language, variables, types, at)
        self._by_sid[content.sid] = content
        return content

    def delete(self, sid: str) -> None:
        """Take a content away. Raises TwilioError 20404."""
        del self._by_sid[self.get(sid).sid]

    def _new_sid(self, wish: JSON) -> str:
        """The same for the same content, so that a program that remembers SIDs goes on after a restart of the desk."""
        copies = sum(1 for _ in self)
        for salt in ("", *(str(number) for number in range(copies + 1))):
            written = json.dumps(wish, sort_keys=True, ensure_ascii=False) + salt
            sid = "HX" + hashlib.sha256(written.encode()).hexdigest()[:32]
            if sid not in self._by_sid:
                return sid
        raise AssertionError("more SIDs than contents")


def checked_variables(given: Any) -> dict[str, str]:
    """The sample values of a new content. Raises TwilioError 20422."""
    variables = given or {}
    if not isinstance(variables, dict) or len(variables) > VARIABLES:
        raise TwilioError(20422, f"variables is an object of up to {VARIABLES} texts")
    for name, value in variables.items():
        if not NAME.fullmatch(name) or not isinstance(value, str):
            raise TwilioError(20422, f"variable {name!r} needs a name of up to 16 letters and a text")
    return dict(variables)
