"""The outlook of a place in words: when the turn may come, or why nobody can say."""

from __future__ import annotations

from datetime import date, timedelta

from babel.dates import format_date

from enrolment.estimate import CannotSay, Estimate
from locales.catalogue import Locale
from locales.text import Text, _, joined, trilingual

_WEEKS_AS_WEEKS = 12


def outlook_words(estimate: Estimate | CannotSay, today: date) -> Text:
    """A range of weeks or months with the remark that it is no promise, or why there is none."""
    if isinstance(estimate, CannotSay):
        return joined(_("Nobody can say yet when the turn comes."), _why_not(estimate), separator=" ")
    return joined(_range(estimate, today), _("This is an estimate, not a promise."), separator=" ")


def spread_words() -> Text:
    """What the hatched band is."""
    return _("where the place may be next, in four of five such cases")


def _why_not(reason: CannotSay) -> Text:
    match reason:
        case CannotSay.TOO_SHORT:
            return _("The queue has been watched for too few weeks.")
        case CannotSay.TOO_FEW_PLACES:
            return _("Too few places have been given lately.")


def _range(estimate: Estimate, today: date) -> Text:
    least, most = estimate.from_weeks, estimate.to_weeks
    soonest = today + timedelta(weeks=least)
    if most is None:
        return _("The turn may come no sooner than: {month}. It may take years.", month=_month(soonest))
    if most <= _WEEKS_AS_WEEKS:
        weeks = str(most) if least == most else f"{least}–{most}"
        return _("Weeks until the turn may come: {weeks}.", weeks=weeks)
    latest = today + timedelta(weeks=most)
    if (soonest.year, soonest.month) == (latest.year, latest.month):
        return _("The turn may come in: {month}.", month=_month(soonest))
    return _("The turn may come: {soonest} – {latest}.", soonest=_month(soonest), latest=_month(latest))


def _month(day: date) -> Text:
    english, kazakh, russian = (format_date(day, "LLLL", locale=str(it)) for it in (Locale.EN, Locale.KK, Locale.RU))
    return trilingual(f"{english} {day.year}", f"{day.year} жылғы {kazakh.lower()}", f"{russian} {day.year}")
