"""Every text of the code is said in both languages, with the same parameters and all its plural forms."""

from __future__ import annotations

import pytest

from locales.catalogue import Locale, read
from locales.messages import FORMS, TRANSLATED, extracted, said, untranslated
from tests.locales.said import Row, parameters, rows

SAME_EVERYWHERE = {
    "{name}: {role}",
    "RSA",
    "SMS",
    "eGov",
    "eGov Mobile",
    "Telegram",
    "WhatsApp",
    "WhatsApp: {phones}",
    "{author}, {when}: {words}",
    "{child}: {number}",
    "{document}: {pages}.",
    "{label}: {answer}",
    "{day} — {why}",
    "{event} — {moment}",
    "{moment} — {event}",
    "{name} ({role})",
    "✓ {label}",
}
ENDS = ".?!:"

both = pytest.mark.parametrize("locale", TRANSLATED)


@both
def test_every_text_of_the_code_is_said(locale: Locale) -> None:
    assert list(untranslated(locale)) == []
    assert {message.id for message in read(locale)} == {message.id for message in extracted()}


@both
def test_nothing_is_doubtful_and_nothing_obsolete_is_left(locale: Locale) -> None:
    assert [message.id for message in read(locale) if message.id and message.fuzzy] == []
    assert not read(locale).obsolete


@both
def test_nothing_is_left_in_english(locale: Locale) -> None:
    same = {row.source for row in rows(locale) if row.words == row.source}
    assert same <= SAME_EVERYWHERE


@both
def test_a_counted_text_has_all_the_forms_of_the_language(locale: Locale) -> None:
    counted = [message for message in read(locale) if isinstance(message.id, tuple)]
    assert counted
    assert [message.id for message in counted if len(said(message.string)) != FORMS[locale]] == []


@both
def test_a_text_keeps_the_parameters_of_its_source(locale: Locale) -> None:
    assert [str(row) for row in rows(locale) if parameters(row.words) != expected(row)] == []


def expected(row: Row) -> set[str]:
    """The source's parameters; Russian says 21 as it says 1, so all its forms need the number."""
    if row.locale is Locale.RU:
        return {name for source in (row.source, *row.counted) for name in parameters(source)}
    return parameters(row.source)


@both
def test_a_text_ends_as_its_source_ends(locale: Locale) -> None:
    assert [str(row) for row in rows(locale) if (row.words[-1] in ENDS) != (row.source[-1] in ENDS)] == []
