"""Approval of a content as a WhatsApp template."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.whatsapp.errors import TwilioError
from simulator.whatsapp.variables import PLACE, places
from simulator.wire import JSON, Refused

if TYPE_CHECKING:
    from simulator.whatsapp.contents import Content, Contents

CATEGORIES = ("UTILITY", "MARKETING", "AUTHENTICATION")
STATUSES = ("received", "pending", "approved", "rejected", "paused", "disabled")
TEMPLATE_NAME = re.compile(r"[a-z0-9_]{1,512}")
TWO_IN_A_ROW = re.compile(r"\}\}\s*\{\{")


@dataclass
class Approval:
    """What was asked for, and how it stands."""

    name: str
    category: str
    content_type: str
    allow_category_change: bool
    status: str
    reason: str = ""

    def wire(self) -> JSON:
        """Twilio's view of it."""
        return {
            "type": "whatsapp",
            "name": self.name,
            "category": self.category,
            "content_type": self.content_type,
            "status": self.status,
            "rejection_reason": self.reason,
            "allow_category_change": self.allow_category_change,
        }


UNSUBMITTED: JSON = {
    "type": "whatsapp",
    "name": "",
    "category": "",
    "content_type": "",
    "status": "unsubmitted",
    "rejection_reason": "",
    "allow_category_change": True,
}


@dataclass
class Verdict:
    """What the next approvals come to."""

    status: str = "approved"
    reason: str = ""


def read_verdict(wish: JSON) -> Verdict:
    """A verdict from `{status, reason?}`. Raises Refused."""
    status = str(wish.get("status", "approved"))
    if status not in STATUSES:
        raise Refused(f"status is one of {', '.join(STATUSES)}")
    return Verdict(status, str(wish.get("reason", "")))


def ask_approval(contents: Contents, content: Content, wish: JSON, verdict: Verdict) -> JSON:
    """Ask for approval; the answer still says received. Raises TwilioError."""
    name, category = wish.get("name"), wish.get("category")
    if not isinstance(name, str) or not TEMPLATE_NAME.fullmatch(name):
        raise TwilioError(20422, "name is made of a-z, 0-9 and _")
    if category not in CATEGORIES:
        raise TwilioError(20422, f"category is one of {', '.join(CATEGORIES)}")
    if content.type == "twilio/list-picker":
        raise TwilioError(20422, "twilio/list-picker is for use in a session and cannot be approved")
    if content.approval is not None and content.approval.status != "rejected":
        raise TwilioError(20422, "approval was asked for already")
    problem = doubtful(content) or taken(contents, content, name)
    settled = Verdict("rejected", problem) if problem else verdict
    changes = bool(wish.get("allow_category_change", True))
    content.approval = Approval(name, category, content.type, changes, settled.status, settled.reason)
    return {**content.approval.wire(), "status": "received", "rejection_reason": ""}


def doubtful(content: Content) -> str:
    """Why WhatsApp would reject these texts; empty when it would not."""
    body = str(content.shape.get("body", "")).strip()
    if PLACE.match(body) or any(found.end() == len(body) for found in PLACE.finditer(body)):
        return "Variables can't be at the start or end of the template."
    if TWO_IN_A_ROW.search(body):
        return "Variables can't stand next to each other."
    without = [name for name in places(content.shape) if not content.variables.get(name, "").strip()]
    return f"Variables without a sample: {', '.join(without)}." if without else ""


def taken(contents: Contents, content: Content, name: str) -> str:
    """Whether another template has this name in this language."""
    others = (each for each in contents if each is not content and each.language == content.language)
    same = any(each.approval is not None and each.approval.name == name for each in others)
    return f"There is already {content.language} content for this template." if same else ""
