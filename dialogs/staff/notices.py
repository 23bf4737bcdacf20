"""What members of staff are told unasked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from dialogs.message import Choice, FileOut, Message
from dialogs.queries import Member
from dialogs.staff.words import who
from locales.text import Text, _, joined, n_, verbatim


def new_review(application: int, card: Text, files: tuple[FileOut, ...]) -> Message:
    """A new application to check, with its documents; the buttons act from anywhere."""
    choices = (
        Choice(f"confirm.{application}", _("Confirm"), action=True),
        Choice(f"reject.{application}", _("Reject"), action=True),
        _open(application),
    )
    return Message(card, choices, files=files, purpose="S01")


def review_waits(application: int, number: str, days: int) -> Message:
    """A reminder: a review has waited for that many working days (A8)."""
    text = n_(
        "Application {number} has waited for {count} working day. Please decide.",
        "Application {number} has waited for {count} working days. Please decide.",
        days,
        number=number,
    )
    return Message(text, (_open(application),), purpose="S02")


def review_overdue(application: int, number: str, days: int, holder: Member | None) -> Message:
    """To those who watch over reviews: one has waited too long, and who has it (A8)."""
    text = n_(
        "Application {number} has waited for {count} working day without a decision.",
        "Application {number} has waited for {count} working days without a decision.",
        days,
        number=number,
    )
    held = _("It is with: {who}.", who=who(holder)) if holder else _("Nobody has taken it.")
    return Message(joined(text, held), (_open(application),), purpose="S03")


def documents(number: str, child: str, born: date | None, files: tuple[FileOut, ...]) -> Message:
    """The documents of an application, and whom they must name."""
    named = _("Documents of application {number}. They must name: {child}.", number=number, child=child)
    return Message(joined(named, _("Born: {date}.", date=born) if born else Text("")), files=files, purpose="documents")


def new_case(case: int, number: str, words: str, *, money: bool) -> Message:
    """A parent wrote to support."""
    said = _("A question of a parent: {number}.", number=number)
    if money:
        said = _("A report that somebody asks for money: {number}.", number=number)
    choices = (
        Choice(f"answer.{case}", _("Reply"), action=True),
        Choice(f"case.{case}", _("Open the case"), action=True),
    )
    return Message(joined(said, verbatim(words)), choices, purpose="S04")


def membership_ended(at: datetime) -> Message:
    """To somebody whose membership an administrator ended."""
    return Message(_("Your access to this chat has ended, {moment}.", moment=at), purpose="S05")


def handed_over(from_whom: Text, reviews: int, cases: int) -> Message:
    """S32: to the colleague who takes over what was open with somebody (edge 39)."""
    lines = [
        n_("{count} application to review", "{count} applications to review", reviews) if reviews else Text(""),
        n_("{count} question of a parent", "{count} questions of parents", cases) if cases else Text(""),
    ]
    buttons = [Choice("mine.all", _("My reviews"), action=True)] if reviews else []
    buttons += [Choice("cases.all", _("Questions"), action=True)] if cases else []
    taken = _("You take over from: {who}.", who=from_whom)
    return Message(joined(taken, *lines), tuple(buttons), purpose="S32")


def nobody_left(role: Text, where: Text, waiting: Text) -> Message:
    """S33: to who watches over reviews and to administrators: a role has nobody any more (edge 39)."""
    text = joined(
        _("Nobody has this role any more: {role}, {where}.", role=role, where=where),
        waiting,
        _("Please have somebody invited. Nothing is lost meanwhile."),
    )
    return Message(text, purpose="S33")


def post_changed(role: Text, where: Text) -> Message:
    """S34: to a member: an administrator gave them another role or place."""
    return Message(_("Your role here is now: {role}, {where}.", role=role, where=where), purpose="S34")


def log_broken(count: int, numbers: Sequence[str]) -> Message:
    """S35: to every administrator: the event log was changed behind our back, or is damaged."""
    text = n_(
        "Attention: the event log was changed or is damaged in {count} place. Tell the operator at once.",
        "Attention: the event log was changed or is damaged in {count} places. Tell the operator at once.",
        count,
    )
    named = joined(*map(verbatim, numbers), separator=", ")
    return Message(joined(text, _("Among them: {numbers}.", numbers=named) if numbers else Text("")), purpose="S35")


def case_answered(case: int, number: str, words: str) -> Message:
    """To the parent: the answer of support (S2-70)."""
    text = joined(_("Answer of support, case {number}:", number=number), verbatim(words))
    return Message(
        text, (Choice(f"case.{case}", _("Open the case"), action=True),), purpose="case", named={"number": number}
    )


def case_closed(case: int, number: str) -> Message:
    """To the parent: the case is over, and writing opens it again."""
    text = _("Your case {number} is closed. If something is still open, write in it again.", number=number)
    return Message(
        text,
        (Choice(f"case.{case}", _("Open the case"), action=True),),
        purpose="case_closed",
        named={"number": number},
    )


def _open(application: int) -> Choice:
    return Choice(f"review.{application}", _("Open the card"), action=True)
