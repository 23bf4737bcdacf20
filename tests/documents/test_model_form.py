"""The model form: a lawyer's text is read strictly, filled in, numbered, and told apart by its version."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import ImageFont

from documents.model_form import forms
from documents.model_form.blocks import FormError
from documents.model_form.fields import content_fields
from documents.model_form.forms import FONTS, TEXTS, Layer, ModelForm, ModelForms, load_forms
from documents.model_form.manuscript import manuscript
from enrolment.contract_content import ContractContent
from enrolment.letters import unprintable
from enrolment.profile import known_profiles
from enrolment.terms import QueueType
from tests.documents.contracts import bare, full

URL = "https://balapan.example.kz/check/a1"
GUIDE = Path(__file__).parents[2] / "docs" / "contract-template.md"
CLAUSE = "clause\nkk: Бала\nru: Ребенок\n"


def made(folder: Path, text: str, *, profile: str = "unified", day: str = "2026-01-01", name: str = "a.txt") -> Path:
    """A folder of forms in which that text stands."""
    file = folder / profile / day / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder


def form_of(folder: Path, text: str) -> ModelForm:
    return load_forms("unified", [made(folder, text)]).editions[-1]


def said(form: ModelForm, content: ContractContent, language: str) -> list[str]:
    """Each block as one line: its number and its words."""
    blocks: Any = manuscript(form, content, URL)["blocks"]
    return [
        " ".join([block["number"], " | ".join("".join(words for words, _ in cell) for cell in block[language])]).strip()
        for block in blocks
    ]


@pytest.mark.rule("S2-71")
@pytest.mark.rule("S2-72")
@pytest.mark.parametrize("profile", [*known_profiles(), "a_city_of_its_own"])
def test_every_profile_has_a_form_in_both_languages(profile: str) -> None:
    (form,) = load_forms(profile).editions
    headings = [block.kk for block in form.blocks if block.kind == "heading"]
    assert len(headings) == 13
    assert sum(block.kind == "annex" for block in form.blocks) == 2
    for content in (full(), bare()):
        for language in ("kk", "ru"):
            assert not [line for line in said(form, content, language) if "{" in line or "None" in line]


@pytest.mark.rule("S2-73")
def test_what_a_department_publishes_goes_before_every_folder_from_its_day(tmp_path: Path) -> None:
    loaded = load_forms("unified", [made(made(tmp_path, CLAUSE), CLAUSE, day="2027-06-01")])
    published = loaded.with_layers(Layer(date(2027, 3, 1), {"a.txt": "clause\nkk: Жаңа\nru: Новый\n"}))
    days = {edition.in_force_from.isoformat(): said(edition, full(), "kk") for edition in published.editions}
    assert days == {"2026-01-01": ["1 Бала"], "2027-03-01": ["1 Жаңа"], "2027-06-01": ["1 Жаңа"]}
    assert published.in_force(date(2027, 2, 28)).version == loaded.in_force(date(2027, 2, 28)).version
    assert len(published.with_layers(Layer(date(2027, 3, 1), {"b.txt": CLAUSE})).in_force(date(2027, 3, 1)).blocks) == 2


def test_a_mistake_in_what_is_to_be_published_names_its_file_and_leaves_the_forms_as_they_are(tmp_path: Path) -> None:
    loaded = load_forms("unified", [made(tmp_path, CLAUSE)])
    with pytest.raises(FormError, match=re.escape("b.txt, line 1: the text in ru is missing")):
        loaded.with_layers(Layer(date(2027, 3, 1), {"b.txt": "clause\nkk: Бала\n"}))
    assert len(loaded.editions) == 1


@pytest.mark.rule("S2-73")
def test_profiles_share_what_they_do_not_write_themselves() -> None:
    texts = {profile: load_forms(profile).editions[0] for profile in known_profiles()}
    own = {profile: {block.kk for block in form.blocks} for profile, form in texts.items()}
    shared = set.intersection(*own.values())
    assert all(len(shared) > 0.9 * len(words) for words in own.values())
    assert len({form.version for form in texts.values()}) == len(texts)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("clause\nkk: Бала\n", 1, "the text in ru is missing"),
        ("clause\nkk:\nru: Ребенок\n", 1, "the text in kk is missing"),
        ("# a\n\nclauze\nkk: a\nru: b\n", 3, "must begin a block with one of"),
        ("clause\nБала\nru: b\n", 2, "must begin with kk: or ru:"),
        ("clause\nkk: a\nru: b\nclause\nkk: c\nru: d\n", 5, "kk stands here twice. Leave an empty line"),
        ("clause\nkk: a\nru: b ☕\n", 3, "letters that cannot be printed: ☕ Take them out"),
        (f"{CLAUSE}\nclause\nkk: {{child.nam}}\nru: b\n", 5, "{child.nam} is not a field"),
        ("clause\nkk: {final}\nru: b\n", 1, "{final} is not a field that can be printed"),
        ("clause\nkk: a {child.name\nru: b\n", 1, "a brace has no other half"),
        ("clause\nkk: a\nru: b}\n", 1, "a brace has no other half"),
        ("clause\nkk: {fee}\nru: b\n", 1, "to the first line of the block: if fee"),
        ("clause if not fee\nkk: {fee}\nru: b\n", 1, "to the first line of the block: if fee"),
        (
            "row if representative.account\nkk: a | b\nru: a | {representative.account.branch}\n",
            1,
            "to the first line of the block: if representative.account.branch",
        ),
        ("clause if feee\nkk: a\nru: b\n", 1, "unknown field: feee"),
        ("clause if number\nkk: a\nru: b\n", 1, "number is always there"),
        ("clause if fee & x\nkk: a\nru: b\n", 1, "cannot read the condition “fee & x”"),
        ("clause if term = forever\nkk: a\nru: b\n", 1, "can only be indefinite, one_year_prolonged"),
        ("clause if number = 5\nkk: a\nru: b\n", 1, "can be compared with nothing"),
        ("clause\nkk: {number of x}\nru: b\n", 1, "refers to “x”, but no block has this name"),
        (
            "clause x if fee\nkk: a\nru: b\n\nclause\nkk: {number of x}\nru: b\n",
            5,
            "“x”, which may be absent",
        ),
        ("clause x\nkk: a\nru: b\n\nclause x\nkk: a\nru: b\n", 5, "two blocks are named x"),
        ("item x\nkk: a\nru: b\n", 1, "“item” has no name. Write “if x”"),
        ("row\nkk: a\nru: b | c\n", 1, "in each language: 2. Here: 1."),
        ("clause\nkk: a | b\nru: c\n", 1, "in each language: 1. Here: 2."),
        ("table people\nkk: a\nru: b\n", 1, "there is no table “people”. There are authorised, documents"),
        ("table authorised\nkk: № | a\nru: № | b\n", 1, "in each language: 4. Here: 2."),
    ],
)
def test_a_mistake_is_told_with_file_and_line(tmp_path: Path, text: str, line: int, problem: str) -> None:
    with pytest.raises(FormError, match=re.escape(problem)) as caught:
        form_of(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path}/unified/2026-01-01/a.txt, line {line}: ")
    assert caught.value.line == line


def test_a_file_that_is_not_utf_8_and_a_folder_that_is_no_date_are_mistakes(tmp_path: Path) -> None:
    made(tmp_path, CLAUSE).joinpath("unified/2026-01-01/a.txt").write_bytes(b"clause\n\xff\xfe")
    with pytest.raises(FormError, match=r"line 2: is not saved as UTF-8"):
        load_forms("unified", [tmp_path])
    made(tmp_path, CLAUSE, day="newest")
    with pytest.raises(FormError, match="no date"):
        load_forms("unified", [tmp_path])


def test_forms_without_any_text_are_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(FormError, match="there is no folder"):
        load_forms("unified", [tmp_path])
    made(tmp_path, "# nothing yet\n")
    with pytest.raises(FormError, match="the form has no text"):
        load_forms("unified", [tmp_path])


def test_a_form_of_windows_reads_like_any_other(tmp_path: Path) -> None:
    windows = "\ufeff" + CLAUSE.replace("\n", "\r\n")
    assert said(form_of(tmp_path, windows), full(), "kk") == ["1 Бала"]


NUMBERED = """
heading first
kk: Бірінші
ru: Первый

