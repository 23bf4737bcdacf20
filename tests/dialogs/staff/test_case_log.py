"""The log of a case: found by any number, read in sheets, checked, taken as a file."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from dialogs.staff.case_log import entry_words
from dialogs.staff.case_queries import FindLog, LogEntry, LogSheet, SendLog
from tests.dialogs.staff.colleagues import ADMIN, CLERK, DOCTOR, staff
from tests.dialogs.talk import NOW

SENT = LogEntry("application", "S-2026-000045", NOW, "account", None, "docs_pending")
TAKEN = LogEntry("review", "S-2026-000045", NOW + dt.timedelta(minutes=5), "staff", None, "taken", member=DOCTOR)
REJECTED = replace(
    SENT,
    actor="staff",
    member=DOCTOR,
    before="docs_pending",
    after="archived",
    reason="docs_rejected",
    words="Dark.",
)
SHEET = LogSheet("S-2026-000045", (SENT, TAKEN, REJECTED), 9)


@pytest.mark.parametrize("number", ["S-2026-000045", "2026-000123", "e-2026-000001"])
def test_a_case_is_found_by_any_of_its_numbers(number: str) -> None:
    talk = staff(ADMIN, log=SHEET).starts().picks("Log of a case").hears("That you read the log is written into it.")
    talk.says(number).does(FindLog(number.upper())).hears("Log of case S-2026-000045")


def test_every_entry_says_when_who_what_and_why() -> None:
    talk = staff(ADMIN, log=SHEET).starts().picks("Log of a case").says("S-2026-000045")
    talk.hears(
        "9 entries, the oldest first.",
        "Checked: the log is whole",
        "23.11.2026 10:00 · Application S-2026-000045\nthe applicant: waits for the documents to be confirmed",
        "23.11.2026 10:05 · Review S-2026-000045\nАхметова Дана (Phthisiatrician): took the review",
        "waits for the documents to be confirmed → in the archive\nThe documents were rejected. Dark.",
    )
    talk.picks("More").hears("1 Previous").hears_not("Checked").picks("Previous").picks("As a file").does(SendLog(21))


def test_a_broken_chain_is_said_first() -> None:
    talk = staff(ADMIN, log=replace(SHEET, broken=("2026-000123",))).starts().picks("Log of a case").says("1")
    talk.hears("Attention: the log was changed or is damaged here: 2026-000123. Tell the operator at once.")


def test_other_actors_and_events_have_words_of_their_own() -> None:
    def said(**changes: Any) -> str:
        return str(entry_words(replace(SENT, **changes)))

    assert "the citizen registry" in said(actor="registry")
    assert "the service itself" in said(actor="unheard")
    assert "a second parent or delegate" in said(family=True)
    assert "a colleague" in said(actor="staff")
    assert "the term was counted anew" in said(before="issued", after="issued", subject="voucher")
    assert "another event" in said(after="unheard")


def test_nobody_else_reads_it() -> None:
    talk = staff(CLERK, log=SHEET).starts().hears_not("Log of a case")
    assert "not part of your role" in str(talk.engine.pages["case_log"](talk.known_facts(), {"id": 21}).text)
    gone = staff(ADMIN).starts()
    assert "There is no such case among yours" in str(gone.engine.pages["case_log"](gone.known_facts(), {"id": 1}).text)


def test_what_is_no_number_is_answered_with_all_three_kinds() -> None:
    talk = staff(ADMIN, log=SHEET).starts().picks("Log of a case").says("Арман")
    talk.hears("application S-2026-000045, voucher 2026-000123, request E-2026-000001")
