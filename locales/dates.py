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
_WEEKDAYS = {
    Locale.KK: "дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі".split(),
    Locale.RU: "понедельник вторник среда четверг пятница суббота воскресенье".split(),
    Locale.EN: "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}


def say_date(day: date, locale: Locale) -> str:
    """A calendar date with its year: «26 қараша 2026», «26 ноября 2026», "26 November 2026"."""
    return f"{day.day} {_MONTHS[locale][day.month - 1]} {day.year}"


def say_weekday(day: date, locale: Locale) -> str:
    """The weekday's name."""
    return _WEEKDAYS[locale][day.weekday()]


def say_moment(moment: datetime, locale: Locale) -> str:
    """A moment in Asia/Almaty with weekday: «26 қараша, бейсенбі, 23:59»."""
    local = moment.astimezone(ALMATY)
    day = f"{local.day} {_MONTHS[locale][local.month - 1]}"
    return f"{day}, {say_weekday(local, locale)}, {local:%H:%M}"
