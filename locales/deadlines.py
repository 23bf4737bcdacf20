"""A deadline in words: weekday, date, time, and how much is left."""

from __future__ import annotations

from datetime import datetime

from locales.catalogue import Locale
from locales.dates import say_until
from locales.text import Text, _, n_, trilingual


def deadline(moment: datetime, working_days: int, hours: int = 0) -> Text:
    """«до четверга, 26 ноября, 23:59 (осталось 2 рабочих дня)»; 0 working days left means that it ends today.

    Where the last hours are counted, they are what is left.
    """
    until = trilingual(*(say_until(moment, locale) for locale in (Locale.EN, Locale.KK, Locale.RU)))
    left = n_("{count} working day left", "{count} working days left", working_days)
    if hours:
        left = n_("{count} hour left", "{count} hours left", hours)
    elif not working_days:
        left = _("today is the last day")
    return Text("{until} ({left})", {"until": until, "left": left})
