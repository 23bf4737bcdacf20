"""An enrolment request in words for the kindergarten: where it stands and until when, then what the decision needs."""

from __future__ import annotations

from datetime import datetime

from dialogs.enrol_queries import PreschoolRequest
from dialogs.message import EMPTY
from dialogs.names import language_name
from dialogs.staff.words import when
from enrolment.ages import age_in_months, age_in_years
from enrolment.profile import Profile
from enrolment.terms import Sex
from locales.dates import ALMATY
from locales.text import Text, _, joined, n_, verbatim

NOT_YOUR_REQUEST = _("There is no such request to your kindergarten.")
OWN_FAMILY = _(
    "This request is of your own family, or of a child whom you called a relative. Another employee answers it; where "
    "there is none, the education department is told."
)
STATUSES: dict[str, Text] = {
    "contract_sent": _("the contract is sent"),
    "completed": _("the child is admitted"),
    "refused": _("refused"),
    "cancelled": _("the parent chose another kindergarten"),
    "expired": _("the voucher has ended"),
}


def request_text(card: PreschoolRequest, profile: Profile, now: datetime) -> Text:
    """The whole card."""
    status = STATUSES.get(card.state) or _("waits since {when}", when=when(card.sent_at, now))
    return joined(
        _("Request {number} · {status}", number=card.number, status=status),
        _term(card, now),
        _child(card, now),
        _(
            "Group: {group}. Language: {language}.",
            group=verbatim(card.group),
            language=language_name(profile, card.language),
        ),
    )


def _term(card: PreschoolRequest, now: datetime) -> Text:
    if not card.undecided or card.answer_by is None:
        return EMPTY
    if now > card.answer_by:
        return _("The term to answer ended: {due}.", due=card.answer_by)
    if not card.days_left:
        return _("Answer by: {due} (today).", due=card.answer_by)
    return n_(
        "Answer by: {due} ({count} working day left).",
        "Answer by: {due} ({count} working days left).",
        card.days_left,
        due=card.answer_by,
    )


def _child(card: PreschoolRequest, now: datetime) -> Text:
    today = now.astimezone(ALMATY).date()
    years = age_in_years(card.born, today)
    age = n_("{count} year", "{count} years", years)
    if years < 1:
        age = n_("{count} month", "{count} months", age_in_months(card.born, today))
    sex = {Sex.MALE: _("boy"), Sex.FEMALE: _("girl")}.get(Sex(card.sex)) if card.sex else None
    parts = [part for part in (verbatim(card.child), age, sex) if part]
    return _("Child: {child}.", child=joined(*parts, separator=", "))
