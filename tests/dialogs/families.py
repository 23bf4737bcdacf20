"""Second parents, delegates and twins, for dialog tests."""

from __future__ import annotations

from typing import Any

from dialogs.family_queries import (
    Entrusted,
    EntrustedCard,
    FamilyCard,
    FamilyMember,
    MyFamily,
    Sibling,
    Twins,
    TwinsCard,
)
from dialogs.queries import ChildCard
from dialogs.voucher_queries import VoucherCard, VoucherOf
from enrolment.family import MEMBERS
from enrolment.voucher_states import Actor

AUNT = FamilyMember(91, Actor.DELEGATE, "Гүлнар А•••")
FATHER = FamilyMember(92, Actor.SECOND_PARENT, "Данияр С•••")
ALONE = FamilyCard(21, "Арман", Actor.PARENT, invites=MEMBERS)


def entrusted_card(role: Actor = Actor.DELEGATE, voucher: VoucherCard | None = None, **changes: Any) -> EntrustedCard:
    """Arman's application, entrusted to the account."""
    values: dict[str, Any] = {"application": 21, "state": "queued", "place": 13}
    return EntrustedCard(91, role, "Арман", voucher=voucher, **(values | changes))


def family_facts(
    children: tuple[ChildCard, ...] = (), card: FamilyCard | None = ALONE, *entrusted: EntrustedCard
) -> dict[Any, Any]:
    """Who sees an application, what is entrusted to the account, and with whom its children are offered places."""
    vouchers = {one.application: one.voucher for one in entrusted}
    first = children[0] if children else None
    return {
        MyFamily: card,
        Entrusted: entrusted,
        VoucherOf: lambda query: vouchers.get(query.application),
        Twins: lambda query: _twins(children, query.child) if first else None,
    }


def _twins(children: tuple[ChildCard, ...], child: int) -> TwinsCard | None:
    known = next((one for one in children if one.id == child), None)
    others = tuple(Sibling(one.id, one.person.first_name) for one in children if one.id != child)
    return TwinsCard(child, known.person.first_name, possible=others) if known else None
