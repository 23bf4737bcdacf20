"""Kept payloads become inputs of a conversation."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading import OUT_OF_DATE, read, tapped
from dialogs.inputs import (
    Acted,
    Blocked,
    Contact,
    FileCame,
    FileRefused,
    Found,
    Located,
    Page,
    Said,
    Started,
    Tapped,
    Unreadable,
)
from enrolment.photo_advice import PhotoAdvice


@pytest.mark.parametrize(
    ("payload", "sent"),
    [
        ({"said": "880719300107", "message": 1}, Said("880719300107")),
        ({"start": ""}, Started("")),
        ({"start": "inv"}, Started("inv")),
        ({"tapped": "apply.7.yes"}, Tapped("apply", 7, "yes")),
        ({"contact": {"phone": "77010000001", "own": True}}, Contact("77010000001", own=True)),
        ({"located": [44.8, 65]}, Located(44.8, 65.0)),
        ({"file": {"file": 5, "mime": "image/jpeg", "pages": 1}}, FileCame(Page(5, "image/jpeg", 1))),
        (
            {"file": {"file": 5, "mime": "image/jpeg", "pages": 2, "rest": [6], "mark": "a1", "advice": "dark"}},
            FileCame(Page(5, "image/jpeg", 2, (6,), "a1"), PhotoAdvice.DARK),
        ),
        ({"found": {"token": 9, "result": {"status": "found"}}}, Found(9, {"status": "found"})),
        ({"blocked": True}, Blocked(out=True)),
        ({"unreadable": "voice"}, Unreadable("voice")),
        ({}, Unreadable("unknown")),
        ({"tapped": 5}, Unreadable("unknown")),
        ({"tapped": "news"}, Started()),
    ],
)
def test_each_payload_is_read(payload: dict[str, Any], sent: object) -> None:
    assert read("telegram", payload) == sent


@pytest.mark.parametrize(
    ("data", "means"),
    [
        ("apply.7.page:2", Tapped("apply", 7, "page:2")),
        ("apply.7.a.b.c", Tapped("apply", 7, "a.b.c")),
        ("!open_application.application:12.kXw_9-aa", Acted("open_application", "application:12", "kXw_9-aa")),
        ("!open.a.b.nonce", Acted("open", "a.b", "nonce")),
    ],
)
def test_our_own_buttons_are_understood(data: str, means: object) -> None:
    assert tapped(data) == means


@pytest.mark.parametrize(
    "data", ["", ".", "..", "apply", "apply.7", "apply.7.", ".7.yes", "apply.x.yes", "apply.-1.yes", "apply.٧.yes"]
)
def test_a_forged_button_is_an_old_one(data: str) -> None:
    assert tapped(data) == OUT_OF_DATE


@pytest.mark.parametrize("data", ["!", "!open", "!open.subject", "!.subject.nonce", "!open.subject."])
def test_a_forged_notification_button_is_an_old_one(data: str) -> None:
    assert tapped(data) == OUT_OF_DATE


@given(st.text(max_size=70))
def test_no_button_data_ever_raises(data: str) -> None:
    assert isinstance(tapped(data), Tapped | Acted)


def test_a_refused_file_is_explained() -> None:
    refused = {"code": "too_big", "details": {"bytes": 25 << 20, "limit": 20 << 20}}
    sent = read("telegram", {"refused": refused})
    assert isinstance(sent, FileRefused)
    assert str(sent.why).startswith("This file has 25 MB, and I can take up to 20 MB.")
    assert not sent.secret


@pytest.mark.parametrize(
    ("refused", "says"),
    [
        ({"code": "not_a_document", "details": {"family": "video"}}, "This is a video. I take the catalogue as CSV"),
        ({"code": "not_a_document"}, "I do not know this kind of file. I take the catalogue as CSV or XLSX"),
        ({"code": "broken_pdf"}, "I could not open this PDF: it seems to have come damaged."),
    ],
)
def test_staff_are_told_what_the_file_is_and_what_is_taken(refused: dict[str, Any], says: str) -> None:
    sent = read("staff", {"refused": refused})
    assert isinstance(sent, FileRefused)
    assert str(sent.why).startswith(says)


def test_staff_are_told_what_is_taken_instead_of_a_file_that_is_too_large() -> None:
    large = read("staff", {"refused": {"code": "too_big", "details": {"bytes": 25 << 20, "limit": 20 << 20}}})
    assert isinstance(large, FileRefused)
    assert str(large.why).startswith("This file has 25 MB, and I can take up to 20 MB. I take the catalogue")
    key = read("staff", {"refused": {"code": "eds_key", "details": {}}})
    assert isinstance(key, FileRefused) and key.secret


@pytest.mark.rule("S2-48")
@pytest.mark.parametrize(("deleted", "said"), [(True, True), (False, False)])
def test_a_key_is_warned_of_and_only_claimed_deleted_when_it_is(deleted: bool, said: bool) -> None:
    sent = read("telegram", {"refused": {"code": "eds_key", "details": {}, "deleted": deleted}})
    assert isinstance(sent, FileRefused)
    assert sent.secret
    assert ("I deleted the message" in str(sent.why)) is said


@pytest.mark.parametrize("code", ["download", "a code of tomorrow"])
def test_a_file_that_could_not_be_got_is_told(code: str) -> None:
    sent = read("telegram", {"refused": {"code": code}})
    assert isinstance(sent, FileRefused)
    assert str(sent.why).startswith("I could not get this file.")
