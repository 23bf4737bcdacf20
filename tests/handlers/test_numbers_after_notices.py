"""A number typed after a notification means its button, until the next screen is shown."""

from __future__ import annotations

from dialogs.message import Choice, Message
from handlers.telling import Moment, notify, post
from locales.text import verbatim
from tests.handlers.neighbours import registered
from tests.handlers.town import Phone, Town


async def told(town: Town, phone: Phone) -> None:
    """News from elsewhere, such as a deadline, with a button that opens the menu."""
    account = await phone.account()
    async with town.database.transaction("news") as uow:
        news = Message(verbatim("News"), (Choice("menu.0", verbatim("See the menu"), action=True),), purpose="N13")
        await post(uow, await notify(Moment(uow, town.office, town.clock.now()), account.id, news, "application:1"))
    await town.settle()
    phone.hears("News", "[See the menu]")


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
