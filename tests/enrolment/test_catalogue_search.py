"""What is typed or chosen, and which kindergartens are found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from enrolment.catalogue_search import Directory, Sought, parts, point_of, takes
from enrolment.distance import Point
from enrolment.preschools import Group, Preschool
from enrolment.terms import InstructionLanguage, QueueType


def preschool(number: int, name_kk: str, name_ru: str, locality: str = "almaty") -> Preschool:
    return Preschool(
        bin=f"{number:012}",
        name_kk=name_kk,
        name_ru=name_ru,
        locality=locality,
        address_kk="Абай даңғылы, 1",
        address_ru="пр. Абая, 1",
        ownership="state",
        queue_types=(QueueType.GENERAL,),
        languages=(InstructionLanguage.KAZAKH,),
        contract_channel="both",
        groups=(Group("Күншуақ", 2, 3, 20), Group("Ботақан", 3, 5, 20)),
    )


BALAPAN = preschool(12, "№ 12 «Балапан» балабақшасы", "Детский сад № 12 «Балапан»")
AQBOTA = preschool(112, "№ 112 «Ақбота» балабақшасы", "Детский сад № 112 «Акбота»")
AIGOLEK = preschool(3, "№ 3 «Айгөлек» бөбекжайы", "Ясли-сад № 3 «Айголек»")
CHRISTMAS = preschool(4, "«Шырша» балабақшасы", "Детский сад «Ёлочка»")
GENIUS = preschool(5, "«Ұлттық өрнек» балабақшасы", "Детский сад «Улттык орнек»")
HIGH = preschool(6, "«Аққу» балабақшасы", "Частный детский сад «Baby Boom 2»")
ELSEWHERE = preschool(7, "№ 12 «Балапан» балабақшасы", "Детский сад № 12 «Балапан»", "astana")
ALL = (GENIUS, HIGH, CHRISTMAS, AQBOTA, BALAPAN, AIGOLEK, ELSEWHERE)
BOOK = Directory(ALL)


def names(sought: Sought, locality: str = "almaty") -> list[str]:
    return [one.name_ru for one in BOOK.find(locality, sought)]


@pytest.mark.rule("S1-07")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Балапан", [BALAPAN]),
        ("БАЛАПАН", [BALAPAN]),
        ("  балапан  ", [BALAPAN]),
        ("балап", [BALAPAN]),
        ("лапан", [BALAPAN]),
        ("balapan", [BALAPAN]),
        ("«Балапан»", [BALAPAN]),
        ("№ 12", [BALAPAN]),
        ("№12", [BALAPAN]),
        ("12", [BALAPAN]),
        ("012", [BALAPAN]),
        ("сад 12", [BALAPAN]),
        ("12-сад", [BALAPAN]),
        ("детский сад номер 12", [BALAPAN]),
        ("No 12", [BALAPAN]),
        ("балапан 12", [BALAPAN]),
        ("балапан 13", []),
        ("1", []),
        ("112", [AQBOTA]),
        ("Ақбота", [AQBOTA]),
        ("акбота", [AQBOTA]),
        ("АКБОТА", [AQBOTA]),
        ("айгөлек", [AIGOLEK]),
        ("айголек", [AIGOLEK]),
        ("аиголек", [AIGOLEK]),
        ("бөбекжай 3", [AIGOLEK]),
        ("бобекжай № 3", [AIGOLEK]),
        ("елочка", [CHRISTMAS]),
        ("ёлочка", [CHRISTMAS]),
        ("ЁЛОЧКА", [CHRISTMAS]),
        ("шырша", [CHRISTMAS]),
        ("ұлттық өрнек", [GENIUS]),
        ("улттык орнек", [GENIUS]),
        ("үлттык", [GENIUS]),
        ("өрнек ұлттық", [GENIUS]),
        ("baby boom", [HIGH]),
        ("babyboom", [HIGH]),
        ("BABY", [HIGH]),
        ("аққу", [HIGH]),
        ("ромашка", []),
        ("бота", [AQBOTA]),
    ],
)
def test_a_name_is_found_however_it_is_typed(typed: str, found: list[Preschool]) -> None:
    assert BOOK.find("almaty", Sought(typed)) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ё", "е"),
        ("ә", "а"),
        ("қ", "к"),
        ("ң", "н"),
        ("ө", "о"),
        ("ұ", "у"),
        ("ү", "у"),
        ("һ", "х"),
        ("і", "и"),
        ("ғ", "г"),
    ],
)
def test_letters_that_people_type_for_each_other_are_the_same(one: str, other: str) -> None:
    assert parts(f"с{one}в") == parts(f"С{other.upper()}В") == [f"с{other}в"]


def test_numbers_come_first_by_size_then_the_names() -> None:
    assert [one.bin for one in BOOK.find("almaty", Sought())] == [
        one.bin for one in (HIGH, AIGOLEK, BALAPAN, AQBOTA, CHRISTMAS, GENIUS)
    ]


def test_words_said_of_every_kindergarten_find_all_of_that_kind() -> None:
    assert names(Sought("ясли")) == [AIGOLEK.name_ru]
    assert len(names(Sought("сад"))) == 6


def test_a_name_that_begins_so_comes_before_one_that_only_contains_it() -> None:
    book = Directory([preschool(1, "№ 1 «Тайбота»", "Сад № 1 «Тайбота»"), preschool(2, "№ 2 «Бота»", "Сад № 2 «Бота»")])
    assert [one.bin[-1] for one in book.find("almaty", Sought("бота"))] == ["2", "1"]


@pytest.mark.rule("S1-10")
def test_only_the_locality_is_searched() -> None:
    assert BOOK.find("astana", Sought()) == [ELSEWHERE]
    assert BOOK.find("nowhere", Sought()) == []


@pytest.mark.rule("S2-11")
def test_features_are_all_demanded_at_once() -> None:
    private = replace(BALAPAN, ownership="private", languages=(InstructionLanguage.RUSSIAN,))
    book = Directory([private, AQBOTA])
    assert book.find("almaty", Sought(ownership="private")) == [private]
    assert book.find("almaty", Sought(ownership="state")) == [AQBOTA]
    assert book.find("almaty", Sought(language="ru")) == [private]
    assert book.find("almaty", Sought(ownership="private", language="kk")) == []
    assert book.find("almaty", Sought("балапан", "private", "ru", 30)) == [private]


@pytest.mark.rule("S2-11")
@pytest.mark.parametrize(("months", "fits"), [(23, False), (24, True), (35, True), (36, True), (59, True), (60, False)])
def test_some_group_must_take_the_age(months: int, fits: bool) -> None:
    assert bool(Directory([BALAPAN]).find("almaty", Sought(months=months))) is fits


def test_a_group_for_one_and_a_half_years_begins_with_the_eighteenth_month() -> None:
    assert [takes(Group("", 1.5, 3, 1), months) for months in (17, 18, 35, 36)] == [False, True, True, False]


def test_a_place_on_the_map_needs_both_numbers() -> None:
    assert point_of(BALAPAN) is None
    assert point_of(replace(BALAPAN, lat=43.2)) is None
    assert point_of(replace(BALAPAN, lat=43.2, lon=76.9)) == Point(43.2, 76.9)


def test_preschools_are_found_by_bin_and_unknown_ones_are_left_out() -> None:
    assert BOOK.of([ALL[0].bin, "990240000000"]) == {ALL[0].bin: ALL[0]}
