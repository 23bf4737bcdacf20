"""How the texts are written: letters, quotes, dashes, the polite form, and no ending glued to what is filled in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pytest

from locales.catalogue import Locale, gettext
from locales.messages import TRANSLATED, extracted
from tests.locales.said import Row, rows

RUSSIAN = set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
ALPHABET = {Locale.RU: RUSSIAN, Locale.KK: RUSSIAN | set("әғқңөұүһі")}
LATIN_WORDS = set(
    "Balapan CSV EGOV Excel HEIC IBAN JPEG KZ Meta N PDF PNG S SMS Telegram Twilio UTF WebP WhatsApp Word XLSX".split()
    + "AUTH Business CMS E GOST JavaScript Mobile NCALayer OCSP P QR RSA SHA ZIP aliya".split()
    + "eGov egov example gov kz lat lon ncl pki".split()
)
SYMBOLS = {"№", "✓", "→", "×"}
STEP = "{title} · step {number} of {total}"
IMPOLITE = {
    Locale.RU: "ты тебя тебе тобой твой твоя твоё твои твоего твоему твоих нажми напиши выбери отправь",
    Locale.KK: "сен сенің саған сені сенен өзің",
}
STIFF = {
    Locale.RU: r"осуществ|в целях|вышеуказан|посредством|недействительн|некорректн|невалидн",
    Locale.KK: r"Өрі қарай|Ары қарай|ЭСҚ|МБҰ|ЭЦҚ-ң|Фамилия|жасалған күн\b|поштаның адресі",
}
WITHOUT_YO = (
    "еще ее ребенок ребенка ребенку ребенком придет подойдет пойдет найдет идет ждет займет счет счета расчет учет "
    "путем введенное введенные введенный отклонен истек своем моем подает дает встает черед утвержден определен"
)
MOST_WORDS = 22

both = pytest.mark.parametrize("locale", TRANSLATED)
Law = Callable[[Row], bool]


def broken(locale: Locale, law: Law) -> list[str]:
    """The texts that break the law."""
    return [str(row) for row in rows(locale) if not law(row)]


@both
def test_a_word_has_letters_of_one_alphabet(locale: Locale) -> None:
    def law(row: Row) -> bool:
        words = re.findall(r"[^\W\d_]+", row.bare)
        return all(word in LATIN_WORDS or set(word.casefold()) <= ALPHABET[locale] for word in words)

    assert broken(locale, law) == []


@both
def test_no_sign_stands_for_a_meaning(locale: Locale) -> None:
    def law(row: Row) -> bool:
        return all(unicodedata.category(sign) not in {"So", "Cs", "Co", "Cn"} or sign in SYMBOLS for sign in row.words)

    assert broken(locale, law) == []


@both
def test_no_ending_is_glued_to_what_is_filled_in(locale: Locale) -> None:
    def law(row: Row) -> bool:
        return row.source == STEP or not re.search(r"\}-?[^\W\d_]|[^\W\d_]-?\{", row.words)

    assert broken(locale, law) == []


@both
def test_a_number_sign_stands_apart(locale: Locale) -> None:
    assert broken(locale, lambda row: not re.search(r"№(?! )|№ \S+-", row.words)) == []


@both
def test_the_reader_is_addressed_politely(locale: Locale) -> None:
    rude = set(IMPOLITE[locale].split())
    assert broken(locale, lambda row: rude.isdisjoint(re.findall(r"\w+", row.bare.casefold()))) == []


@both
def test_the_words_are_plain_and_without_the_typos_of_the_guides(locale: Locale) -> None:
    assert broken(locale, lambda row: not re.search(STIFF[locale], row.words)) == []


def test_russian_writes_its_yo() -> None:
    misspelt = set(WITHOUT_YO.split())
    assert broken(Locale.RU, lambda row: misspelt.isdisjoint(re.findall(r"\w+", row.bare.casefold()))) == []


@both
def test_quotes_are_the_languages_own(locale: Locale) -> None:
    def law(row: Row) -> bool:
        return not re.search("[\"'“”„‟]", row.words) and row.words.count("«") == row.words.count("»")

    assert broken(locale, law) == []


@both
def test_a_dash_stands_between_spaces(locale: Locale) -> None:
    dash, other = ("—", "–") if locale is Locale.RU else ("–", "—")

    def law(row: Row) -> bool:
        text = re.sub(r"(?<=[\d}])–(?=[\d{])", "", row.words)
        return other not in text and " - " not in text and not re.search(rf"\S{dash}|{dash}\S", text)

    assert broken(locale, law) == []


@both
def test_spaces_are_single_and_inside(locale: Locale) -> None:
    assert broken(locale, lambda row: row.words == " ".join(row.words.split(" ")).strip()) == []
    assert broken(locale, lambda row: not re.search(r"  |\s[.,;:!?]|\n", row.words)) == []


@both
def test_a_sentence_can_be_taken_in_at_a_glance(locale: Locale) -> None:
    def law(row: Row) -> bool:
        return all(len(sentence.split()) <= MOST_WORDS for sentence in re.split(r"[.?!:;] ", row.words))

    assert broken(locale, law) == []


@both
def test_a_text_names_a_button_by_the_words_on_it(locale: Locale) -> None:
    labels = {message.id for message in extracted() if isinstance(message.id, str)}

    def law(row: Row) -> bool:
        named = [name for name in re.findall("“([^”]+)”", row.source) if name in labels]
        return all(f"«{gettext(locale, name)}»" in row.words for name in named)

    assert any("“" in row.source for row in rows(locale))
    assert broken(locale, law) == []
