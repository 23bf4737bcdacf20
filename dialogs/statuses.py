"""The words for states of an application, as the parent reads them. G.1, S3-34, S3-36, S3-38."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.queries import ApplicationCard, Happening
from dialogs.said import said_as
from enrolment.queue import PlaceChange
from locales.text import Text, _, joined, verbatim

STATES: Mapping[str, Text] = {
    "draft": _("Draft"),
    "docs_pending": _("Awaiting confirmation of documents"),
    "queued": _("In the queue"),
    "in_process": _("Voucher issued"),
    "completed": _("Your child has been admitted"),
    "stop_listed": _("On the stop-list"),
    "archived": _("Archive"),
}
ARCHIVE_REASONS: Mapping[str, Text] = {
    "docs_rejected": _("The documents were rejected."),
    "withdrawn": _("The application was withdrawn."),
    "place_accepted": _("A place was accepted by another application."),
    "voucher_unconfirmed": _("The place was not confirmed in time."),
    "voucher_declined": _("The voucher was declined."),
    "not_enrolled": _("The child was not enrolled in time."),
    "contract_rejected": _("The contract was rejected."),
    "stop_list_ended": _("The time to restore it is over."),
    "age_limit": _("The child has reached the upper age of a kindergarten."),
    "duplicate": _("It was a duplicate."),
    "false_data": _("The data were not true."),
    "child_removed": _("The child left the kindergarten."),
}


def status(card: ApplicationCard) -> Text:
    """The status in one line, with the place where there is one."""
    if card.state == "queued" and card.place is not None:
        return _("In the queue: place {place}", place=card.place.position)
    return STATES[card.state]


WISHES_CHANGED = "wishes_changed"
PRIVILEGE_ASKED = "privilege_asked"
PRIVILEGE_REJECTED = "privilege_rejected"
PLACE_CHANGES: Mapping[str, Text] = {
    PlaceChange.REFRESHED: _("Your place has changed: the queue was refreshed."),
    WISHES_CHANGED: _("The wishes were changed."),
    PRIVILEGE_ASKED: _("The proof of a privilege was sent and is being checked."),
    PlaceChange.PRIVILEGE_DROPPED: _("The privilege was taken off: the place is by the date of the application."),
    PlaceChange.PRIVILEGE_CONFIRMED: _("The privilege was confirmed, and the place is by its category."),
    PRIVILEGE_REJECTED: _("The privilege was not confirmed, and the place stayed as it was."),
    PlaceChange.CATEGORY_MOVED: _("Your place has changed: the list of categories is another one now."),
    PlaceChange.PRIVILEGED_AHEAD: _("Your place has changed: families with an earlier turn have joined."),
    PlaceChange.FEWER_AHEAD: _("Your place has changed: families ahead got a place or left."),
}


def happened(one: Happening) -> Text:
    """One line of the history: the new state and why."""
    parts = [STATES.get(one.to_state, verbatim(one.to_state))]
    if one.reason:
        parts.append(ARCHIVE_REASONS.get(one.reason) or PLACE_CHANGES.get(one.reason) or verbatim(one.reason))
    if one.comment:
        parts.append(said_as(one.role, one.comment))
    return joined(*parts, separator=". ")
