"""What a department sends is looked through as a whole: every mistake, every difference, and an invented contract."""

from __future__ import annotations

from datetime import date

import pytest

from documents.model_form.blocks import FormError
from documents.model_form.differences import as_written, differences
from documents.model_form.fields import content_fields, value_of
from documents.model_form.forms import Layer, ModelForms, load_forms
from documents.model_form.manuscript import manuscript
from documents.model_form.reading import decoded, read_blocks
from documents.model_form.specimen import specimen
from enrolment.profile_terms import TermKind
from locales.catalogue import Locale

DAY, LATER = date(2027, 3, 1), date(2027, 6, 1)
FEE = "clause if fee\nkk: Төлем {fee}\nru: Плата {fee}\n"
FIRST = f"heading money\nkk: Ақша\nru: Деньги\n\n{FEE}"
SECOND = "clause\nkk: {number of money}-бөлім\nru: раздел {number of money}\n"


def forms(*layers: Layer) -> ModelForms:
    return ModelForms((), ()).with_layers(Layer(date(2026, 1, 1), {"01-a.txt": FIRST, "02-b.txt": SECOND}), *layers)


def told(sent: dict[str, str], locale: Locale = Locale.EN) -> list[str]:
    return [wrong.told.in_(locale) for wrong in forms().mistakes(Layer(DAY, sent))]


@pytest.mark.rule("S2-73")
def test_every_mistake_is_told_at_once_in_the_language_of_who_made_it() -> None:
    sent = {"01-a.txt": "clauze\nkk: a\nru: b\n\nclause\nkk: a\n", "02-b.txt": "clause\nkk: ☕\nru: b\n"}
    first, second, third = told(sent)
    assert first.startswith("01-a.txt, line 1: must begin a block with one of title, heading,")
    assert second == "01-a.txt, line 5: the text in ru is missing. Add a line that begins with ru:"
    assert third == "02-b.txt, line 2: has letters that cannot be printed: ☕ Take them out"
    for locale in (Locale.KK, Locale.RU):
        assert not {first, second, third} & set(told(sent, locale))


def test_a_mistake_of_several_blocks_is_told_block_by_block() -> None:
    sent = {"03-c.txt": "clause\nkk: {fee}\nru: b\n\nclause\nkk: a\nru: {nobody}\n\nclause money\nkk: a\nru: b\n"}
    assert [line.partition(":")[0] for line in told(sent)] == [f"03-c.txt, line {n}" for n in (9, 1, 5)]


def test_a_file_that_was_not_sent_and_fits_no_more_is_named() -> None:
    assert told({"01-a.txt": FEE}) == ["02-b.txt, line 1: refers to “money”, but no block has this name"]


def test_what_would_be_wrong_only_in_a_later_edition_is_wrong_too() -> None:
    later = forms(Layer(LATER, {"03-c.txt": SECOND}))
    sent = Layer(DAY, {"01-a.txt": FEE, "02-b.txt": FEE})
    (wrong,) = later.mistakes(sent)
    assert wrong.name == "03-c.txt"
    with pytest.raises(FormError):
        later.with_layers(sent)


def test_nothing_is_wrong_with_what_can_be_published_and_something_with_what_is_empty() -> None:
    assert forms().mistakes(Layer(DAY, {"01-a.txt": FIRST})) == ()
    assert "no text" in told({"01-a.txt": "# gone", "02-b.txt": "# gone"})[0]


def test_the_texts_of_a_day_are_those_that_were_published_last() -> None:
    published = forms(Layer(DAY, {"01-a.txt": "# new\n" + FIRST}), Layer(DAY, {"02-b.txt": FEE}))
    assert published.texts(date(2027, 2, 28)) == {"01-a.txt": FIRST, "02-b.txt": SECOND}
    assert published.texts(DAY) == {"01-a.txt": "# new\n" + FIRST, "02-b.txt": FEE}


def test_a_file_of_windows_is_read_and_one_of_another_encoding_is_a_mistake_with_its_line() -> None:
    assert decoded("a.txt", "clause\r\nkk: Бала\r\n".encode()) == "clause\nkk: Бала\n"
    with pytest.raises(FormError, match=r"a\.txt, line 2: is not saved as UTF-8"):
        decoded("a.txt", b"clause\n\xff\xfe")


@pytest.mark.rule("S2-73")
def test_what_is_different_is_named_by_file_section_and_block() -> None:
    before = forms()
    new = FIRST.replace("Плата", "Сумма") + "\nitem\nkk: а\nru: а\n"
    after = before.with_layers(Layer(DAY, {"01-a.txt": new, "02-b.txt": "# gone", "09-z.txt": FEE}))
    changed, gone, added = differences(before.in_force(DAY), after.in_force(DAY))
    assert [one.name for one in (changed, gone, added)] == ["01-a.txt", "02-b.txt", "09-z.txt"]
    assert changed.section is not None
    assert (changed.section.kk, changed.section.ru) == ("Ақша", "Деньги")
    fee, item = changed.changes
    assert (fee.before and fee.before.ru, fee.after and fee.after.ru) == ("Плата {fee}", "Сумма {fee}")
    assert (item.before, item.after and item.after.kk) == (None, "а")
    assert [(one.before is None, one.after is None) for one in (*gone.changes, *added.changes)] == [
        (False, True),
        (True, False),
    ]
    assert (gone.section, added.section) == (None, None)


def test_a_remark_makes_no_difference_and_a_condition_does() -> None:
    before = forms()
    remark = before.with_layers(Layer(DAY, {"02-b.txt": "# by decree 5\n" + SECOND}))
    assert differences(before.in_force(DAY), remark.in_force(DAY)) == ()
    sanatorium = SECOND.replace("clause", "clause if admission.queue_type = sanatorium and not documents", 1)
    asked = before.with_layers(Layer(DAY, {"02-b.txt": sanatorium}))
    ((change,),) = (one.changes for one in differences(before.in_force(DAY), asked.in_force(DAY)))
    assert change.after is not None
    assert as_written(change.after) + "\n" == sanatorium


def test_every_block_of_the_programs_form_is_written_as_it_was_read() -> None:
    for block in load_forms("unified").editions[0].blocks:
        (again,) = read_blocks(block.file, as_written(block))
        assert as_written(again) == as_written(block)


def test_the_invented_contract_has_everything_and_is_a_draft() -> None:
    content = specimen(DAY, TermKind.INDEFINITE)
    missing = {path for path, field in content_fields().items() if field.optional and value_of(content, path) is None}
    agreements = {
        "amends",
        "amends.number",
        "amends.concluded_on",
    }  # what stands in one instead of the contract's title
    assert missing == {"child.document_number", *agreements}
    sheet = manuscript(load_forms("unified").editions[0], content, "https://balapan.example.kz")
    assert (sheet["draft"], sheet["number"], sheet["day"]) == (True, "ҮЛГІ-ОБРАЗЕЦ", "2027-03-01")
