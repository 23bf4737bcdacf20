"""Numbers as people write them: grouped, with the decimal sign of the language, with their unit."""

from __future__ import annotations

from dataclasses import replace

from babel.numbers import format_decimal

from locales.catalogue import Locale
from locales.text import Text, _, n_, trilingual

_DAYS_A_MONTH = 30.44
_MONTHS_FROM_DAYS = 60


def grouped(number: int) -> Text:
    """«12 345», "12,345"."""
    return trilingual(*(format_decimal(number, locale=str(locale)) for locale in (Locale.EN, Locale.KK, Locale.RU)))


def children(count: int) -> Text:
    """So many children."""
    return replace(n_("{count} child", "{count} children", count), parameters={"count": grouped(count)})


def distance(km: float) -> Text:
    """A distance as it is worth knowing: to 50 metres, from one kilometre to 100 metres, from ten to a kilometre."""
    metres = round(km * 20) * 50
    if metres < 1000:
        return _("{number} m", number=str(max(metres, 50)))
    tenths = round(km, 1) if km < 9.95 else float(round(km))
    return _("{number} km", number=_decimal(tenths))


def duration(days: int) -> Text:
    """Days up to two months, then whole months."""
    if days < _MONTHS_FROM_DAYS:
        return n_("{count} day", "{count} days", days)
    return n_("{count} month", "{count} months", round(days / _DAYS_A_MONTH))


def _decimal(number: float) -> Text:
    locales = (Locale.EN, Locale.KK, Locale.RU)
    return trilingual(*(format_decimal(number, format="#,##0.#", locale=str(locale)) for locale in locales))
