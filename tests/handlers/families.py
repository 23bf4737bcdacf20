"""A child with a second parent and a delegate, in the fewest words."""

from __future__ import annotations

import re
from dataclasses import replace

from enrolment.voucher_states import Actor
from storage.applications import Application
from storage.people import Person
from tests.handlers.staff.people import parent
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import queued

FATHER_IIN, AUNT_IIN = "880719300107", "911205400003"
INVITES = {Actor.SECOND_PARENT: "Add second parent", Actor.DELEGATE: "Add a delegate"}
NAMES = {Actor.SECOND_PARENT: ("Данияр", "Серіков"), Actor.DELEGATE: ("Гүлнар", "Ахметова")}


async def relative(town: Town, chat: str, role: Actor, *, proved: bool = True) -> Phone:
    """Somebody with an account of their own, everything read."""
    phone = await parent(town, chat)
    account = await phone.account()
    first, last = NAMES[role]
    iin = FATHER_IIN if role is Actor.SECOND_PARENT else AUNT_IIN
    known = proved and role is Actor.SECOND_PARENT
    async with town.database.transaction("relative") as uow:
        changed = replace(account, person=Person(last, first), iin=iin, phone="+77010000009")
        await uow.accounts.save(replace(changed, iin_proof="registry" if known else "none"))
    return phone.forgets()


async def invited(phone: Phone, role: Actor) -> str:
    """The code that the applicant reads aloud."""
    phone.forgets()
    await phone.says("menu")
    await phone.picks("My applications")
    await phone.picks("Арман")
    await phone.picks("Family")
    await phone.picks(INVITES[role])
    await phone.picks("Get a code")
    said = "\n".join(message.text for message in phone.heard)
    found = re.search(r"The code: (\S+)", said)
    assert found, said
    return found[1]


async def types(phone: Phone, code: str) -> Phone:
    """The code where it is asked for."""
    await phone.says("menu")
    await phone.picks("My children")
    await phone.picks("Entrusted to me")
    await phone.picks("I have a code")
    return await phone.says(code)


async def let_in(town: Town, applicant: Phone, chat: str, role: Actor) -> Phone:
    """Somebody joined some time ago, everything read on both phones."""
    member = await relative(town, chat, role)
    await types(member, await invited(applicant, role))
    applicant.hears("Somebody has typed your code")
    await applicant.picks("Yes, let in")
    member.hears("You are let in. Child: Арман.")
    applicant.forgets()
    return member.forgets()


async def circle(town: Town) -> tuple[Phone, Phone, Phone, Application]:
    """Applicant, second parent, delegate, and the application in the queue."""
    mother, application = await queued(town)
    father = await let_in(town, mother, "1002", Actor.SECOND_PARENT)
    aunt = await let_in(town, mother, "1003", Actor.DELEGATE)
    return mother, father, aunt, application
