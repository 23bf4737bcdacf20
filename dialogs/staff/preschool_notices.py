"""What employees of a kindergarten and the education department are told of enrolment requests. E1, E2, E4."""

from __future__ import annotations

from datetime import datetime

from dialogs.message import Choice, Message
from locales.text import Text, _, joined, n_


def new_request(request: int, card: Text) -> Message:
    """S21: a parent has chosen the kindergarten; its employees answer (S3-51)."""
    return Message(card, (_open(request),), purpose="S21")


def request_waits(request: int, number: str, until: datetime) -> Message:
    """S22: today is the last day to answer (E2)."""
    text = _("Request {number} waits for your answer: {until}.", number=number, until=until)
    return Message(text, (_open(request),), purpose="S22")


def request_overdue(request: int, number: str, preschool: Text, days: int) -> Message:
    """S23: to the education department: a kindergarten has been silent for longer than it may (E2, edge 17)."""
    text = n_(
        "The kindergarten has not answered request {number} within {count} working day: {preschool}.",
        "The kindergarten has not answered request {number} within {count} working days: {preschool}.",
        days,
        number=number,
        preschool=preschool,
    )
    return Message(
        joined(text, _("The family keeps the place meanwhile.")),
        (Choice(f"silent.{request}", _("Open the card"), action=True),),
        purpose="S23",
    )


def nobody_decides(request: int, number: str, preschool: Text) -> Message:
    """S24: to the education department: a request that no employee of the kindergarten can answer (edge 45)."""
    text = _(
        "Nobody in this chat can answer request {number} for the kindergarten: {preschool}.",
        number=number,
        preschool=preschool,
    )
    return Message(text, (Choice(f"silent.{request}", _("Open the card"), action=True),), purpose="S24")


def please_answer(request: int, number: str, ended: datetime | None) -> Message:
    """S26: the education department asks a silent kindergarten to answer (edge 17)."""
    text = _("The education department asks you to answer request {number}.", number=number)
    over = _("The term to answer ended: {due}.", due=ended) if ended else Text("")
    return Message(joined(text, over), (_open(request),), purpose="S26")


def request_ended(number: str) -> Message:
    """S25: the parent chose another kindergarten, or the voucher ended; there is nothing to answer any more."""
    return Message(
        _("Request {number} has ended: there is nothing to answer. The place is free again.", number=number),
        purpose="S25",
    )


def places_declared(preschool: Text, group: str, closed: int) -> Message:
    """S31: to the education department: a kindergarten has fewer free places than were open to parents (edge 16)."""
    text = n_(
        "A kindergarten counted its free places anew, and {count} open place is closed: {preschool}, group {group}.",
        "A kindergarten counted its free places anew, and {count} open places are closed: {preschool}, group {group}.",
        closed,
        preschool=preschool,
        group=group,
    )
    return Message(text, purpose="S31")


def _open(request: int) -> Choice:
    return Choice(f"request.{request}", _("Open the request"), action=True)
