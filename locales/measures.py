"""Distances and averages as people write them, with the decimal sign of the language."""

from __future__ import annotations

from babel.numbers import format_decimal

from locales.catalogue import Locale
from locales.text import Text, _, trilingual


def distance(km: float) -> Text:
    """A distance as it is worth knowing: to 50 metres, from one kilometre to 100 metres, from ten to a kilometre."""
    metres = round(km * 20) * 50
    if metres < 1000:
        return _("{number} m", number=str(max(metres, 50)))
    tenths = round(km, 1) if km < 9.95 else float(round(km))
    return _("{number} km", number=decimal(tenths))


def decimal(number: float) -> Text:
    """A number with at most one decimal place: «4,5», "4.5"."""
    locales = (Locale.EN, Locale.KK, Locale.RU)
    return trilingual(*(format_decimal(number, format="#,##0.#", locale=str(locale)) for locale in locales))
