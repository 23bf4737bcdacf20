"""One account in two chats: a code shown in one, typed in the other, confirmed in the first; and back again."""

from __future__ import annotations

import secrets
from dataclasses import replace

import pytest
from sqlalchemy import select

from dialogs.effects import AnswerLink, IssueLinkCode, LinkByCode, OpenCase
from storage.chat_tables import chat_link
from storage.inbox import Arrival
from tests.handlers.neighbours import (
    CHILD_IIN,
    IIN,
    OTHER_IIN,
    OTHER_PHONE,
    PHONE,
    connected_to,
    does,
    link_code,
    newcomer,
    registered,
    registered_by_number,
    why,
)
from tests.handlers.town import Phone, Town

MASKED = "WhatsApp +7 701 ••• •• 01"


async def on_whatsapp(town: Town, number: str = PHONE, language: str = "English") -> Phone:
    return await newcomer(town, number, channel="whatsapp", language=language)


async def last_event(town: Town, phone: Phone) -> str:
    """What the log of the account says last."""
    account = await phone.account()
    async with town.database.reading() as uow:
        return (await uow.events.history(f"account:{account.id}"))[-1].to


@pytest.mark.rule("E-38")
async def test_a_parent_on_telegram_goes_on_on_whatsapp(town: Town) -> None:
    old, new = await registered(town), await on_whatsapp(town)
    account, guest = await old.account(), await new.account()
    code = await link_code(old)
    await new.picks("I have an account")
    await new.picks("I have a code")
    await new.says(code.lower())
    new.hears("I have asked in your other chat", "[Register]").hears_not("Айгерім", IIN)
    old.hears(f"Somebody wants to join your account from another chat: {MASKED}. Is it you?", "[Yes, it is me]")
    assert (await new.account()).id == guest.id
    await old.picks("Yes, it is me")
    old.hears(f"Connected: {MASKED}. Both chats have the same account now.", "My chats")
    new.hears("This chat belongs to your account now.", "My chats")
    old.hears(f"Telegram (this chat)\n{MASKED}\n")
    new.hears(f"{MASKED} (this chat)\n").hears_not("Telegram (this chat)")
    assert (await new.account()).id == (await old.account()).id == account.id
    async with town.database.reading() as uow:
        assert (await uow.accounts.load([guest.id]))[guest.id].deleted_at is not None
        assert (await uow.conversations.load([guest.id]))[guest.id].data == {}
    assert await last_event(town, old) == "chat_connected"


@pytest.mark.rule("E-38")
async def test_a_parent_on_whatsapp_goes_on_on_telegram(town: Town) -> None:
    old, new = await registered_by_number(town), await newcomer(town, "1002", language="Русский")
    await new.says(await link_code(old))
    old.hears("from another chat: Telegram. Is it you?")
    await old.picks("Yes, it is me")
    new.hears("This chat belongs to your account now.")
    assert (await new.account()).id == (await old.account()).id
    assert (await new.account()).locale == "en"


@pytest.mark.rule("E-38")
async def test_the_page_that_connects_says_where_the_other_chat_opens(town: Town) -> None:
    old = await registered(town)
    for label in ("Profile", "My chats", "Connect a chat"):
        await old.picks(label)
    old.hears("I am also here:\nWhatsApp\n")
    town.office.links["whatsapp"] = "https://wa.me/77000000000"
    await old.says("?")
    old.hears("I am also here:\nWhatsApp: https://wa.me/77000000000\n").hears_not("staff", "t.me")


@pytest.mark.rule("E-38")
async def test_a_chat_without_a_number_is_named_by_its_hidden_first_name(town: Town) -> None:
    old, new = await registered_by_number(town), await newcomer(town, "1002")
    await new.sends({"said": await link_code(old), "called": "А***м"})
    old.hears("from another chat: Telegram «А***м». Is it you?")
    await old.picks("Yes, it is me")
    old.hears("Connected: Telegram «А***м». Both chats have the same account now.")


@pytest.mark.rule("E-38", "E-37")
async def test_edges_37_and_38_a_dialog_begun_in_one_chat_is_finished_in_the_other(town: Town) -> None:
    old, new = await registered(town), await on_whatsapp(town)
    code = await link_code(old)
    await old.says("menu")
    await old.picks("Add a child")
    old.hears("Type the child's IIN.")
    await new.says(code)
    await old.picks("Yes, it is me")
    old.hears("Connected:", "New child", "Type the child's IIN.")
    new.hears("This chat belongs to your account now.", "New child", "Type the child's IIN.")
    await new.says(CHILD_IIN)
    await new.says("Оспанов Алихан")
    new.hears("Is everything right?", "Оспанов Алихан")
    await old.picks("Cancel")
    old.hears("That message is out of date. Here is what matters now.", "Is everything right?")
    await new.says("1")
    new.hears("Алихан")
    await old.says("menu")
    await old.picks("My children")
    old.hears("You have 1 child here.", "[Алихан]")


