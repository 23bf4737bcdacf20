"""Kindergartens to choose from and requests to answer, for dialog tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dialogs.enrol_queries import (
    AnsweredRequests,
    Chooser,
    Choosers,
    MyRequests,
    Offer,
    OfferedGroup,
    Offers,
    PreschoolRequest,
    RequestCard,
    RequestSheet,
    StaffRequest,
    WaitingRequests,
)
from dialogs.queries import PreschoolCard
from dialogs.staff.preschool_queries import MyPreschool, OwnFamily, OwnGroup, OwnPreschool
from enrolment.terms import Name
from tests.dialogs.talk import NOW

OWN_GROUP = OwnGroup(61, "Топ 3", 3, 4, 20, free=5, opened=2, reserved=2, enrolled=1)
OWN = OwnPreschool(Name("«Бота»", "Детский сад «Бота»", "Kindergarten “Bota”"), ("kk", "ru"), (OWN_GROUP,))
SOON = NOW + dt.timedelta(days=2)


def offer(cards: tuple[PreschoolCard, ...], **changes: Any) -> Offer:
    """Two groups with a place in each kindergarten but the last, which is full."""
    groups = tuple(
        OfferedGroup(10 * number + age, f"Топ {age}", age, age + 2, card, int(card is not cards[-1]))
        for number, card in enumerate(cards)
        for age in (2, 3)
    )
    values: dict[str, Any] = {"groups": groups, "waiting": ()}
    return Offer(71, 21, "Арман", SOON, 2, **(values | changes))


def request(card: PreschoolCard, **changes: Any) -> RequestCard:
    """Arman's request to the kindergarten."""
    values: dict[str, Any] = {"state": "sent", "cancellable": True}
    values |= changes
    return RequestCard(81, "E-2026-000001", 71, 21, values["state"], NOW, card, "Топ 3", values["cancellable"])


def parent_facts(cards: tuple[PreschoolCard, ...]) -> dict[Any, Any]:
    """A voucher that runs, and nothing asked yet."""
    offered = offer(cards) if cards else Offer(71, 21, "Арман", SOON, 2)
    return {
        Offers: lambda query: offered if query.voucher == 71 else None,
        Choosers: (Chooser(71, 21, "Арман"),),
        MyRequests: (),
    }


def asked(number: int = 1, **changes: Any) -> PreschoolRequest:
    """The number-th request as the employees see it."""
    values: dict[str, Any] = {
        "id": 80 + number,
        "number": f"E-2026-{number:06}",
        "state": "sent",
        "child": "Арман",
        "born": dt.date(2023, 3, 15),
        "sex": "male",
        "language": "kk",
        "group": "Топ 3",
        "sent_at": NOW - dt.timedelta(minutes=5),
        "answer_by": SOON,
        "days_left": 2,
    }
    return PreschoolRequest(**(values | changes))


def staff_facts(*cards: PreschoolRequest, total: int | None = None) -> dict[Any, Any]:
    """What the employees of the kindergarten would be answered."""
    return {
        WaitingRequests: RequestSheet(cards, len(cards) if total is None else total),
        AnsweredRequests: RequestSheet(),
        StaffRequest: lambda query: next((one for one in cards if one.id == query.id), None),
        MyPreschool: OWN,
        OwnFamily: False,
    }
