"""Colleagues who joined and families who applied, in the fewest words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from dialogs.effects import Effect
from dialogs.inputs import Fine, Refused
from enrolment.application import ApplicationState
from enrolment.terms import DocumentKind, QueueType, Role, Sex
from handlers.book import perform
from handlers.desk import Desk
from handlers.invitations import Invitee, invite
from handlers.moving import subject_of
from handlers.reviewing import open_review
from storage.applications import Application
from storage.children import Child
from storage.file_records import FileRecord
from storage.papers import Paper
from storage.people import Person
from storage.schema import new_id
from storage.staff import StaffMember
from tests.handlers.town import Phone, Town

MOTHER = Person("Серікова", "Әлия", "", date(1991, 12, 5), Sex.FEMALE)
BOY = Person("Серіков", "Арман", "", date(2023, 3, 15), Sex.MALE)


async def joined(town: Town, chat: str, name: str, invitee: Invitee) -> Phone:
    """Somebody who has just joined with a code, at the menu, everything read."""
    async with town.database.transaction("invite") as uow:
        code = await invite(uow, town.office.profile, invitee, town.clock.now())
    phone = town.phone("staff", chat)
    await phone.says("/start")
    await phone.picks("English")
    await phone.says(code)
    await phone.says(name)
    return phone.hears(name)


async def hired(town: Town, chat: str, name: str, invitee: Invitee) -> Phone:
    """Somebody who joined some time ago, at the menu, everything read."""
    phone = town.phone("staff", chat)
    account, now = await phone.account(), town.clock.now()
    async with town.database.transaction("hired") as uow:
        await uow.accounts.save(replace(account, locale="en"))
        await uow.staff.join(StaffMember(account.id, invitee.role, name, now, invitee.locality, invitee.preschool_bin))
    await phone.says("menu")
    return phone.hears(name)


async def doctor(town: Town, chat: str = "501", name: str = "Ахметова Дана", locality: str = "almaty") -> Phone:
    """A phthisiatrician."""
    return await hired(town, chat, name, Invitee(Role.PHTHISIATRICIAN, locality))


async def department(town: Town, chat: str = "601", locality: str = "almaty") -> Phone:
    """Somebody of the education department."""
    return await hired(town, chat, "Петрова Анна", Invitee(Role.EDUCATION_DEPARTMENT, locality))


async def administrator(town: Town, chat: str = "701", locality: str | None = None) -> Phone:
    """An administrator."""
    return await hired(town, chat, "Ким Виктор", Invitee(Role.ADMIN, locality))


async def parent(town: Town, chat: str = "1001", locale: str = "en") -> Phone:
    """A registered parent."""
    phone = town.phone("telegram", chat)
    account = await phone.account()
    async with town.database.transaction("parent") as uow:
        now = town.clock.now()
        await uow.accounts.save(replace(account, locale=locale, locality="almaty", person=MOTHER, registered_at=now))
    return phone


async def stored(town: Town, phone: Phone, content: bytes, mime: str, name: str = "file", **more: Any) -> int:
    """A file that came from that phone; `more` is what else its record says."""
    account, id_ = await phone.account(), new_id()
    written = await town.office.files.put(id_, content)
    async with town.database.transaction("file") as uow:
        columns = (written.size, written.sha256, written.wrapped_key, town.clock.now())
        record = FileRecord(id_, account.id, name, mime, *columns, **more)
        await uow.files.add(record)
    return id_


async def applies(town: Town, phone: Phone, pages: int = 1, **wishes: Any) -> Application:
    """A parent applies with a photo a page, and the staff are told; a sanatorium in Almaty unless wished otherwise."""
    photos = [await stored(town, phone, b"photo", "image/jpeg") for _page in range(pages)]

    async def submit(desk: Desk) -> Application:
        uow, now = desk.uow, desk.now
        document = f"N{new_id() % 10**8:08}"
        child = await uow.children.add(Child(desk.account.id, BOY, 2023, "registry", now, document_number=document))
        queue = QueueType(wishes.get("queue_type", QueueType.SANATORIUM))
        one = Application(
            number=await uow.applications.create_number(queue, now.year),
            account_id=desk.account.id,
            child_id=child.id,
            child_key=child.key,
            state=ApplicationState.DOCS_PENDING,
            queue_type=queue,
            locality="almaty",
            birth_year=2023,
            iteration=1,
            category=3,
            profile="unified",
            profile_version="1",
            created_at=now,
            submitted_at=now,
            details={"language": "kk", "rehabilitation": "tb_contact", "pages": pages},
        )
        one = replace(one, **wishes)
        await uow.applications.add(one)
        kind = DocumentKind.PHTHISIATRICIAN_CONCLUSION
        await uow.papers.add(Paper(desk.account.id, kind, tuple(photos), now, one.id))
        await uow.events.append(subject_of(one.id), f"account:{desk.account.id}", None, one.state, at=now)
        if one.state is ApplicationState.DOCS_PENDING:
            await open_review(desk, one)
        return one

    application: Application = await town.at_desk(phone, submit)
    return application


async def does(town: Town, phone: Phone, effect: Effect) -> Fine | Refused:
    """Carry out an effect for that phone, past all pages and dialogs."""
    outcome: Fine | Refused = await town.at_desk(phone, lambda desk: perform(desk, effect))
    return outcome


async def now_is(town: Town, application: Application) -> Application:
    """The application as it stands."""
    async with town.database.reading() as uow:
        found = await uow.applications.get(application.id)
    assert found is not None
    return found


async def events_of(town: Town, subject: str) -> list[tuple[str, str]]:
    """Who did what, from the event log; the chain is verified."""
    async with town.database.reading() as uow:
        assert await uow.events.verify(subject)
        return [(event.actor.partition(":")[0], event.to) for event in await uow.events.history(subject)]
