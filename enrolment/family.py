"""Who of a family may do what with a child's application: one table, asked by every use case. Edges 8 and 9."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from enrolment.voucher_states import PARENTS, Actor

MEMBERS = (Actor.SECOND_PARENT, Actor.DELEGATE)
MOST: Mapping[Actor, int] = {Actor.SECOND_PARENT: 1, Actor.DELEGATE: 3}


class FamilyAct(StrEnum):
    """What somebody of the family may want to do or to see."""

    SEE_STATUS = "see_status"
    SEE_APPLICATION = "see_application"
    SEE_HISTORY = "see_history"
    SEE_DOCUMENTS = "see_documents"
    BE_REMINDED = "be_reminded"
    BE_TOLD = "be_told"
    CONFIRM = "confirm"
    END_OTHERS = "end_others"
    EXTEND = "extend"
    CHOOSE = "choose"
    RESTORE = "restore"
    UPLOAD = "upload"
    DROP_DOCUMENTS = "drop_documents"
    REVIEW = "review"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    SIGN = "sign"
    INVITE = "invite"


_DELEGATE = frozenset({FamilyAct.SEE_STATUS, FamilyAct.BE_REMINDED, FamilyAct.CONFIRM, FamilyAct.UPLOAD})
_SECOND_PARENT = _DELEGATE | {
    FamilyAct.SEE_APPLICATION,
    FamilyAct.SEE_HISTORY,
    FamilyAct.SEE_DOCUMENTS,
    FamilyAct.BE_TOLD,
    FamilyAct.END_OTHERS,
    FamilyAct.EXTEND,
    FamilyAct.CHOOSE,
    FamilyAct.RESTORE,
    FamilyAct.REVIEW,
    FamilyAct.SIGN,
}
ALLOWED: Mapping[Actor, frozenset[FamilyAct]] = {
    Actor.PARENT: frozenset(FamilyAct),
    Actor.SECOND_PARENT: _SECOND_PARENT,
    Actor.DELEGATE: _DELEGATE,
}


def may(actor: Actor | None, act: FamilyAct) -> bool:
    """Whether somebody in that role may do it; None is a stranger, who may nothing."""
    return actor is not None and act in ALLOWED.get(actor, frozenset())


def needs_proof(role: Actor) -> bool:
    """Whether whoever joins in that role has to have proved the IIN: a parent is somebody known, a delegate trusted."""
    return role in PARENTS
