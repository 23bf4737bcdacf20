"""A family, kindergartens and letters whose every name and text is as long as they come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from dialogs.place_queries import PlaceMove, PlaceMoves
from dialogs.preparation_queries import PreparedDocuments
from dialogs.queries import (
    ApplicationCard,
    CaseCard,
    CaseLine,
    ChildCard,
    Happening,
    History,
    MyApplication,
    MyApplications,
    MyCase,
    MyCases,
    MyChats,
    MyChildren,
    MyNotices,
    MyProfile,
    Notice,
    Notices,
    Place,
    Preschool,
    PreschoolCard,
    Preschools,
    Profile,
)
from dialogs.voucher_queries import VoucherCard
from enrolment.terms import Name, PlaceInstrument
from enrolment.voucher_states import VoucherState
from enrolment.working_days import Calendar
from tests.channels.whatsapp.wide_contracts import wide_contracts
from tests.dialogs.catalogue import catalogue_facts
from tests.dialogs.enrolments import parent_facts
from tests.dialogs.parents import ARMAN, BOY, MOTHER, PARENT_IIN, TWO_CHATS, application, facts, preschool
from tests.dialogs.preparations import SOME_THERE
from tests.dialogs.talk import NOW

LONG_NAME = "Айша-Гүлнәзира-Мәриям Нұрғазықызы"
WORDS = "Ұзақ сөйлем, оның соңы көрінбейді. "
DEADLINE = Calendar().deadline(NOW, 2)
LETTER = "\n\n".join(WORDS * count for count in (3, 9, 20, 40, 40))


def wide_preschool(number: int) -> PreschoolCard:
    """A kindergarten whose name no button takes."""
    name = Name(*[f"№ {number} «{word} {'а' * 80}»" for word in ("Балдәурен", "Солнышко", "Sunshine")])
    address = Name(*[f"Ықшам аудан {number}, {word} {'ө' * 120}" for word in ("көшесі", "улица", "street")])
    return replace(preschool(number), name=name, address=address)


def wide_child(number: int) -> ChildCard:
    """A child whose name no button takes."""
    person = replace(BOY, first_name=f"{LONG_NAME} {number}", last_name=LONG_NAME, middle_name=LONG_NAME)
    return replace(ARMAN, id=number, person=person, active=1)


def wide_vouchers(child: ChildCard) -> tuple[VoucherCard, ...]:
    """A voucher in each state, those that run with everything that can be said of them."""
    name, place = child.person.first_name, wide_preschool(1).name
    usual = VoucherCard(
        71, "2026-000123", 21, name, VoucherState.ISSUED, PlaceInstrument.VOUCHER, NOW, NOW, DEADLINE, 2, adds=2
    )
    more = replace(
        usual,
        waiting=True,
        asked_at=NOW,
        answer_by=DEADLINE,
        contract_by=DEADLINE,
        preschool=place,
        others=3,
        rest_until=NOW,
    )
    return (usual, *(replace(more, id=72 + at, state=state) for at, state in enumerate(VoucherState)))


def wide_applications(child: ChildCard, preschools: tuple[PreschoolCard, ...]) -> tuple[ApplicationCard, ...]:
    """One that waits far behind, one that ended with a long reason, and a page full of others."""
    shared: dict[str, Any] = {"child": child, "preschools": preschools, "pages": 10}
    ahead = tuple((category, 12345) for category in range(1, 6))
    return (
        application(**shared, id=21, place=Place(12345, ahead)),
        application(
            "archived",
            **shared,
            id=22,
            archive_reason="docs_rejected",
            rejection_comment=LETTER,
            place=None,
            rejected_by=LONG_NAME,
            rejection="incomplete",
        ),
        *(application("queued", **shared, id=number, number=f"S-2026-{number:06}") for number in range(23, 35)),
    )


def wide_facts() -> Mapping[Any, Any]:
    """Answers to every query, all of them long."""
    preschools = tuple(wide_preschool(number) for number in range(1, 31))
    children = tuple(wide_child(number) for number in range(11, 24))
    mine = wide_applications(children[0], preschools[:4])
    lines = tuple(CaseLine(NOW, bool(number % 2), LETTER) for number in range(4))
    cases = tuple(
        CaseCard(number, f"H-2026-{number:06}", "question", "answered", NOW, lines) for number in range(31, 45)
    )
    wide = facts(vouchers=wide_vouchers(children[0]), count=0) | parent_facts(preschools) | catalogue_facts(preschools)
    return wide | {
        MyChildren: children,
        PreparedDocuments: replace(SOME_THERE, name=LONG_NAME, contract_on=date(2027, 1, 10)),
        MyApplications: mine,
        MyApplication: lambda query: next((card for card in mine if card.id == query.id), None),
        History: tuple(Happening(NOW, "docs_pending", "queued", None, LETTER) for _time in range(20)),
        PlaceMoves: tuple(PlaceMove(date(2026, 9, 30), 123_456, 654_321) for _time in range(20)),
        Preschools: preschools,
        Preschool: lambda query: next((card for card in preschools if card.bin == query.bin), None),
        MyProfile: Profile(replace(MOTHER, first_name=LONG_NAME), "+77010000001", PARENT_IIN, "registry", NOW),
        MyChats: TWO_CHATS,
        **wide_contracts(LONG_NAME, preschools[0].name, LETTER),
        MyNotices: Notices(tuple(Notice(NOW, LETTER) for _time in range(5)), 40),
        MyCases: cases,
        MyCase: cases[0],
    }
