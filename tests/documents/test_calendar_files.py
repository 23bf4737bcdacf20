"""A calendar file keeps to RFC 5545, tells one deadline with its reminders, and no more about the child than a name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from documents.calendar_files import CalendarEntry, calendar_file
from locales.catalogue import Locale
from locales.text import trilingual, verbatim

ALMATY = ZoneInfo("Asia/Almaty")
ENTRY = CalendarEntry(
    uid="voucher-17-confirm",
    revision=2,
    what=trilingual("Accept the voucher", "Ваучерді қабылдау; қазір, өзіңіз", "Принять ваучер"),
    child="Айғаным-Өркенгүл",
    ends=datetime(2026, 11, 26, 23, 59, 59, tzinfo=ALMATY),
    changed=datetime(2026, 11, 24, 10, 0, tzinfo=ALMATY),
)
PERMITTED = {"VCALENDAR", "VEVENT", "VALARM"}


def event(file: bytes) -> Any:
    (found,) = Calendar.from_ical(file).walk("VEVENT")
    return found


@pytest.mark.rule("S3-46")
def test_the_deadline_is_told_in_utc_and_said_in_kazakhstans_time() -> None:
    told = event(calendar_file(ENTRY, Locale.RU))
    assert told["DTEND"].to_ical() == b"20261126T185959Z"
    assert told["DTSTART"].to_ical() == b"20261126T182959Z"
    assert str(told["SUMMARY"]) == "Принять ваучер · Айғаным-Өркенгүл"
    assert str(told["DESCRIPTION"]) == "Срок: 26 ноября, четверг, 23:59 (время Казахстана)"


@pytest.mark.parametrize("locale", list(Locale))
def test_lines_end_with_crlf_and_are_folded_at_75_octets_between_letters(locale: Locale) -> None:
    file = calendar_file(replace(ENTRY, child="Ұлжан " * 40), locale)
    lines = file.split(b"\r\n")
    assert lines[-1] == b"" and b"\n" not in file.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines[:-1])
    assert "Ұлжан " * 39 in str(event(file)["SUMMARY"])


def test_the_texts_are_in_the_readers_language_with_their_signs_escaped() -> None:
    file = calendar_file(ENTRY, Locale.KK)
    assert r"Ваучерді қабылдау\; қазір\, өзіңіз".encode() in file.replace(b"\r\n ", b"")
    assert str(event(file)["SUMMARY"]).startswith("Ваучерді қабылдау; қазір, өзіңіз · ")


def test_a_change_of_the_deadline_replaces_it_in_the_calendar() -> None:
    first = event(calendar_file(ENTRY, Locale.RU))
    later = event(calendar_file(replace(ENTRY, revision=3, ends=ENTRY.ends + timedelta(days=2)), Locale.KK))
    assert str(first["UID"]) == str(later["UID"]) == "voucher-17-confirm@balapan"
    assert (int(first["SEQUENCE"]), int(later["SEQUENCE"])) == (2, 3)


def test_the_reminders_count_to_the_end() -> None:
    told = event(calendar_file(replace(ENTRY, reminders=(timedelta(days=1), timedelta(hours=3))), Locale.RU))
    start = told["DTSTART"].dt
    rung = [start + alarm["TRIGGER"].dt for alarm in told.subcomponents]
    ends = ENTRY.ends.astimezone(UTC)
    assert rung == [ends - timedelta(days=1), ends - timedelta(hours=3)]
    assert all(str(alarm["ACTION"]) == "DISPLAY" and alarm["DESCRIPTION"] for alarm in told.subcomponents)


def test_the_file_has_only_what_was_given_and_is_private() -> None:
    file = calendar_file(ENTRY, Locale.RU)
    assert file == calendar_file(ENTRY, Locale.RU)
    assert {component.name for component in Calendar.from_ical(file).walk()} == PERMITTED
    told = set(event(file))
    assert told == set("UID SEQUENCE DTSTAMP DTSTART DTEND SUMMARY DESCRIPTION TRANSP CLASS".split())
    assert str(event(file)["CLASS"]) == "PRIVATE"


def test_a_moment_without_its_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="time zone"):
        calendar_file(replace(ENTRY, ends=datetime(2026, 11, 26, 23, 59)), Locale.RU)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (r"Ай\Nұр", r"Ай\\Nұр"),
        (r"Ай\nұр", r"Ай\\nұр"),
        (r"Ай\;ұр,", r"Ай\\\;ұр\,"),
        ("Ай\r\nұр\nА\rБ", r"Ай\nұр\nА\nБ"),
    ],
)
def test_a_backslash_before_a_letter_is_no_line_break(name: str, written: str) -> None:
    file = calendar_file(replace(ENTRY, what=verbatim("x"), child=name), Locale.RU).replace(b"\r\n ", b"")
    assert f"SUMMARY:x · {written}\r\n".encode() in file
    assert f"DESCRIPTION:x · {written}. Срок: ".encode() in file


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=200))
@example("\\N")
def test_any_name_is_read_back_and_adds_no_line_of_its_own(name: str) -> None:
    file = calendar_file(replace(ENTRY, what=verbatim("x"), child=name), Locale.RU)
    assert str(event(file)["SUMMARY"]) == f"x · {name}"
    assert max(map(len, file.split(b"\r\n"))) <= 75


def test_a_name_with_a_line_break_adds_no_property() -> None:
    told = event(calendar_file(replace(ENTRY, child="А\r\nATTENDEE:mailto:x@example.kz"), Locale.RU))
    assert "ATTENDEE" not in told