async def test_a_refused_chat_stays_a_stranger_and_both_are_told(town: Town) -> None:
    old, new = await registered(town), await on_whatsapp(town, language="Русский")
    guest = await new.account()
    code = await link_code(old)
    await new.says(code)
    await old.picks("No, refuse")
    old.hears("Refused. Nobody has joined your account.", "The contact centre helps", "[Connect a chat]")
    new.hears("В другом чате отказали. Здесь ничего не изменилось.")
    assert (await new.account()).id == guest.id
    assert await last_event(town, old) == "chat_refused"
    await new.says(code)
    new.hears("Этот код не подходит")


async def test_an_answer_counts_once(town: Town) -> None:
    old, new = await registered(town), await on_whatsapp(town)
    await new.says(await link_code(old))
    question = old.heard[-1].choices
    await old.picks("No, refuse")
    await old.sends({"tapped": question[0].data})
    old.hears("This question is settled already.")
    assert (await new.account()).registered_at is None


@pytest.mark.parametrize("late", [10, 60 * 24])
async def test_an_old_code_a_used_one_and_a_wrong_one_are_answered_in_the_same_words(town: Town, late: int) -> None:
    old, new, other = await registered(town), await on_whatsapp(town), await newcomer(town, "1002")
    said = []
    code = await link_code(old)
    await new.says(code)
    said.append(why(await does(town, other, LinkByCode(code.replace("-", "")))))
    said.append(why(await does(town, other, LinkByCode("AAAAAAA2"))))
    code = await link_code(old)
    town.clock.move(minutes=late)
    said.append(why(await does(town, other, LinkByCode(code.replace("-", "")))))
    assert set(said) == {
        "This code does not fit: it may be mistyped, used already or too old. "
        "Get a new one in your other chat and type it here."
    }


