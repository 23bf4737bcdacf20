"""Laws of a text: it can be said in every language, with anything filled in."""

from __future__ import annotations

import string
from datetime import UTC, date, datetime

from babel import Locale as BabelLocale
from hypothesis import given, settings
from hypothesis import strategies as st

from locales.catalogue import Locale
from locales.messages import TRANSLATED, extracted
from locales.text import Text, _, joined, n_, say, trilingual, verbatim
from tests.locales.said import parameters

LOCALES = st.sampled_from(list(Locale))
SINGLE = sorted(message.id for message in extracted() if message.id and isinstance(message.id, str))
COUNTED = sorted(message.id for message in extracted() if isinstance(message.id, tuple))
MOMENTS = st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1))
WORDS = st.text(max_size=30)
VALUES = WORDS | st.integers() | MOMENTS | st.dates() | WORDS.map(verbatim)


@given(st.sampled_from(SINGLE), LOCALES, st.data())
def test_every_text_can_be_said_with_anything_filled_in(source: str, locale: Locale, data: st.DataObject) -> None:
    filled = {name: data.draw(VALUES) for name in parameters(source)}
    said = _(source, **filled).in_(locale)
    assert all(say(value, locale) in said for value in filled.values())


@given(st.sampled_from(COUNTED), st.integers(2, 10_000), LOCALES, WORDS)
def test_every_counted_text_says_its_number(forms: tuple[str, str], count: int, locale: Locale, word: str) -> None:
    filled = dict.fromkeys(parameters(forms[1]) - {"count"}, word)
    said = n_(*forms, count, **filled).in_(locale)
    assert str(count) in said and "{" not in said.replace(word, "")


@given(st.integers(0, 1_000_000), st.sampled_from(TRANSLATED))
def test_the_form_is_the_one_that_the_language_wants(count: int, locale: Locale) -> None:
    numbers = {"one": 0, "few": 1, "many": 2, "other": 1}
    wanted = numbers[BabelLocale(str(locale)).plural_form(count)]
    said = n_("{count} year", "{count} years", count).in_(locale)
    forms = {Locale.RU: ("год", "года", "лет"), Locale.KK: ("жас", "жас")}[locale]
    assert said == f"{count} {forms[wanted]}"


@given(st.text(alphabet=string.printable), LOCALES)
def test_a_persons_own_words_are_never_changed(words: str, locale: Locale) -> None:
    assert verbatim(words).in_(locale) == words
    assert _("{label}: {answer}", label=verbatim("A"), answer=verbatim(words)).in_(locale) == f"A: {words}"


@given(WORDS, LOCALES)
def test_a_text_that_nobody_has_translated_is_said_in_english(words: str, locale: Locale) -> None:
    assert Text(f"not in any catalogue {words}").in_(locale) == f"not in any catalogue {words}"
    assert str(Text(f"not in any catalogue {words}")) == f"not in any catalogue {words}"


@given(st.lists(st.sampled_from(["", "a", "b"]).map(verbatim)), LOCALES)
def test_joined_texts_leave_no_gap(parts: list[Text], locale: Locale) -> None:
    assert joined(*parts, separator="|").in_(locale).split("|") == [p.source for p in parts if p.source] or [""]


@given(LOCALES)
@settings(max_examples=3)
def test_a_name_with_a_missing_language_is_said_in_english(locale: Locale) -> None:
    assert trilingual("Almaty", "", "").in_(locale) == "Almaty"
    assert {trilingual("en", "kk", "ru").in_(x) for x in Locale} == {"en", "kk", "ru"}


@given(LOCALES)
@settings(max_examples=3)
def test_dates_inside_a_text_are_said_in_its_language(locale: Locale) -> None:
    moment = datetime(2026, 11, 26, 18, 59, tzinfo=UTC)
    said = Text("{day}; {moment}", {"day": date(2026, 11, 26), "moment": moment}).in_(locale)
    assert (
        said
        == {
            Locale.KK: "2026 жылғы 26 қараша; 26 қараша, бейсенбі, 23:59",
            Locale.RU: "26 ноября 2026 года; 26 ноября, четверг, 23:59",
            Locale.EN: "26 November 2026; 26 November, Thursday, 23:59",
        }[locale]
    )
