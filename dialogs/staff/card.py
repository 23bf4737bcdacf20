"""A review card in words: where it stands and until when, then only what the decision needs."""

from __future__ import annotations

from datetime import datetime

from dialogs.message import EMPTY
from dialogs.names import coded_name, locality_name, named, queue_name
from dialogs.queries import ApplicationCard, ReviewCard
from dialogs.staff.words import STATES, when, who
from enrolment.ages import age_in_months, age_in_years
from enrolment.application import ApplicationState
from enrolment.profile import Profile
from enrolment.terms import Sex
from locales.dates import ALMATY
from locales.text import Text, _, joined, n_, verbatim


def card_text(card: ReviewCard, profile: Profile, now: datetime) -> Text:
    """The whole card."""
    application = card.application
    headline = _(
        "Application {number} · {queue} · {status}",
        number=application.number,
        queue=queue_name(application.queue),
        status=_status(card, now),
    )
    where = locality_name(profile, application.locality) if card.oversees else EMPTY
    details = joined(*_grounds(application, profile), _papers(application, profile), separator=" ")
    twin = _("There is another application for this child to this queue.") if card.twin else EMPTY
    return joined(headline, where, _term(card, now), _child(application, now), twin, details)


def _status(card: ReviewCard, now: datetime) -> Text:
    if card.decision == "confirmed" and card.decided_at:
        return _("confirmed by {who}, {when}", who=who(card.by), when=when(card.decided_at, now))
    if card.decision == "rejected" and card.decided_at:
        return _("rejected by {who}, {when}", who=who(card.by), when=when(card.decided_at, now))
    if not card.waits:
        return STATES[ApplicationState(card.application.state)]
    if card.taken_at is None:
        return _("waits since {when}", when=when(card.waiting_since, now))
    if card.taken_by_me:
        return _("you took it, {when}", when=when(card.taken_at, now))
    return _("taken by {who}, {when}", who=who(card.by), when=when(card.taken_at, now))


def _term(card: ReviewCard, now: datetime) -> Text:
    if not card.waits:
        return EMPTY
    if now > card.due_at:
        return _("The term to decide ended: {due}.", due=card.due_at)
    if not card.days_left:
        return _("Decide by: {due} (today).", due=card.due_at)
    return n_(
        "Decide by: {due} ({count} working day left).",
        "Decide by: {due} ({count} working days left).",
        card.days_left,
        due=card.due_at,
    )


def _child(application: ApplicationCard, now: datetime) -> Text:
    child, today = application.child, now.astimezone(ALMATY).date()
    years = age_in_years(child.birth_date, today)
    age = n_("{count} year", "{count} years", years)
    if years < 1:
        age = n_("{count} month", "{count} months", age_in_months(child.birth_date, today))
    sex = {Sex.MALE: _("boy"), Sex.FEMALE: _("girl")}.get(Sex(child.person.sex)) if child.person.sex else None
    parts = [part for part in (verbatim(child.person.first_name), age, sex) if part]
    return _("Child: {child}.", child=joined(*parts, separator=", "))


def _grounds(application: ApplicationCard, profile: Profile) -> list[Text]:
    lines = []
    if application.rehabilitation:
        name = coded_name(profile.rehabilitation_types, application.rehabilitation)
        lines.append(_("Rehabilitation: {name}.", name=name))
    if application.special_need:
        lines.append(_("Special need: {name}.", name=coded_name(profile.special_need_types, application.special_need)))
    if application.privilege:
        lines.append(_("Privilege: {name}.", name=coded_name(profile.privileges, application.privilege)))
    if application.privilege_asked:
        asked = coded_name(profile.privileges, application.privilege_asked)
        lines.append(_("It stands in the queue already and asks for the privilege: {name}.", name=asked))
    return lines


def _papers(application: ApplicationCard, profile: Profile) -> Text:
    if not application.pages:
        return EMPTY
    privileged = bool(application.privilege or application.privilege_asked)
    asked = profile.application_documents(application.queue, privileged=privileged)
    document = named(asked[0].name) if asked else _("Documents")
    pages = n_("{count} page", "{count} pages", application.pages)
    return _("{document}: {pages}.", document=document, pages=pages)
