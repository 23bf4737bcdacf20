"""Families of the city: born by the seed, registered in bulk, because a registration is talk and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from dialogs.inputs import Page
from enrolment.profile import Profile
from enrolment.terms import DocumentKind, InstructionLanguage, QueueType, Sex
from storage.accounts import Account
from storage.children import Child
from storage.file_records import FileRecord
from storage.people import Person
from storage.schema import new_id
from storage.uow import Uow
from tests.city.town_plan import LOCALITIES

FIRST_DAY = date(2026, 1, 5)
DAYS = 365
MOTHER = Person("Серікова", "Әлия", "", date(1991, 12, 5), Sex.FEMALE)
PRIVILEGES = ("military", "disability", "large_family", "teacher")
PROOFS = {
    QueueType.SANATORIUM: DocumentKind.PHTHISIATRICIAN_CONCLUSION,
    QueueType.CORRECTIONAL: DocumentKind.PMPC_CONCLUSION,
}


@dataclass(slots=True)
class Kid:
    """A child as its parents know it, and on which day of the year they apply."""

    number: int
    born: date
    applies_on: int
    locality: str
    language: InstructionLanguage
    queues: tuple[QueueType, ...]
    privilege: str | None = None
    id: int = 0
    account: int = 0


@dataclass(slots=True)
class Family:
    """The children of one parent: one, or twins."""

    number: int
    kids: list[Kid]


def families(children: int, seed: int) -> list[Family]:
    """All families of the year, the first to apply first; one child in seven is born in this year."""
    chance, count = Random(seed), 0
    found: list[Family] = []
    while count < children:
        twins = chance.random() < 0.02 and count + 1 < children
        first = _kid(chance, count + 1)
        kids = [first, replace(first, number=count + 2)] if twins else [first]
        found.append(Family(len(found) + 1, kids))
        count += len(kids)
    return sorted(found, key=lambda one: (one.kids[0].applies_on, one.number))


def _kid(chance: Random, number: int) -> Kid:
    if chance.random() < 1 / 7:
        day = chance.randrange(DAYS - 40)
        born, applies_on = FIRST_DAY + timedelta(days=day), day + 5 + chance.randrange(30)
    else:
        born = date(2021, 2, 1) + timedelta(days=chance.randrange(1750))
        applies_on = int(chance.random() ** 1.6 * (DAYS - 30))
    queues, privilege = _queues(chance)
    locality = chance.choices(list(LOCALITIES), list(LOCALITIES.values()))[0]
    language = InstructionLanguage.KAZAKH if chance.random() < 0.7 else InstructionLanguage.RUSSIAN
    return Kid(number, born, applies_on, locality, language, queues, privilege)


def _queues(chance: Random) -> tuple[tuple[QueueType, ...], str | None]:
    drawn = chance.random()
    if drawn < 0.05:
        return (QueueType.SANATORIUM,), None
    if drawn < 0.07:
        return (QueueType.CORRECTIONAL,), None
    if drawn < 0.09:
        return (QueueType.GENERAL, QueueType.SANATORIUM), None
    return (QueueType.GENERAL,), chance.choice(PRIVILEGES) if drawn < 0.16 else None


async def register(uow: Uow, ones: Sequence[Family], profile: Profile, now: datetime) -> None:
    """Accounts with their chats and children, as a registration leaves them."""
    pairs = {("telegram", str(one.number)): one for one in ones}
    addresses = await uow.accounts.at(list(pairs), now)
    accounts = await uow.accounts.load([address.account_id for address in addresses.values()])
    for pair, family in pairs.items():
        account = accounts[addresses[pair].account_id]
        await uow.accounts.save(_registered(account, family, profile, now))
        for kid in family.kids:
            person = Person("Серіков", f"Бала{kid.number % 97}", "", kid.born, Sex.MALE)
            document = f"N{kid.number:08}"
            child = Child(account.id, person, kid.born.year, "registry", now, document_number=document)
            kid.account, kid.id = account.id, (await uow.children.add(child)).id


def _registered(account: Account, family: Family, profile: Profile, now: datetime) -> Account:
    kid = family.kids[0]
    consent: dict[str, Any] = {"consent_version": profile.privacy.data_policy_version, "consent_at": now}
    known: dict[str, Any] = {
        "locale": ("kk", "ru")[family.number % 2],
        "locality": kid.locality,
        "person": MOTHER,
        "iin": f"{family.number:012}",
        **consent,
    }
    return replace(account, registered_at=now, phone=f"+7701{family.number:07}", phone_proved_at=now, **known)


async def proof(uow: Uow, account: int, now: datetime) -> Page:
    """A photo of a document that the parent has sent; nobody opens it here."""
    record = FileRecord(new_id(), account, "photo", "image/jpeg", 5, bytes(32), bytes(60), now)
    await uow.files.add(record)
    return Page(record.id, "image/jpeg", 1)
