"""The account's own data: seen, corrected, and given up. S1-65, edges 35 and 40."""

from __future__ import annotations

from dialogs.effects import ChangePerson, ChangePhone, DeleteMyData
from dialogs.inputs import Fine, Refused
from dialogs.message import Message
from dialogs.page import Finish, Go
from dialogs.queries import MyProfile, Profile
from enrolment.application import ApplicationState
from enrolment.phones import shown
from enrolment.terms import FormField
from handlers.book import Outcome, answers, performs
from handlers.cards import shown_person, stored_person
from handlers.contract_changes import note_changed_data
from handlers.contract_forgetting import forget_contracts, forget_papers
from handlers.desk import Desk
from handlers.family import leave_everything
from locales.text import Text, _, joined, n_, verbatim

NOT_REGISTERED = _("Please register first.")
TOOK_OVER = "took_over"


@answers(MyProfile)
async def my_profile(desk: Desk, query: MyProfile) -> Profile | None:
    """What the account says of its owner; an IIN that another account has proved is empty."""
    mine = desk.account
    if mine.registered_at is None:
        return None
    return Profile(shown_person(mine.person), mine.phone or "", mine.iin or "", mine.iin_proof, mine.registered_at)


@performs(ChangePerson)
async def change_person(desk: Desk, effect: ChangePerson) -> Outcome:
    """Correct the names and the birth date; what they were before stays in the account's sealed log."""
    if desk.account.registered_at is None:
        return Refused(NOT_REGISTERED)
    before = shown_person(desk.account.person)
    await desk.save_account(person=stored_person(effect.person))
    old = {"last_name": before.last_name, "first_name": before.first_name, "middle_name": before.middle_name}
    await desk.uow.events.append(desk.actor, desk.actor, None, "person_changed", at=desk.now, details=old)
    if old != {name: getattr(effect.person, name) for name in old}:
        await note_changed_data(desk, desk.account.id, frozenset({FormField.PARENT_NAME}), desk.actor)
    return _done(_("Your data are changed."))


@performs(ChangePhone)
async def change_phone(desk: Desk, effect: ChangePhone) -> Outcome:
    """Another phone, which the dialog has proved."""
    if desk.account.registered_at is None:
        return Refused(NOT_REGISTERED)
    old = {"phone": desk.account.phone}
    await desk.save_account(phone=effect.phone, phone_proved_at=desk.now)
    await desk.uow.events.append(desk.actor, desk.actor, None, "phone_changed", at=desk.now, details=old)
    if old["phone"] != effect.phone:
        await note_changed_data(desk, desk.account.id, frozenset({FormField.PHONE_PRIMARY}), desk.actor)
    return _done(_("Your phone is now {phone}.", phone=verbatim(shown(effect.phone))))


@performs(DeleteMyData)
async def delete_my_data(desk: Desk, effect: DeleteMyData) -> Outcome:
    """Erase what the law does not keep; not while an application is under way (edge 40)."""
    applications = await desk.uow.applications.of_account(desk.account.id)
    active = [one.number for one in applications if one.active]
    if active:
        return Refused(
            _(
                "An application is under way: {numbers}. Withdraw it first, then delete your data.",
                numbers=joined(*map(verbatim, active), separator=", "),
            )
        )
    ended = [one.id for one in applications if one.state is ApplicationState.ARCHIVED]
    await leave_everything(desk)
    await _erase(desk, ended)
    for chat in await desk.other_chats():
        desk.say_in(chat, Message(_("Your account was deleted in another chat of yours, {moment}.", moment=desk.now)))
    await desk.close_account()
    days = desk.office.profile.privacy.retention_days
    return Fine(Finish(notes=(Message(farewell(days)),), then=Go("menu")))


def farewell(retention_days: int) -> Text:
    """What is gone, what stays, and why."""
    return joined(
        _("Your data are deleted: name, phone, IIN, children, documents and messages to support."),
        _("The law makes me keep numbers, dates and decisions of applications; they do not name you."),
        n_(
            "The messages of this chat are erased {count} day after they were sent.",
            "The messages of this chat are erased {count} days after they were sent.",
            retention_days,
        ),
    )


async def _erase(desk: Desk, ended: list[int]) -> None:
    """Everything of the account but completed applications, whose contract the law keeps."""
    uow, account = desk.uow, desk.account.id
    await uow.prepared.erase(account)
    for paper in await uow.papers.of_account(account):
        if paper.application_id is None or paper.application_id in ended:
            await forget_papers(desk, [paper.id])
    await forget_contracts(desk, account)
    await uow.files.delete_loose_of(account)
    await uow.tasks.end_all(account, desk.now)
    await uow.children.erase(account, desk.now)
    await uow.applications.erase(account)
    await uow.requisites.erase(account)
    await uow.notifications.erase(account)
    await uow.support.erase(account)
    await uow.feedback.erase(account)
    for subject in (*await _own_subjects(desk, desk.actor), *(f"application:{one}" for one in ended)):
        await uow.events.forget(subject)
    await uow.events.append(f"account:{account}", f"account:{account}", None, "erased", at=desk.now)


async def _own_subjects(desk: Desk, subject: str) -> list[str]:
    """The log of the account, and those of accounts that became a part of it."""
    history = await desk.uow.events.history(subject)
    merged = [f"account:{one.details['account']}" for one in history if one.to == TOOK_OVER and one.details]
    return [subject, *[each for one in merged for each in await _own_subjects(desk, one)]]


def _done(text: Text) -> Fine:
    return Fine(Finish(notes=(Message(text),), then=Go("profile")))