async def test_a_code_is_no_word_and_nobody_elses(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = await registered(town), await registered_by_number(town, OTHER_PHONE, OTHER_IIN)
    signs = iter("AC2EK4MT" + "AAAAAAAA" + "AC2EK4MT" + "AC2EK4MX")
    monkeypatch.setattr(secrets, "choice", lambda alphabet: next(signs))
    assert await link_code(first) == "AC2E-K4MT"
    assert await link_code(second) == "AC2E-K4MX"


async def test_a_newer_code_ends_the_older_one(town: Town) -> None:
    old, new = await registered(town), await on_whatsapp(town)
    first, second = await link_code(old), await link_code(old)
    await new.says(first)
    new.hears("This code does not fit")
    await new.says(second)
    new.hears("I have asked in your other chat")


async def test_five_codes_an_hour_and_five_wrong_ones(town: Town) -> None:
    old, new = await registered(town), await on_whatsapp(town)
    for _code in range(5):
        code = await link_code(old)
    assert "5 codes an hour" in why(await does(town, old, IssueLinkCode()))
    for _code in range(5):
        assert "does not fit" in why(await does(town, new, LinkByCode("AAAAAAA2")))
    assert "too many wrong codes" in why(await does(town, new, LinkByCode(code.replace("-", ""))))
    town.clock.move(hours=1, seconds=1)
    await new.says(await link_code(old))
    new.hears("I have asked in your other chat")


async def test_an_answer_that_comes_too_late_changes_nothing(town: Town) -> None:
    old, new = await registered(town), await on_whatsapp(town)
    await new.says(await link_code(old))
    town.clock.move(minutes=21)
    await old.picks("Yes, it is me")
    old.hears("It is too late to answer.")
    assert (await new.account()).registered_at is None


async def test_a_chat_with_an_account_of_its_own_is_told_what_to_do(town: Town) -> None:
    old, other = await registered(town), await registered_by_number(town, OTHER_PHONE, OTHER_IIN)
    await other.says(await link_code(old))
    other.hears("this chat has one", "I can make one of them: Menu, Profile, My chats, Another account.")
    assert (await other.account()).iin == OTHER_IIN


async def test_a_chat_that_has_registered_meanwhile_does_not_join(town: Town) -> None:
    old, new = await registered(town), await on_whatsapp(town, OTHER_PHONE)
    await new.says(await link_code(old))
    await new.picks("Register")
    await new.picks("Use this number")
    await new.says(OTHER_IIN)
    await new.picks("I agree")
    await new.says("Оспанова Айгерім Серікқызы")
    await new.picks("Register")
    await old.picks("Yes, it is me")
    old.hears("The other chat has an account of its own by now, so it has not joined yours.")
    assert (await new.account()).iin == OTHER_IIN


async def test_a_chat_that_has_registered_meanwhile_is_not_told_of_a_refusal(town: Town) -> None:
    old, new = await registered(town), await on_whatsapp(town)
    await new.says(await link_code(old))
    account = await new.account()
    async with town.database.transaction("meanwhile") as uow:
        await uow.accounts.save(replace(account, registered_at=town.clock.now()))
    new.forgets()
    await old.picks("No, refuse")
    old.hears("Refused.")
    assert new.heard == []


async def test_somebody_elses_question_cannot_be_answered(town: Town) -> None:
    old, new, other = await registered(town), await on_whatsapp(town), await newcomer(town, "1002")
    await new.says(await link_code(old))
    async with town.database.reading() as uow:
        link = (await uow.connection.execute(select(chat_link.c.id))).scalar_one()
    for stranger in (other, new):
        assert "settled" in why(await does(town, stranger, AnswerLink(link, True)))
    assert "settled" in why(await does(town, old, AnswerLink(1, True)))
    assert (await new.account()).registered_at is None


async def test_only_an_account_can_be_joined(town: Town) -> None:
    assert "register first" in why(await does(town, await newcomer(town), IssueLinkCode()))


async def test_what_a_guest_asked_support_comes_along(town: Town) -> None:
    old, new = await registered(town), await on_whatsapp(town)
    await does(town, new, OpenCase("question", "I cannot get in."))
    await connected_to(old, new)
    async with town.database.reading() as uow:
        assert len(await uow.support.of_account((await old.account()).id)) == 1


async def test_all_chats_are_asked_and_either_may_answer(town: Town) -> None:
    old, second, third = await registered(town), await on_whatsapp(town), await newcomer(town, "1002")
    await connected_to(old, second)
    old.forgets()
    await third.says(await link_code(old))
    yes = old.hears("Is it you?").heard[-1].choices[0].data
    second.hears("Is it you?")
    await second.picks("Yes, it is me")
    old.hears("Connected: Telegram.")
    third.hears("This chat belongs to your account now.")
    await old.sends({"tapped": yes})
    old.hears("This question is settled already.")


@pytest.mark.parametrize("guest_first", [True, False])
async def test_messages_of_both_chats_in_the_same_moment_do_no_harm(town: Town, guest_first: bool) -> None:
    old, new = await registered(town), await on_whatsapp(town)
    await new.says(await link_code(old))
    yes = old.heard[-1].choices[0].data
    new.forgets()
    if guest_first:
        await new.writes({"said": "menu"})
    await old.writes({"tapped": yes})
    await new.writes({"said": "menu"})
    await town.settle()
    new.hears("This chat belongs to your account now.", "[Register]" if guest_first else "That message is out of date.")
    assert (await new.account()).id == (await old.account()).id


async def joining(town: Town) -> tuple[Phone, Phone, str]:
    """An account that is asked for a child's IIN, a guest who waits to join it, and what says yes to the guest."""
    old, new = await registered(town), await on_whatsapp(town)
    await new.says(await link_code(old))
    yes = old.heard[-1].choices[0].data
    await old.says("menu")
    await old.picks("Add a child")
    old.hears("Type the child's IIN.")
    return old, new.forgets(), yes


@pytest.mark.rule("E-38")
@pytest.mark.parametrize("sent", [{"said": CHILD_IIN}, {"said": "cancel"}, {"start": ""}])
async def test_what_a_guest_sent_before_joining_answers_nothing_in_the_account(
    town: Town, sent: dict[str, object]
) -> None:
    old, new, yes = await joining(town)
    await old.writes({"tapped": yes})
    await new.writes(sent)
    await town.settle()
    new.hears("That message is out of date.", "Type the child's IIN.").hears_not("name and patronymic", "Stop")
    await old.says(CHILD_IIN)
    old.hears("name and patronymic")


async def test_a_file_that_was_on_its_way_while_a_guest_joined_answers_nothing_and_is_the_accounts(town: Town) -> None:
    old, new, yes = await joining(town)
    photo = Arrival("whatsapp", "SM7", new.chat, {"attached": {"id": "m"}, "message": 7}, True, phone=new.number)
    async with town.database.transaction("arrival") as uow:
        await uow.inbox.store([photo], town.clock.now())
        [row] = await uow.inbox.claim_fetches(10, 0, 30)
    await old.sends({"tapped": yes})
    account = await old.account()
    async with town.database.transaction("fetched") as uow:
        page = {"file": {"file": 1, "mime": "image/jpeg", "pages": 1}}
        assert await uow.inbox.fetched(row, page) == account.id != row.account_id
    await town.settle()
    new.hears("This chat belongs to your account now.", "That message is out of date.", "Type the child's IIN.")
