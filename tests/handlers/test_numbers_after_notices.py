"""A number typed after a notification means its button, until the next screen is shown."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from dialogs.message import Choice, Message
from handlers.fallback import fall_back
from handlers.review_deadlines import Fired
from handlers.telling import FALLBACK, Moment, notify, post
from handlers.turns import Turns
from locales.text import verbatim
from storage.chat_tables import chat_notice
from tests.handlers.neighbours import PHONE, connected_to, link_code, newcomer, registered
from tests.handlers.town import Phone, Town, shown


async def told(town: Town, phone: Phone) -> None:
    """News from elsewhere, which has come."""
    await tell(town, phone)
    await town.settle()
    phone.hears("News", "[See the menu]")


async def tell(town: Town, phone: Phone, words: str = "News") -> None:
    """News from elsewhere, such as a deadline, with a button that opens the menu; yet to be delivered."""
    account = await phone.account()
    async with town.database.transaction("news") as uow:
        news = Message(verbatim(words), (Choice("menu.0", verbatim("See the menu"), action=True),), purpose="N13")
        await post(uow, await notify(Moment(uow, town.office, town.clock.now()), account.id, news, "application:1"))


async def test_the_number_on_the_last_message_is_the_one_that_counts(town: Town) -> None:
    phone = await registered(town)
    await phone.picks("Help")
    phone.hears("[EDS key]")
    await told(town, phone)
    await phone.says("1")
    phone.hears("Next step: add your child.").hears_not("electronic signature")
    await phone.says("1")
    phone.hears("Type the child's IIN")


async def test_a_label_typed_after_a_notification_works_too(town: Town) -> None:
    phone = await registered(town)
    await phone.picks("Help")
    await told(town, phone)
    await phone.says("see the menu")
    phone.hears("Next step: add your child.")


async def test_anything_else_goes_on_where_one_was(town: Town) -> None:
    phone = await registered(town)
    await phone.picks("Add a child")
    await told(town, phone)
    await phone.says("220315500104")
    phone.hears("surname, name and patronymic")
    await phone.says("1")
    phone.hears("letters only").hears_not("Next step")


async def test_a_number_after_a_notification_in_the_middle_of_a_dialog_is_asked_about(town: Town) -> None:
    phone = await registered(town)
    await phone.picks("Add a child")
    await phone.says("cancel")
    phone.hears("[Go on]")
    await told(town, phone)
    await phone.says("1")
    phone.hears("A message has come after this question.", "press its button: See the menu.").hears_not("Next step")
    await phone.says("1")
    phone.hears("Type the child's IIN").hears_not("A message has come")


async def test_the_notification_that_came_into_a_dialog_is_answered_by_its_name(town: Town) -> None:
    phone = await registered(town)
    await phone.picks("Add a child")
    await told(town, phone)
    await phone.says("see the menu")
    phone.hears("Next step: add your child.")


async def turns(town: Town) -> None:
    """Every turn that waits, while nothing is delivered."""
    while await Turns(town.database, town.office).take():
        pass


async def menu_in(town: Town) -> Phone:
    """A registered parent whose menu begins with adding a child."""
    phone = await registered(town)
    await phone.says("menu")
    return phone.hears("[Add a child]")


@pytest.mark.rule("E-38")
async def test_a_number_never_lets_another_chat_in(town: Town) -> None:
    phone, thief = await menu_in(town), await newcomer(town, "6666")
    await thief.says(await link_code(phone))
    for typed in ("1", "1.", "2"):
        await phone.says(typed)
        phone.hears("write the whole name of the button: Yes, it is me, No, refuse.")
    assert (await thief.account()).registered_at is None
    await phone.says("no, refuse")
    phone.hears("Refused.")


@pytest.mark.rule("E-38")
async def test_a_question_that_has_not_come_yet_is_not_answered(town: Town) -> None:
    phone, thief = await registered(town), await newcomer(town, "6666")
    code = await link_code(phone)
    await phone.says("menu")
    phone.hears("[Add a child]")
    await thief.writes({"said": code})
    await turns(town)
    for typed in ("1", "yes, it is me"):
        await phone.writes({"said": typed})
        await turns(town)
    await town.deliver()
    assert (await thief.account()).registered_at is None
    assert "New child" in shown(next(message for message in phone.heard if "IIN" in message.text))


async def test_a_number_that_was_typed_before_the_notification_came_means_the_screen(town: Town) -> None:
    phone = await menu_in(town)
    await phone.writes({"said": "1"})
    town.clock.move(seconds=1)
    await tell(town, phone)
    await town.deliver()
    await turns(town)
    await town.deliver()
    phone.hears("News", "Type the child's IIN")


async def test_a_number_in_one_chat_does_not_answer_what_another_chat_was_told(town: Town) -> None:
    phone = await menu_in(town)
    other = await connected_to(phone, await newcomer(town, PHONE, channel="whatsapp"))
    await other.says("menu")
    town.clock.move(seconds=1)
    await phone.says("menu")
    await phone.picks("Help")
    await told(town, phone)
    await other.says("1")
    other.hears("EDS key").hears_not("Next step")
    await phone.says("1")
    phone.hears("Next step: add your child.")


async def test_what_goes_to_the_other_chat_later_is_answered_by_number_there(town: Town) -> None:
    phone = await menu_in(town)
    other = await connected_to(phone, await newcomer(town, PHONE, channel="whatsapp"))
    await other.says("menu")
    await phone.says("Help")
    phone.forgets()
    other.forgets()
    phone.reached = False
    await tell(town, phone)
    await town.deliver()
    town.clock.move(days=1)
    async with town.database.transaction("fallback") as uow:
        for due in await uow.deadlines.due(town.clock.now(), 10):
            if due.kind == FALLBACK:
                await fall_back(Fired(uow, town.office, town.clock.now(), due))
    await town.deliver()
    other.hears("News", "[See the menu]")
    await other.says("1")
    other.hears("Next step: add your child.")


async def test_while_nobody_knows_whether_it_has_come_the_number_is_asked_again(town: Town) -> None:
    phone = await menu_in(town)
    phone.reached = False
    await tell(town, phone)
    await town.deliver()
    phone.reached = True
    await phone.says("1")
    phone.hears("write the whole name of the button: See the menu.").hears_not("IIN")
    await phone.says("See the menu")
    phone.hears("Next step: add your child.")
    await phone.says("1")
    phone.hears("Type the child's IIN")


async def test_one_that_is_held_back_does_not_take_the_number_of_the_one_before(town: Town) -> None:
    phone = await menu_in(town)
    await told(town, phone)
    await tell(town, phone, "Later")
    await phone.writes({"said": "1"})
    await turns(town)
    await town.deliver()
    phone.hears("Later", "Next step: add your child.").hears_not("IIN")


async def test_only_the_last_ones_are_kept(town: Town) -> None:
    phone = await menu_in(town)
    for news in ("One", "Two", "Three"):
        await tell(town, phone, news)
        await town.deliver()
    async with town.database.reading() as uow:
        assert (await uow.connection.execute(select(func.count()).select_from(chat_notice))).scalar_one() == 2
    await phone.says("menu")
    async with town.database.reading() as uow:
        assert (await uow.connection.execute(select(func.count()).select_from(chat_notice))).scalar_one() == 0
