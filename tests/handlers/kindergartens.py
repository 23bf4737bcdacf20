"""A city whose kindergartens have open places, families that choose among them, and the employees who answer."""

from __future__ import annotations

from typing import Any

from enrolment.preschools import Group, Preschool
from enrolment.terms import InstructionLanguage, QueueType, Role
from handlers.catalogue import replace_catalogue
from handlers.invitations import Invitee
from handlers.telling import Moment
from storage.enrolment_requests import EnrolmentRequest
from storage.places import GroupPlaces
from storage.stored_voucher import StoredVoucher
from tests.handlers.staff.people import hired
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import accepted

BOTA, AIGUL, TULIP = "150140000002", "150140000011", "150140000028"
NAMES = {BOTA: "Бота", AIGUL: "Айгөлек", TULIP: "Тюльпан"}
MIDDLE = Group("Ортаңғы", 3, 4, 20)


def kindergarten(bin_: str = BOTA, *groups: Group, **changes: Any) -> Preschool:
    """A kindergarten of the general queue in Almaty that teaches in Kazakh."""
    known: dict[str, Any] = {
        "locality": "almaty",
        "address_kk": "Абай даңғылы, 10",
        "address_ru": "пр. Абая, 10",
        "ownership": "state",
        "queue_types": (QueueType.GENERAL,),
        "languages": (InstructionLanguage.KAZAKH,),
        "contract_channel": "electronic",
    }
    name = NAMES.get(bin_, bin_)
    return Preschool(bin_, f"«{name}»", f"Детский сад «{name}»", **{**known, **changes}, groups=groups or (MIDDLE,))


async def city(town: Town, *kindergartens: Preschool) -> None:
    """The catalogue says this and nothing else."""
    async with town.database.transaction("catalogue") as uow:
        await replace_catalogue(Moment(uow, town.office, town.clock.now()), kindergartens)
    await town.deliver()


async def opens(town: Town, bin_: str = BOTA, count: int = 1, group: int = 0) -> GroupPlaces:
    """The department opens so many places of the kindergarten's group, the youngest first."""
    async with town.database.transaction("opened") as uow:
        found = (await uow.places.of_preschool(bin_))[group]
        assert await uow.places.open(found.id, count, "staff:1", town.clock.now())
    return found


async def left(town: Town, bin_: str = BOTA) -> list[tuple[int, int]]:
    """The free and the open places of the kindergarten's groups."""
    async with town.database.reading() as uow:
        return [(one.free, one.opened) for one in await uow.places.of_preschool(bin_)]


async def employee(town: Town, chat: str = "801", name: str = "Омарова Сауле", bin_: str = BOTA) -> Phone:
    """Somebody who works for the kindergarten, everything read."""
    phone = await hired(town, chat, name, Invitee(Role.PRESCHOOL_EMPLOYEE, "almaty", bin_))
    return phone.forgets()


async def chooses(phone: Phone) -> Phone:
    """The family has begun to choose, from the menu."""
    await phone.says("menu")
    await phone.picks("My vouchers")
    await phone.picks("Арман")
    return await phone.picks("Choose kindergarten")


async def asks(town: Town, chat: str = "1001", **wishes: Any) -> tuple[Phone, StoredVoucher]:
    """A family that has asked the only kindergarten with a place, everything read."""
    phone, one = await accepted(town, chat, **wishes)
    await chooses(phone)
    await phone.picks("Confirm")
    return phone.forgets(), one


async def request_of(town: Town, one: StoredVoucher) -> EnrolmentRequest:
    """The voucher's latest request."""
    async with town.database.reading() as uow:
        return (await uow.requests.of_voucher(one.id))[0]


async def rows_of_request(town: Town, request: EnrolmentRequest) -> list[str]:
    """The rows of G.3 by which the request came where it is; the chain is verified."""
    async with town.database.reading() as uow:
        assert await uow.events.verify(f"request:{request.id}")
        return [(event.details or {})["row"] for event in await uow.events.history(f"request:{request.id}")]
