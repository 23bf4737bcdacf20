"""A button's words fit on the button of the narrowest channel, in every language."""

from __future__ import annotations

import re

import pytest

from locales.catalogue import Locale
from locales.messages import TRANSLATED
from tests.locales.labels import answer_names, labels
from tests.locales.said import PARAMETER, rows

SHORT, IN_A_LIST = 20, 24
ONLY_IN_LISTS = {"Correctional queue", "Education department", "Kindergarten employee"}
FILLED_FROM_DATA = {"{child}: {number}", "✓ {label}"}


def length(label: str) -> int:
    """How long a label is, with a count of two digits in it."""
    return len(PARAMETER.sub("99", label))


def most(source: str) -> int:
    """How long the label may be."""
    return IN_A_LIST if source in ONLY_IN_LISTS else SHORT


def test_the_buttons_of_the_dialogs_are_found() -> None:
    assert {"Send", "Back", "Menu", "I agree", "General queue", "Add a child", "Yes, withdraw", "No IIN"} <= labels()
    assert len(labels()) > 60


def test_a_button_is_short_in_english() -> None:
    assert {source for source in labels() - FILLED_FROM_DATA if length(source) > most(source)} == set()


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_button_is_short(locale: Locale) -> None:
    said = [row for row in rows(locale) if row.source in labels() - FILLED_FROM_DATA]
    assert len(said) >= len(labels() - FILLED_FROM_DATA)
    assert {str(row): len(row.words) for row in said if length(row.words) > most(row.source)} == {}


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_button_is_no_sentence(locale: Locale) -> None:
    said = [row for row in rows(locale) if row.source in labels()]
    assert [str(row) for row in said if re.search(r"[.!;]$", row.words)] == []


def test_what_a_review_lists_to_change_fits_in_a_list() -> None:
    assert {"Child", "Kindergartens", "PMPC conclusion", "Born"} <= answer_names()
    words = [row.words for locale in TRANSLATED for row in rows(locale) if row.source in answer_names()]
    assert {label: length(label) for label in {*words, *answer_names()} if length(label) > IN_A_LIST} == {}


def test_what_may_be_longer_is_a_button_and_needs_it() -> None:
    everywhere = [(row.source, row.words) for locale in TRANSLATED for row in rows(locale)]
    needy = {source for source, words in everywhere if max(length(source), length(words)) > SHORT}
    assert labels() & needy >= ONLY_IN_LISTS
