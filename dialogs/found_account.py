"""An account that phone and IIN prove to be one's own, found while registering: both chats, only this one, or neither.

S1-13, edges 35 and 38.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from dialogs.dialog import Dialog
from dialogs.effects import Effect, UseAccount
from dialogs.people import person_of
from dialogs.questions import Choose, Fixed, Given
from dialogs.questions.question import Raw
from locales.text import Text, _, joined, verbatim

LONG_AGO = "2026-01-01T00:00:00+00:00"


class Use(StrEnum):
    """What becomes of the chat at hand; nothing is lost by the first."""

    BOTH = "both"
    HERE = "here"
    NEITHER = "neither"


def where_it_is(found: FoundAccount) -> Text:
    """The chats of the account, masked, and what each button does."""
    return joined(
        _("You have an account already, in another chat: {chats}.", chats=verbatim(found.chats)),
        _("“Use both chats”: you see your account there and here."),
        _("“Only here”: the other chat shows nothing of it any more."),
    )


class FoundAccount(Dialog):
    """One question; whoever opens it has seen the phone and the IIN proved, and hands in what the registry told."""

    title = _("I have an account")
    version = 2
    phone = Given[str]()
    iin = Given[str]()
    proved_at = Given[str]()
    chats = Given[str]()
    person = Given[dict[str, Any] | None]()
    use = Choose(
        where_it_is,
        Fixed(Use, {Use.BOTH: _("Use both chats"), Use.HERE: _("Only here"), Use.NEITHER: _("Leave it as it is")}),
    )

    @classmethod
    def upgrade(cls, version: int, answers: dict[str, Raw]) -> dict[str, Raw]:
        """Before it was kept when the phone was proved, that is too long ago now."""
        return {"proved_at": LONG_AGO, **answers}

    def done(self) -> Effect | None:
        if self.use is Use.NEITHER:
            return None
        person = person_of(self.person) if self.person is not None else None
        return UseAccount(self.phone, self.iin, self.use is Use.HERE, person, self.proved_at)
