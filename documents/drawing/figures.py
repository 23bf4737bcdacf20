"""Numbers as people write them: grouped, with their unit."""

from __future__ import annotations

from dataclasses import replace

from babel.numbers import format_decimal

from locales.catalogue import Locale
from locales.text import Text, _, n_, trilingual, verbatim

_DAYS_A_MONTH = 30.44
_MONTHS_FROM_DAYS = 60


def grouped(number: int) -> Text:
    """«12 345», "12,345"."""
    return trilingual(*(format_decimal(number, locale=str(locale)) for locale in (Locale.EN, Locale.KK, Locale.RU)))


FEWEST_SHOWN = 5
"""Smaller numbers of children are not published, so that nobody is recognised in them."""


def at_least_five(count: int) -> Text:
    """The number as anybody may see it: one to four are «<5»."""
    return verbatim(f"<{FEWEST_SHOWN}") if 0 < count < FEWEST_SHOWN else grouped(count)


def children(count: int) -> Text:
    """So many children."""
    return replace(n_("{count} child", "{count} children", count), parameters={"count": grouped(count)})


def duration(days: int) -> Text:
    """Days up to two months, then whole months."""
    if not days:
        return _("less than a day")
    if days < _MONTHS_FROM_DAYS:
        return n_("{count} day", "{count} days", days)
    return n_("{count} month", "{count} months", round(days / _DAYS_A_MONTH))
