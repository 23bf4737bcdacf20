"""People of the town who write to the parents' bot, a registry that knows some of them, and the SMS they get."""

from __future__ import annotations

import re
from typing import Any

from dialogs.effects import AddChild, Effect, Person, SubmitApplication
from dialogs.inputs import Fine, Refused
from enrolment.preschools import Group, Preschool
from enrolment.terms import InstructionLanguage, QueueType
from handlers.book import Outcome, perform
from handlers.outside_work import task_done
from simulator.people import AIGERIM, ALIKHAN
from simulator.registry import child_answer, person_answer
from simulator.wire import Refused as RegistryRefused
from storage.tasks import TaskRow
from tests.handlers.town import LEASE, Phone, Town

PHONE, IIN, CHILD_IIN = str(AIGERIM.phone), AIGERIM.iin, ALIKHAN.iin
OTHER_PHONE, OTHER_IIN = "+77010000009", "880719300000"
_MEANING = {404: "unknown", 409: "not_related"}


async def newcomer(town: Town, chat: str = "1001", *, language: str = "English", channel: str = "telegram") -> Phone:
    """Somebody who has chosen language and city and stands in the menu, everything read."""
    phone = town.phone(channel, chat)
    await phone.says("/start")
    await phone.picks(language)
    await phone.picks("Almaty" if language == "English" else "Алматы")
    return phone.hears()


async def begins_registration(town: Town, phone: Phone, number: str = PHONE, iin: str = IIN) -> Phone:
    """Shares the phone, types the IIN and consents; the registry answers where there is one."""
    await phone.picks("Register")
    await phone.sends({"contact": {"phone": number, "own": True}})
    await phone.says(iin)
    await phone.picks("I agree")
    await work_outside(town)
    return phone


async def registers(town: Town, chat: str = "1001", number: str = PHONE, iin: str = IIN) -> Phone:
    """A newcomer who registers to the end, everything still to be read; types the data where the registry has none."""
    phone = await begins_registration(town, await newcomer(town, chat), number, iin)
    if not any(choice.label == "Register" for choice in phone.heard[-1].choices):
        await phone.says("Оспанова Айгерім Серікқызы")
    return await phone.picks("Register")


async def registered(town: Town, chat: str = "1001", number: str = PHONE, iin: str = IIN) -> Phone:
    """A registered parent who stands in the menu, everything read."""
    phone = await registers(town, chat, number, iin)
    return (await phone.says("menu")).hears()


async def registered_by_number(town: Town, number: str = PHONE, iin: str = IIN) -> Phone:
    """A registered parent on WhatsApp, whose number the channel vouches for, in the menu, everything read."""
    phone = await newcomer(town, number, channel="whatsapp")
    await phone.picks("Register")
    await phone.picks("Use this number")
    await phone.says(iin)
    await phone.picks("I agree")
    await work_outside(town)
    if not any(choice.label == "Register" for choice in phone.heard[-1].choices):
        await phone.says("Оспанова Айгерім Серікқызы")
    await phone.picks("Register")
    return (await phone.says("menu")).hears()


async def link_code(phone: Phone) -> str:
    """The code that this phone shows for another chat."""
    await phone.says("menu")
    for label in ("Profile", "My chats", "Connect a chat", "Get a code"):
        await phone.picks(label)
    found = re.search(r"Your code: (\S+)", "\n".join(message.text for message in phone.heard))
    assert found is not None, phone.last
    phone.hears()
    return found[1]


async def connected_to(phone: Phone, new: Phone) -> Phone:
    """The new chat joins the account of the phone, everything read on both."""
    await new.says(await link_code(phone))
    await phone.picks("Yes, it is me")
    phone.hears("Connected:")
    return new.hears("This chat belongs to your account now.")


async def parent_with_child(town: Town, chat: str = "1001") -> tuple[Phone, int]:
    """A registered parent and the id of a child of theirs, born on 15 March 2022."""
    phone = await registered(town, chat)
    added = await does(
        town, phone, AddChild(CHILD_IIN, None, Person("Оспанов", "Алихан", "", ALIKHAN.birth_date), "none")
    )
    assert isinstance(added, Fine)
    phone.hears()
    return phone, int(added.value.result)


async def does(town: Town, phone: Phone, effect: Effect) -> Outcome:
    """Carry out an effect at the desk of that phone."""
    outcome: Outcome = await town.at_desk(phone, lambda desk: perform(desk, effect))
    return outcome


def why(outcome: Outcome) -> str:
    """The words of a refusal, in English."""
    assert isinstance(outcome, Refused), outcome
    return str(outcome.why)


async def tasks(town: Town) -> list[TaskRow]:
    """What waits to be done outside, taken by the caller."""
    now = await town.database.lease_now()
    async with town.database.transaction("tasks") as uow:
        return await uow.tasks.claim(20, now, LEASE)


async def work_outside(town: Town, *, registry_down: bool = False) -> list[str]:
    """Do what waits outside as the program does, again and again until nothing waits; returns the SMS that went out."""
    sent: list[str] = []
    while waiting := await tasks(town):
        for task in waiting:
            if task.kind == "sms":
                sent.append(task.payload["text"])
            result = {"status": "sent"} if task.kind == "sms" else registry_says(task, down=registry_down)
            await task_done(town.database, town.office, task, result)
        await town.settle()
    return sent


def registry_says(task: TaskRow, *, down: bool = False) -> dict[str, Any]:
    """The simulator's registry, as the program hears it."""
    if down:
        return {"status": "unavailable"}
    ask = person_answer if task.kind == "registry_person" else child_answer
    try:
        return {
            **ask({k: v for k, v in task.payload.items() if k in {"iin", "phone", "parent_iin"}}),
            "status": "found",
        }
    except RegistryRefused as refused:
        return {"status": _MEANING[refused.status]}


async def code_of(town: Town) -> str:
    """The digits of the SMS that waits to be sent."""
    (text,) = await work_outside(town)
    found = re.search(r"\d{6}", text)
    assert found is not None, text
    return found[0]


def kindergarten(bin_: str = "150140000002", name: str = "Балапан", **wishes: Any) -> Preschool:
    """A kindergarten in Almaty for every queue, with one group of twenty."""
    known: dict[str, Any] = {
        "locality": "almaty",
        "address_kk": "Абай көшесі, 1",
        "address_ru": "улица Абая, 1",
        "ownership": "state",
        "queue_types": tuple(QueueType),
        "languages": (InstructionLanguage.KAZAKH,),
        "contract_channel": "both",
        "groups": (Group("Күншуақ", 2.0, 5.5, 20),),
    }
    return Preschool(bin=bin_, name_kk=name, name_ru=name, **{**known, **wishes})


async def stock(town: Town, *preschools: Preschool) -> None:
    """The catalogue says exactly this."""
    async with town.database.transaction("catalogue") as uow:
        await uow.catalogue.replace(preschools, town.clock.now())


def application(child: int, queue: QueueType = QueueType.GENERAL, **wishes: Any) -> SubmitApplication:
    """A complete application to the only kindergarten of `stock`, without documents."""
    known: dict[str, Any] = {
        "locality": "almaty",
        "preschools": ("150140000002",),
        "language": InstructionLanguage.KAZAKH,
        "consent_version": "2026-01",
        "consent_at": "2026-11-23T10:00:00+05:00",
    }
    return SubmitApplication(queue=queue, child=child, **{**known, **wishes})
