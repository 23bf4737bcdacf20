"""What holds for every staff dialog and page: never an exception, always a way on, labels that fit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.inputs import FileCame, Page, Started
from dialogs.queries import Member
from dialogs.questions import Open
from dialogs.staff.engine import DIALOGS, PAGES
from locales.catalogue import Locale
from tests.dialogs.staff.colleagues import ADMIN, CLERK, DOCTOR, LAWYER, TEACHER, staff, taken, waiting
from tests.dialogs.staff.contracting import CONTRACT_DIALOGS
from tests.dialogs.talk import Talk
from tests.dialogs.test_laws import ANYTHING, OFTEN, WALKS, check, input_of, steps

GIVEN: dict[str, dict[str, Any]] = {
    "Reject": {"application": 21},
    "Archive": {"application": 21},
    "Answer": {"case": 31},
    "DeclineFeedback": {"feedback": 21, "rev": 0, "answer": False},
    "AnswerReview": {"feedback": 22},
    "StartPlaces": {"group": 61},
    "StopPlaces": {"group": 61},
    "Annul": {"voucher": 71},
    "Refuse": {"request": 81},
    "Invited": {"code": "RIGHTCODE"},
    "HandOver": {"member": 5},
    "AnotherPost": {"member": 5},
    "DeclarePlaces": {"group": 61},
    "LookAhead": {"locality": "almaty"},
    "AddTime": {"locality": "almaty"},
}
ARGS = {
    "id": 21,
    "item": "iban",
    "locality": "almaty",
    "kept": 90,
    "run": 1,
    "bin": "000000000001",
    "on": "2026-12-31",
    "slot": "monday 10:00",
}
MEMBERS = [None, DOCTOR, CLERK, LAWYER, ADMIN, TEACHER]
WIDEST = 24
SHEETS = [FileCame(Page(n % 5 + 1, "text/csv", 1)) for n in range(300)]
TEXTS = [FileCame(Page(n + 1, "text/plain", 1, name=f"0{n % 3}-a.txt")) for n in range(100)]


def opened(dialog: str, member: Member | None = DOCTOR) -> Talk:
    talk = staff(member, waiting())
    talk.hasty = True
    kind = next(one for one in DIALOGS if one.dialog_name == dialog)
    talk.starts()
    talk.engine.actions = {**talk.engine.actions, "open": lambda subject: Open(kind, given=GIVEN.get(dialog, {}))}
    return talk.acts("open", "x")


ORDINARY = [dialog.dialog_name for dialog in DIALOGS if dialog not in CONTRACT_DIALOGS]
"""Those of contracts are walked with a contract in hand, among their own laws."""


@pytest.mark.parametrize("dialog", ORDINARY)
def test_ten_thousand_random_inputs_never_break_a_staff_dialog(dialog: str) -> None:
    taken_inputs = 0

    @OFTEN
    @given(WALKS, st.sampled_from(MEMBERS))
    def walk(chosen: bytes, member: Member | None) -> None:
        nonlocal taken_inputs
        talk = opened(dialog, member)
        for thing in steps(chosen, [*ANYTHING, *SHEETS, *TEXTS]):
            talk.send(input_of(thing, talk))
            check(talk)
            taken_inputs += 1

    walk()
    assert taken_inputs >= 10_000


@pytest.mark.parametrize("member", MEMBERS)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_can_be_shown_to_everybody(page: str, member: Member | None) -> None:
    for card in (None, waiting(), taken(), taken(DOCTOR)):
        talk = staff(member, card).send(Started())
        shown = talk.engine.pages[page](talk.known_facts(), ARGS).message()
        for locale in Locale:
            assert shown.text.in_(locale)
            labels = [choice.label.in_(locale) for choice in (*shown.choices, *shown.nav)]
            assert not [label for label in labels if len(label) > WIDEST]
