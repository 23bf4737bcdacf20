"""What second parents and delegates are told instead of the applicant's words. Edges 8 and 9."""

from __future__ import annotations

import pytest

from dialogs import notices, voucher_notices
from dialogs.family_notices import STATUSES, for_delegate, for_role, for_second_parent
from dialogs.message import Message
from enrolment.voucher_states import Actor
from locales.catalogue import Locale
from tests.transcripts.notices import LAST_DAY, SANATORIUM, UNASKED, VOUCHER

FOR_PARENTS_ONLY = frozenset({"N13", "N13p", "N18", "N23a", "N24a", "N28", "N28a", "N32", "N33", "N33a"})
ABOUT_APPLICATIONS = [
    message
    for message in UNASKED.values()
    if "child" in message.named and not message.purpose.startswith(("entrusted", "family", "N06s"))
]


@pytest.mark.rule("E-9")
@pytest.mark.parametrize("message", ABOUT_APPLICATIONS, ids=lambda message: message.purpose)
def test_a_delegate_reads_where_it_stands_and_nothing_else(message: Message) -> None:
    told = for_delegate(message)
    assert (told is None) == (message.purpose in FOR_PARENTS_ONLY)
    if told is None:
        return
    assert told.purpose in {"entrusted", "entrusted_place"}
    assert [choice.key.split(".")[0] for choice in told.choices][-1] in {"voucher", "application"}
    assert {choice.key.split(".")[0] for choice in told.choices} <= {"accept", "voucher", "application"}
    for locale in Locale:
        said = told.text.in_(locale)
        assert "{" not in said
        assert not any(word in said for word in ("S-2026", "2026-000123", "Балапан", "..."))


def test_every_status_is_for_something_that_is_told() -> None:
    assert set(STATUSES) | FOR_PARENTS_ONLY == {message.purpose for message in ABOUT_APPLICATIONS}


@pytest.mark.rule("E-8")
def test_a_second_parent_reads_the_same_but_declines_nothing() -> None:
    issued = voucher_notices.issued(VOUCHER, LAST_DAY, rests=True)
    told = for_role(Actor.SECOND_PARENT, issued)
    assert told is not None
    assert [choice.key for choice in told.choices] == ["accept.19", "voucher.19"]
    reminded = voucher_notices.answer_soon(VOUCHER, LAST_DAY)
    assert for_role(Actor.SECOND_PARENT, reminded) == reminded
    rejected = notices.archived(SANATORIUM, "age_limit")
    assert for_second_parent(rejected) == rejected


@pytest.mark.rule("E-8")
def test_a_second_parent_is_not_told_to_have_done_what_the_applicant_did() -> None:
    for message in (voucher_notices.declined(VOUCHER), notices.archived(SANATORIUM, "withdrawn")):
        assert "You declined" not in str(for_second_parent(message).text)
