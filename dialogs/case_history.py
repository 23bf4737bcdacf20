"""A line of an application's history: of itself, of its voucher, or of a request to a kindergarten. G.1–G.3."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.names import coded_name, named
from dialogs.notices import why_moved
from dialogs.queries import Happening
from dialogs.said import said_as
from dialogs.statuses import happened
from dialogs.voucher_words import HAPPENED
from enrolment.enrolment_request_states import RequestState
from enrolment.profile import Profile
from enrolment.queue import PlaceChange
from enrolment.terms import PlaceInstrument
from locales.text import Text, _, joined

REQUESTS: Mapping[str, Text] = {
    RequestState.SENT: _("Request sent to the kindergarten"),
    RequestState.CONTRACT_SENT: _("The kindergarten sent the contract"),
    RequestState.COMPLETED: _("The contract is concluded"),
    RequestState.REFUSED: _("The kindergarten refused the request"),
    RequestState.CANCELLED: _("The choice was taken back, the place is free again"),
    RequestState.EXPIRED: _("The request ended with the voucher"),
}
SILENT = _("The kindergarten did not answer in time, the education department was told")


def line(one: Happening, profile: Profile) -> Text:
    """When and what."""
    if one.places is not None:
        event = _of_move(one.places, one.reason)
    elif one.of == "application":
        event = happened(one)
    elif one.of == "request":
        event = _of_request(one, profile)
    else:
        event = _of_place(one)
    return _("{moment} — {event}", moment=one.at, event=event)


def _of_move(places: tuple[int, int], reason: str | None) -> Text:
    """From where to where in the queue, and why."""
    why = PlaceChange(reason) if reason else None
    before, after = places
    return _("Place {before} → {after}: {why}", before=before, after=after, why=why_moved(before, after, why))


def _of_place(one: Happening) -> Text:
    if one.of == PlaceInstrument.VOUCHER:
        return _("Voucher: {event}", event=HAPPENED[one.to_state])
    return _("Referral: {event}", event=HAPPENED[one.to_state])


def _of_request(one: Happening, profile: Profile) -> Text:
    """Where it stands, with which kindergarten, and for a refusal why."""
    what = SILENT if one.from_state == one.to_state else REQUESTS[one.to_state]
    where = joined(what, named(one.preschool), separator=": ") if one.preschool else what
    why = coded_name(profile.refusal_reasons, one.reason)
    return joined(where, why, said_as(one.role, one.comment or ""), separator=". ")
