"""Words of an employee as a parent reads them: with who says them, as the glossary calls them, never by name."""

from __future__ import annotations

from dialogs.message import EMPTY
from dialogs.staff.words import ROLE_NAMES
from enrolment.terms import Role
from locales.text import Text, _, verbatim

DEPARTMENT = ROLE_NAMES[Role.EDUCATION_DEPARTMENT]


def said(author: Text, words: str) -> Text:
    """The words after their author; nothing without words."""
    return Text("{author}: {words}", {"author": author, "words": words}) if words else EMPTY


def said_as(role: str | None, words: str) -> Text:
    """The same of somebody with that role; what is older than the note of roles says only that it is a comment."""
    if not words:
        return EMPTY
    return said(ROLE_NAMES[Role(role)], words) if role else _("Comment: {comment}", comment=verbatim(words))
