"""Which role, and where: an invitation for somebody new, or another post for a member. Edge 39."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.names import named
from dialogs.queries import MyStaff, Preschools
from dialogs.questions import Choose, Fixed, Given, Option, Review
from dialogs.questions.options import Words
from dialogs.questions.question import Common
from dialogs.staff.member_queries import Appoint, InviteColleague
from dialogs.staff.words import ROLE_NAMES
from enrolment.terms import Role
from locales.text import _, joined, verbatim

EVERYWHERE = "everywhere"


class Localities(Words):
    """The administrator's own, or all of the profile and the word for all of them."""

    def __call__(self, dialog: Dialog) -> Sequence[Option[str]]:
        member = dialog.facts[MyStaff()]
        mine = member.locality if member is not None else None
        rows = [Option(row.code, named(row.name)) for row in dialog.facts.profile.localities]
        if mine is not None:
            return [one for one in rows if one.value == mine]
        return rows if in_preschool(dialog) else [*rows, Option(EVERYWHERE, _("all cities"))]


class OpenPreschools(Words):
    """The open kindergartens of the locality."""

    def __call__(self, dialog: Invite | AnotherPost) -> Sequence[Option[str]]:
        cards = dialog.facts[Preschools(dialog.locality)]
        return [
            Option(card.bin, named(card.name), joined(verbatim(card.bin), named(card.address), separator=", "))
            for card in cards
        ]


def in_preschool(dialog: Dialog) -> bool:
    """Whether a kindergarten has to be named."""
    return isinstance(dialog, Invite | AnotherPost) and dialog.role is Role.PRESCHOOL_EMPLOYEE


def there(dialog: Invite | AnotherPost) -> bool:
    """Whether the kindergarten can be chosen: a city has some."""
    return in_preschool(dialog) and bool(dialog.facts[Preschools(dialog.locality)])


def ask_role() -> Choose[Role]:
    """Which role."""
    return Choose(_("Which role?"), Fixed(Role, ROLE_NAMES), Common(label=_("Role")))


def ask_locality() -> Choose[str]:
    """Where the role holds."""
    return Choose(_("In which city?"), Localities(), Common(label=_("City"), depends=("role",)))


def ask_preschool() -> Choose[str]:
    """For which kindergarten."""
    return Choose(
        _("Which kindergarten? Choose it."),
        OpenPreschools(),
        Common(when=there, label=_("Kindergarten"), depends=("role", "locality")),
    )


class Invite(Dialog):
    """A code for somebody new."""

    title = _("Invitation")
    role = ask_role()
    locality = ask_locality()
    preschool = ask_preschool()
    review = Review(_("The code is good once, for 24 hours. Give it only to that person."), _("Make the code"))

    def done(self) -> Effect:
        return InviteColleague(self.role, where(self.locality), self.preschool if there(self) else None)


class AnotherPost(Dialog):
    """Another role or place for a member."""

    title = _("Another role")
    member = Given[int]()
    role = ask_role()
    locality = ask_locality()
    preschool = ask_preschool()
    review = Review(
        _("What is open with them and is not theirs any more waits for the others. They are told."),
        _("Change the role"),
    )

    def done(self) -> Effect:
        return Appoint(self.member, self.role, where(self.locality), self.preschool if there(self) else None)


def where(locality: str) -> str | None:
    """The locality; None for all of them."""
    return None if locality == EVERYWHERE else locality