clause if not fee
kk: тегін
ru: бесплатно

clause money if fee
kk: төлем {fee}
ru: плата {fee}

item
kk: а
ru: а

item
kk: ә
ru: б

heading
kk: Екінші
ru: Второй

clause if fee
kk: {number of first}-бөлім, {number of money}-тармақ
ru: раздел {number of first}, пункт {number of money},
    продолжение

annex
kk: 1-қосымша
ru: Приложение 1

clause
kk: бір
ru: один
"""


def test_blocks_are_numbered_as_far_as_they_are_printed(tmp_path: Path) -> None:
    assert said(form_of(tmp_path, NUMBERED), full(), "ru") == [
        "1 Первый",
        "1.1 плата 40\N{NO-BREAK SPACE}000",
        "1 а",
        "2 б",
        "2 Второй",
        "2.1 раздел 1, пункт 1.1, продолжение",
        "Приложение 1",
        "1 один",
    ]
    assert said(form_of(tmp_path, NUMBERED), bare(), "kk")[1] == "1.1 тегін"


def test_names_and_dates_are_printed_in_the_language_of_the_column(tmp_path: Path) -> None:
    row = "row\nkk: {child.name}, {child.birth_date} | {place}\nru: {child.name}, {child.birth_date} | {place}\n"
    form = form_of(tmp_path, row)
    assert said(form, full(), "kk") == ["Әбдіқалықов Ернұр Жандосұлы, 15.03.2022 | Алматы қаласы"]
    assert said(form, full(), "ru") == ["Әбдіқалықов Ернұр Жандосұлы, 15.03.2022 | город Алматы"]


def test_a_condition_asks_for_presence_absence_or_a_value(tmp_path: Path) -> None:
    text = "".join(
        f"paragraph if {condition}\nkk: {condition}\nru: {condition}\n\n"
        for condition in (
            "authorised",
            "not authorised",
            "admission.queue_type = sanatorium",
            "not admission.queue_type = sanatorium and fee",
            "final",
        )
    )
    form = form_of(tmp_path, text)
    assert said(form, full(), "kk") == ["authorised", "not admission.queue_type = sanatorium and fee"]
    assert said(form, bare(), "kk") == ["not authorised", "admission.queue_type = sanatorium", "final"]


@pytest.mark.rule("S2-72")
@pytest.mark.rule("S2-73")
def test_a_new_edition_is_in_force_from_its_day_and_takes_the_rest_from_before(tmp_path: Path) -> None:
    made(tmp_path, CLAUSE)
    made(tmp_path, CLAUSE.replace("Бала", "Тәрбиеленуші"), name="b.txt")
    made(tmp_path, CLAUSE.replace("Бала", "Балаға"), day="2027-03-01")
    loaded = load_forms("unified", [tmp_path])
    days = [date(2025, 1, 1), date(2027, 2, 28), date(2027, 3, 1), date(2030, 1, 1)]
    assert [said(loaded.in_force(day), full(), "kk")[0] for day in days] == ["1 Бала", "1 Бала", "1 Балаға", "1 Балаға"]
    assert said(loaded.in_force(days[2]), full(), "kk")[1] == "2 Тәрбиеленуші"
    assert len({edition.version for edition in loaded.editions}) == 2


def test_the_profiles_own_text_goes_before_everybodys_and_a_citys_folder_before_the_programs(tmp_path: Path) -> None:
    city = made(tmp_path / "city", CLAUSE.replace("Бала", "Қала"), profile="my_city")
    program = made(tmp_path / "program", CLAUSE)
    made(program, CLAUSE.replace("Бала", "Кейін"), day="2027-01-01")
    loaded = load_forms("my_city", [program, city])
    assert [said(edition, full(), "kk") for edition in loaded.editions] == [["1 Қала"], ["1 Қала"]]
    assert len({edition.version for edition in loaded.editions}) == 1


@pytest.mark.rule("S2-72")
def test_the_version_changes_with_text_layout_fonts_and_typesetter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def versions() -> str:
        return load_forms("unified").editions[0].version

    seen = [versions(), versions()]
    assert seen[0] == seen[1]
    monkeypatch.setattr(forms, "version", lambda _package: "0.0")
    seen.append(versions())
    for name, suffix in (("LAYOUT", ".typ"), ("FONTS", ".ttf")):
        (tmp_path / f"other{suffix}").write_text("other")
        monkeypatch.setattr(forms, name, tmp_path)
        seen.append(versions())
    assert len(set(seen)) == 4


@pytest.mark.rule("S2-65")
def test_the_sum_may_change_and_says_so() -> None:
    form = load_forms("unified").editions[0]
    lines = said(form, full(), "ru")
    assert "Плата за один месяц | 40\N{NO-BREAK SPACE}000 тенге*" in lines
    assert any(line.startswith("* Плата может измениться в зависимости от возраста") for line in lines)
    assert not any("тенге" in line for line in said(form, bare(), "ru"))


def test_who_pays_nothing_has_no_duty_to_pay_and_gets_nothing_back() -> None:
    form = load_forms("unified").editions[0]
    for words in ("своевременно вносить плату", "своевременность внесения платы", "часть платы", "акт сверки"):
        assert any(words in line for line in said(form, full(), "ru"))
        assert not any(words in line for line in said(form, bare(), "ru"))


@pytest.mark.rule("S2-43")
@pytest.mark.rule("S2-45")
@pytest.mark.rule("S2-64")
@pytest.mark.rule("S2-66")
@pytest.mark.parametrize("profile", known_profiles())
def test_the_main_terms_and_the_admission_stand_in_the_contract(profile: str) -> None:
    lines = said(load_forms(profile).editions[0], full(), "ru")
    assert lines[0] == "ДОГОВОР ОКАЗАНИЯ ОБРАЗОВАТЕЛЬНЫХ УСЛУГ ДОШКОЛЬНОЙ ОРГАНИЗАЦИИ"
    for wanted in (
        "Номер договора | 0112-11.26.001",
        "Место заключения | город Алматы",
        "Дата вступления в силу | день подписания обеими Сторонами",
        "Срок действия | бессрочный",
        "Дата выдачи | 10.11.2026",
        "Группа | Үлгі",
        "Возрастная периодичность | от 4 до 5 лет",
    ):
        assert wanted in lines


@pytest.mark.rule("S2-44")
def test_the_department_stands_above_the_contract() -> None:
    for profile in ("unified", "indigo_karaganda_astana"):
        assert "Управление образования" in said(load_forms(profile).editions[0], full(), "ru")[1]


@pytest.mark.rule("S1-35")
def test_a_child_without_an_iin_is_named_by_a_paper() -> None:
    lines = said(load_forms("smart_nation_almaty").editions[0], bare(), "ru")
    assert lines.count("Номер документа, удостоверяющего личность | X1") == 1
    assert "ИИН | 220315500000" not in lines


def test_each_queue_has_its_clause() -> None:
    form = load_forms("unified").editions[0]
    content = full()
    for queue, word in ((QueueType.SANATORIUM, "фтизиатр"), (QueueType.CORRECTIONAL, "психолого-медико")):
        lines = said(form, replace(content, admission=replace(content.admission, queue_type=queue)), "ru")
        assert sum(word in line for line in lines) == 1


def test_the_guide_for_lawyers_names_every_field() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    written = set(re.findall(r"^\| `([a-z_.]+)`", guide, re.M))
    wanted = {
        path for path, field in content_fields().items() if field.printed or field.optional or field.type is tuple
    }
    wanted |= {"term", "admission.instrument", "admission.queue_type", "final"}
    assert written == wanted


def test_the_fonts_have_every_letter_that_a_contract_may_have() -> None:
    for weight in ("Regular", "Bold"):
        font = ImageFont.truetype(FONTS / f"NotoSans-{weight}.ttf", 20)
        nothing = _shape(font, "\uffff")
        letters = [chr(code) for code in range(0x20, 0x2200) if not unprintable(chr(code)) and chr(code).strip()]
        assert len(letters) > 800
        assert [letter for letter in letters if _shape(font, letter) == nothing] == []


def _shape(font: ImageFont.FreeTypeFont, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(letter)
    return mask.size, bytes(mask)


def test_the_forms_of_the_program_stand_where_the_guide_says() -> None:
    assert {folder.name for folder in TEXTS.iterdir()} == set(known_profiles())
    files: Mapping[str, int] = {folder.name: len(list(folder.rglob("*.txt"))) for folder in TEXTS.iterdir()}
    assert files["unified"] == 16


def test_a_day_before_all_editions_gets_the_first(tmp_path: Path) -> None:
    form = form_of(tmp_path, CLAUSE)
    assert ModelForms((form,)).in_force(date(1990, 1, 1)) is form
