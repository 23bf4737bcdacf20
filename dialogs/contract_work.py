"""What the contract's dialog waits for: the draft and the frozen document, and what comes from the signing page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dialogs.contract_notices import OPEN
from dialogs.effects import Effect
from dialogs.inputs import Found, Picked, Sent
from dialogs.message import EMPTY, Choice, Message, Wants
from dialogs.questions.away import Away, page_of
from dialogs.questions.question import Answer, Common, Show, Taken, View
from dialogs.questions.wait import Wait
from dialogs.signature_words import FOR_GOOD, refusal
from locales.text import Text, _, joined, verbatim

if TYPE_CHECKING:
    from dialogs.dialog import Dialog

AGAIN = "again"


class Making(Wait):
    """Work that may fail, and is begun again at the press of a button then.

    What it was made from may change meanwhile: it is begun again at once, and whoever does it says what is to be done.
    """

    def begun(self, view: View) -> bool:
        """Whether it is: a view with a link is that of the signing page, from which an old form leads back (C20)."""
        return super().begun(view) and "link" not in view

    def ask(self, dialog: Dialog, view: View) -> Message:
        if not view.get("failed"):
            return super().ask(dialog, view)
        text = _("The document could not be made just now. Your answers are kept. Try again in a minute.")
        return Message(text, (Choice(AGAIN, _("Try again")),), Wants.CHOICE)

    def take(self, dialog: Dialog, view: View, sent: Sent) -> Taken:
        match sent:
            case Found(token, result) if token == view.get("token") and result.get("failed"):
                return Show({**view, "failed": True})
            case Found(token, result) if token == view.get("token") and result.get("changed"):
                return Show({})
            case Picked(key) if key == AGAIN and view.get("failed"):
                return Show({})
        return super().take(dialog, view, sent)


class Signing(Away):
    """The signing page: a refused signature says why beside the link, and a new link can be had.

    A signature that nobody could check yet is an answer, unless the question has words with which it `waits` on: where
    a key is only checked, and where the kindergarten signs (C8a, edge 26).
    """

    asked = False

    def __init__(
        self,
        text: Text | Callable[[Any], Text],
        start: Callable[[Any], Effect],
        common: Common | None = None,
        *,
        waits: Text | None = None,
    ) -> None:
        super().__init__(text, start, common)
        self.waits = waits

    def ask(self, dialog: Dialog, view: View) -> Message:
        if self.waits is not None and view.get("verdict") == "pending":
            return Message(self.waits)
        why = refusal(view) if view.get("verdict") == "refused" else EMPTY
        if view.get("reason") in FOR_GOOD:
            return Message(why, (Choice(AGAIN, OPEN),), Wants.CHOICE)
        text = joined(why, self.says(dialog), verbatim(str(view.get("link", ""))))
        return Message(text, (Choice(AGAIN, _("New link")),), Wants.CHOICE, hint=self.common.hint, link=page_of(view))

    def take(self, dialog: Dialog, view: View, sent: Sent) -> Taken:
        match sent:
            case Found(token, result) if token == view.get("token"):
                return self.judged(view, result)
            case Picked(key) if key == AGAIN:
                return Show({})
        return Show(view)

    def judged(self, view: View, result: dict[str, Any]) -> Taken:
        """What a verdict means for the question."""
        settled = result["verdict"] == "valid" or (result["verdict"] == "pending" and self.waits is None)
        way = {name: view[name] for name in ("token", "link") if name in view}
        return Answer(result) if settled else Show({**way, **result})
