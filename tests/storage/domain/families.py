"""Families of synthetic people, put into a database in the fewest words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from enrolment.application_states import ApplicationState as State
from enrolment.application_states import ArchiveReason, Transition
from enrolment.terms import QueueType, Role, Sex
from storage.accounts import Account, Accounts
from storage.applications import Application, Applications
from storage.children import Child, Children
from storage.people import Person
from storage.staff import Staff, StaffMember
from storage.uow import Uow

NOW = datetime(2026, 9, 1, 4, tzinfo=UTC)
MOTHER = Person("Оспанова", "Айгүл", "Маратқызы", date(1991, 12, 5), Sex.FEMALE)
BOY = Person("Оспанов", "Әлихан", "", date(2022, 3, 15), Sex.MALE)
MOTHER_IIN = "911205400003"
FATHER_IIN = "880719300000"
BOY_IIN = "220315500000"
GIRL_IIN = "211102600109"
PHONE = "+77011234567"

SENT = Transition("A2", State.DRAFT, State.DOCS_PENDING)
CONFIRMED = Transition("A6", State.DOCS_PENDING, State.QUEUED)
PLACE_OFFERED = Transition("A9", State.QUEUED, State.IN_PROCESS)
WITHDRAWN = Transition("A17", State.QUEUED, State.ARCHIVED, ArchiveReason.WITHDRAWN)


def later(**span: float) -> datetime:
    """A moment after NOW."""
    return NOW + timedelta(**span)


async def stranger(uow: Uow, chat: str = "1001", channel: str = "telegram") -> Account:
    """Somebody who has just written for the first time."""
    accounts = Accounts(uow)
    address = (await accounts.at([(channel, chat)], NOW))[channel, chat]
    return (await accounts.load([address.account_id]))[address.account_id]


async def mother(uow: Uow, chat: str = "1001", **changes: Any) -> Account:
    """A registered parent; give another chat for another parent."""
    known = {"phone": PHONE, "phone_proved_at": NOW, "iin": MOTHER_IIN, "person": MOTHER, "registered_at": NOW}
    one = replace(await stranger(uow, chat), **{**known, **changes})
    await Accounts(uow).save(one)
    return one


async def boy(uow: Uow, account_id: int, iin: str = BOY_IIN) -> Child:
    """A child of that account."""
    return await Children(uow).add(Child(account_id, BOY, 2022, "registry", NOW, iin=iin))


@dataclass
class Kindergarten:
    """Puts whole queues into the database: a parent, a child and an application a call."""

    uow: Uow
    count: int = 0

    async def child(self, key: bytes | None = None) -> tuple[Child, bytes]:
        """A child of a parent whom nobody else has."""
        self.count += 1
        parent = await stranger(self.uow, f"9{self.count:05}")
        child = await Children(self.uow).add(
            Child(parent.id, BOY, 2022, "typed_unknown", NOW, document_number=f"N{self.count:08}")
        )
        return child, key or child.key

    async def applies(self, *, key: bytes | None = None, **wishes: Any) -> Application:
        """An application of a new child; it stands in the sanatorium queue unless the wishes say something else."""
        child, child_key = await self.child(key)
        one = unsent(child.account_id, child.id, child_key)
        known = {"number": f"S-2026-{self.count:06}", "state": State.QUEUED, "submitted_at": NOW}
        one = replace(one, **{**known, **wishes})
        await Applications(self.uow).add(one)
        return one


async def employee(uow: Uow, chat: str = "7001", **changes: Any) -> StaffMember:
    """A phthisiatrician in Almaty, unless the changes say something else."""
    account = await stranger(uow, chat, "staff")
    one = StaffMember(account.id, Role.PHTHISIATRICIAN, "Сериков Б.", NOW, locality="almaty")
    return await Staff(uow).join(replace(one, **changes))


def unsent(account_id: int, child_id: int, key: bytes) -> Application:
    """An application that is ready to be sent."""
    return Application(
        number="S-2026-000001",
        account_id=account_id,
        child_id=child_id,
        child_key=key,
        state=State.DRAFT,
        queue_type=QueueType.SANATORIUM,
        locality="almaty",
        birth_year=2022,
        iteration=1,
        category=3,
        profile="unified",
        profile_version="2026-01-01",
        created_at=NOW,
    )
