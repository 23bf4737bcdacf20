"""A hand-off to the signing page: a one-time link, and only the matching result answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialogs.inputs import Found, Sent
from dialogs.message import Link, Message
from dialogs.questions.question import Answer, Show, Taken, View
from dialogs.questions.wait import Wait
from locales.text import _, joined, verbatim

if TYPE_CHECKING:
    from dialogs.dialog import Dialog


class Away(Wait):
    """Like `Wait`, but the person has something to do meanwhile: the link that starting the work gave."""

    asked = True

    def ask(self, dialog: Dialog, view: View) -> Message:
        text = joined(self.says(dialog), verbatim(str(view.get("link", ""))))
        return Message(text, hint=self.common.hint, link=page_of(view))

    def take(self, dialog: Dialog, view: View, sent: Sent) -> Taken:
        if isinstance(sent, Found) and sent.token == view.get("token"):
            return Answer(sent.result)
        return Show(view)


def page_of(view: View) -> Link | None:
    """The signing page, to be opened with one press."""
    return Link(_("Open the signing page"), str(view["link"])) if "link" in view else None
