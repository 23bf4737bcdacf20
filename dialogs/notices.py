"""What is told unasked (G.5): the key is the purpose, the child goes by the first name, one button leads on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dialogs.message import Choice, Message
from dialogs.said import said_as
from enrolment.queue import PlaceChange
from enrolment.terms import PlaceInstrument
from locales.text import Text, _, joined, n_


@dataclass(frozen=True)
class About:
    """The application that a notification is about: id for its button, number and the child's first name for people."""

    application: int
    number: str
    child: str
    instrument: PlaceInstrument = PlaceInstrument.VOUCHER


ARCHIVED_BECAUSE: dict[str, Text] = {
    "withdrawn": _("you have withdrawn it"),
    "place_accepted": _("a place was accepted for the child by another application"),
    "voucher_unconfirmed": _("the place was not confirmed in time"),
    "docs_rejected": _("the documents were not confirmed"),
    "age_limit": _("the child has reached the age limit"),
    "duplicate": _("there is another application for the same child"),
    "false_data": _("the data in it turned out to be wrong"),
}
PLACE_FREED = _("families ahead got a place or left the queue")
PLACE_TAKEN = _("families with an earlier turn have joined the queue")
ORDERED_ANEW: Mapping[PlaceChange | None, Text] = {
    PlaceChange.REFRESHED: _("the queue was refreshed, as it is on this day of the year"),
    PlaceChange.CATEGORY_MOVED: _("the list of categories has changed, and the application is in another one"),
    PlaceChange.PRIVILEGE_CONFIRMED: _("the document for your privilege is confirmed, and the category is another one"),
    PlaceChange.PRIVILEGE_DROPPED: _("the privilege was taken off, and the place is by the date of the application"),
}


def why_moved(old: int, new: int, why: PlaceChange | None = None) -> Text:
    """Why a place is another one: by another order, or as its direction tells."""
    return ORDERED_ANEW.get(why) or (PLACE_FREED if new < old else PLACE_TAKEN)


def queued(about: About, position: int) -> Message:
    """N01: the application is in the queue at once."""
    return _of_application(
        "N01",
        about,
        _("Your application is accepted. Number: {number}. Child: {child}.", **_named(about)),
        _("Place in the queue: {position}.", position=position),
        _("When the turn comes, I will write to you here. Nothing is to be done now."),
        position=position,
    )


def awaiting_review(about: About, working_days: int) -> Message:
    """N02: the documents are checked first, within that many working days."""
    return _of_application(
        "N02",
        about,
        _("Your application is accepted. Number: {number}. Child: {child}.", **_named(about)),
        _("Status: “Waiting for the documents to be confirmed”."),
        n_(
            "They are checked within {count} working day. I will write to you about the result.",
            "They are checked within {count} working days. I will write to you about the result.",
            working_days,
        ),
        count=working_days,
    )


def confirmed(about: About, position: int) -> Message:
    """N03: the reviewer confirmed the documents, the child is in the queue (S3-36)."""
    if about.instrument is PlaceInstrument.VOUCHER:
        said = _("Your application for a voucher is confirmed. Place in the queue: {position}.", position=position)
    else:
        said = _("Your application for a referral is confirmed. Place in the queue: {position}.", position=position)
    return _of_application(
        "N03",
        about,
        said,
        _("Child: {child}.", child=about.child),
        _("When the turn comes, I will write to you here. Nothing is to be done now."),
        position=position,
    )


def rejected(about: About, employee: str | None, reason: Text, comment: str = "") -> Message:
    """N04: the reviewer rejected the documents (S3-37, S3-38); no employee where the profile names none.

    It stands on a locked screen: that it was a phthisiatrician is told by the card alone.
    """
    why = _("Reason: {reason}.", reason=reason)
    return _of_application(
        "N04",
        about,
        joined(_rejected(about, employee), _("Child: {child}.", child=about.child), separator=" "),
        why,
        said_as(None, comment),
        _("The application is in the archive. Put the documents right and apply again."),
        reason=reason,
    )


def _rejected(about: About, employee: str | None) -> Text:
    if about.instrument is PlaceInstrument.VOUCHER:
        if employee is None:
            return _("Your application for a voucher is rejected.")
        return _("Your application for a voucher is rejected by the employee: {employee}.", employee=employee)
    if employee is None:
        return _("Your application for a referral is rejected.")
    return _("Your application for a referral is rejected by the employee: {employee}.", employee=employee)


def archived(about: About, because: str) -> Message:
    """N05: the application ended for one of the reasons of `ARCHIVED_BECAUSE`."""
    return _of_application(
        "N05",
        about,
        _("The application is now in the archive. Number: {number}. Child: {child}.", **_named(about)),
        _("Reason: {reason}.", reason=ARCHIVED_BECAUSE[because]),
        reason=ARCHIVED_BECAUSE[because],
    )


def place_changed(about: About, old: int, new: int, why: PlaceChange | None = None) -> Message:
    """N13: the place crossed a threshold since it was last told; without a better reason the direction tells it."""
    reason = why_moved(old, new, why)
    return _of_application(
        "N13",
        about,
        _("The place in the queue has changed: {old} → {new}. Child: {child}.", old=old, new=new, child=about.child),
        _("Reason: {reason}.", reason=reason),
        old=old,
        new=new,
        reason=reason,
    )


def privilege_confirmed(about: About, position: int | None) -> Message:
    """N13p: the privilege counts now; no other place comes of it, or there is none."""
    said = _("The document for your privilege is confirmed. Child: {child}.", child=about.child)
    if position is not None:
        return _of_application("N13p", about, said, _("Place in the queue, as before: {position}.", position=position))
    return _of_application(
        "N13p",
        about,
        said,
        _("What was issued stays as it is. The privilege counts if the application comes back into the queue."),
    )


def privilege_rejected(about: About, reason: Text, comment: str) -> Message:
    """N13p: the proof was not confirmed, and nothing has changed."""
    return _of_application(
        "N13p",
        about,
        _("The document for your privilege is not confirmed. Child: {child}.", child=about.child),
        _("Reason: {reason}.", reason=reason),
        said_as(None, comment),
        _("The application stays as it is: category, place and date. Put the document right and send it again."),
    )


def money_case_opened(case: int, number: str) -> Message:
    """N35: somebody asked for money, an administrator will look at it (S2-78)."""
    return Message(
        joined(
            _("Thank you for telling us. The service is free: nobody may ask you for money."),
            _("Your report has number {number}. An administrator will answer here.", number=number),
        ),
        (Choice(f"case.{case}", _("Open the case"), action=True),),
        purpose="N35",
        named={"number": number},
    )


def review_withdrawn(number: str) -> Message:
    """S06: to the member of staff who works on an application that its parent took back (A17)."""
    return Message(
        _("The parent has withdrawn application {number}. There is nothing to decide any more.", number=number),
        purpose="S06",
    )


def _named(about: About) -> dict[str, str]:
    return {"number": about.number, "child": about.child}


def _of_application(key: str, about: About, *lines: Text, **more: object) -> Message:
    """A notification about that application; `more` are the facts that a template may name besides number and child."""
    button = Choice(f"application.{about.application}", _("Open application"), action=True)
    return Message(joined(*lines), (button,), purpose=key, named={**_named(about), **more})
