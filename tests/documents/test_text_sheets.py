"""The contract's text in the chat: the words of the form, both languages cut at the same places."""

from __future__ import annotations

import pytest

from documents.model_form.forms import load_forms
from documents.model_form.manuscript import manuscript
from documents.model_form.text_sheets import LONGEST, Sheet, text_sheets
from enrolment.contract_content import ContractContent
from tests.documents.contracts import bare, full, strange

pytestmark = pytest.mark.rule("S2-63")


def sheets_of(content: ContractContent, profile: str = "unified") -> tuple[Sheet, ...]:
    return text_sheets(manuscript(load_forms(profile).editions[0], content, "https://x.example.kz/check/a")["blocks"])


def test_the_text_says_what_the_contract_says_with_its_numbers() -> None:
    sheets = sheets_of(full())
    kk, ru = "\n".join(sheet.kk for sheet in sheets), "\n".join(sheet.ru for sheet in sheets)
    assert ru.startswith("ДОГОВОР ОКАЗАНИЯ ОБРАЗОВАТЕЛЬНЫХ УСЛУГ")
    assert "\n\n1. Предмет договора\n\n1.1. Организация воспитывает" in ru
    assert "\nБИН: 150140000002\nАдрес: город Алматы, улица Образцовая, дом 1\n" in ru
    assert "\n1) реализация воспитательно-образовательной программы" in ru
    assert "\n\n1. Шарттың мәні\n\n1.1. Ұйым Баланы" in kk
    assert (
        "№ · Құжат · Нысаны · Күні · Файл (SHA-256)\n\n1 · Баланың суреті / Фото ребёнка · — · 20.11.2026 · 0123" in kk
    )


@pytest.mark.parametrize("content", [full(), bare(), strange()])
def test_both_languages_are_cut_at_the_same_places_and_fit_into_a_message(content: ContractContent) -> None:
    sheets = sheets_of(content)
    assert len(sheets) > 7
    for sheet in sheets:
        assert 0 < len(sheet.kk) <= LONGEST
        assert 0 < len(sheet.ru) <= LONGEST
    whole = sheets_of(full())
    (found,) = (sheet for sheet in whole if "11. Порядок разрешения споров" in sheet.ru)
    assert "11. Дауларды шешу тәртібі" in found.kk


def test_a_block_that_is_longer_than_a_sheet_goes_on_in_the_next() -> None:
    long = {"kind": "clause", "number": "1.1", "kk": [[["сөз " * 1000, False]]], "ru": [[["слово " * 1000, False]]]}
    sheets = text_sheets([long, {"kind": "item", "number": "1", "kk": [[["а", True]]], "ru": [[["б", True]]]}])
    assert max(len(text) for sheet in sheets for text in (sheet.kk, sheet.ru)) <= LONGEST
    assert "".join(sheet.ru for sheet in sheets).count("слово") == 1000
    assert sheets[-1].kk.endswith("1) а")
