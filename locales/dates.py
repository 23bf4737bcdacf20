"""Dates and moments as people say them, in Kazakhstan's time."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from locales.catalogue import Locale

ALMATY = ZoneInfo("Asia/Almaty")

_MONTHS = {
    Locale.KK: "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split(),
    Locale.RU: "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    Locale.EN: "January February March April May June July August September October November December".split(),
}
_SMALL = [[month.lower() for month in months] for months in _MONTHS.values()]
_WEEKDAYS = {
    Locale.KK: "дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі".split(),
    Locale.RU: "понедельник вторник среда четверг пятница суббота воскресенье".split(),
    Locale.EN: "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}
_UNTIL_WEEKDAYS = "понедельника вторника среды четверга пятницы субботы воскресенья".split()


def month_called(name: str) -> int | None:
    """The number of a month whose name stands as in a date, in any of the languages; None for another word."""
    return next((months.index(name) + 1 for months in _SMALL if name in months), None)


def say_date(day: date, locale: Locale) -> str:
    """A calendar date with its year: «2026 жылғы 26 қараша», «26 ноября 2026 года», "26 November 2026"."""
    month = _MONTHS[locale][day.month - 1]
    if locale is Locale.KK:
        return f"{day.year} жылғы {day.day} {month}"
    return f"{day.day} {month} {day.year} года" if locale is Locale.RU else f"{day.day} {month} {day.year}"


def say_weekday(day: date, locale: Locale) -> str:
    """The weekday's name."""
    return _WEEKDAYS[locale][day.weekday()]


def say_day(day: date, locale: Locale) -> str:
    """A day of this year with its weekday: «26 қараша, бейсенбі», «26 ноября, четверг», "26 November, Thursday"."""
    return f"{_day(day, locale)}, {say_weekday(day, locale)}"


def say_moment(moment: datetime, locale: Locale) -> str:
    """A moment in Asia/Almaty with weekday: «26 қараша, бейсенбі, 23:59»."""
    local = moment.astimezone(ALMATY)
    return f"{say_day(local, locale)}, {local:%H:%M}"


def say_until(moment: datetime, locale: Locale) -> str:
    """A deadline in Asia/Almaty: «Мерзімі: 26 қараша, бейсенбі, 23:59», «до четверга, 26 ноября, 23:59».

    The Kazakh one is a sentence of its own, because no ending can be put on a date.
    """
    local = moment.astimezone(ALMATY)
    if locale is Locale.KK:
        return f"Мерзімі: {say_moment(moment, locale)}"
    if locale is Locale.RU:
        return f"до {_UNTIL_WEEKDAYS[local.weekday()]}, {_day(local, locale)}, {local:%H:%M}"
    return f"by {say_weekday(local, locale)}, {_day(local, locale)}, {local:%H:%M}"


def _day(day: date, locale: Locale) -> str:
    return f"{day.day} {_MONTHS[locale][day.month - 1]}"
