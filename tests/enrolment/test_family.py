"""Who of a family may do what: the table read row by row. Edges 8 and 9."""

from __future__ import annotations

import pytest

from enrolment.family import ALLOWED, MEMBERS, MOST, FamilyAct, may, needs_proof
from enrolment.voucher_states import FAMILY, Actor

Act = FamilyAct
APPLICANT, SECOND, DELEGATE = Actor.PARENT, Actor.SECOND_PARENT, Actor.DELEGATE
ROWS = [
    (Act.SEE_STATUS, APPLICANT, SECOND, DELEGATE),
    (Act.BE_REMINDED, APPLICANT, SECOND, DELEGATE),
    (Act.CONFIRM, APPLICANT, SECOND, DELEGATE),
    (Act.UPLOAD, APPLICANT, SECOND, DELEGATE),
    (Act.SEE_APPLICATION, APPLICANT, SECOND),
    (Act.SEE_HISTORY, APPLICANT, SECOND),
    (Act.SEE_DOCUMENTS, APPLICANT, SECOND),
    (Act.BE_TOLD, APPLICANT, SECOND),
    (Act.END_OTHERS, APPLICANT, SECOND),
    (Act.EXTEND, APPLICANT, SECOND),
    (Act.CHOOSE, APPLICANT, SECOND),
    (Act.RESTORE, APPLICANT, SECOND),
    (Act.REVIEW, APPLICANT, SECOND),
    (Act.DECLINE, APPLICANT),
    (Act.WITHDRAW, APPLICANT),
    (Act.DROP_DOCUMENTS, APPLICANT),
    (Act.SIGN, APPLICANT, SECOND),
    (Act.INVITE, APPLICANT),
]


@pytest.mark.rule("E-8")
@pytest.mark.rule("E-9")
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].value)
def test_each_row_lets_these_and_nobody_else(row: tuple[FamilyAct, Actor]) -> None:
    act, *allowed = row
    assert {actor for actor in Actor if may(actor, act)} == set(allowed)
    assert not may(None, act)


def test_every_act_has_its_row_and_every_member_of_a_family_a_column() -> None:
    assert [row[0] for row in ROWS] == sorted(FamilyAct, key=[row[0] for row in ROWS].index)
    assert len(ROWS) == len(FamilyAct)
    assert set(ALLOWED) == FAMILY == {Actor.PARENT, *MEMBERS}


def test_a_second_parent_is_known_and_there_is_one() -> None:
    assert [role for role in MEMBERS if needs_proof(role)] == [Actor.SECOND_PARENT]
    assert MOST == {Actor.SECOND_PARENT: 1, Actor.DELEGATE: 3}
