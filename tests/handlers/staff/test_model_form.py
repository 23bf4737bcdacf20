"""The education department publishes editions of the model form, and families read their drafts again. S2-73, C20."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.contract_effects import FreezeContract
from dialogs.inputs import Fine, Refused
from dialogs.staff.model_form import GONE, NOT_LAST, ONE_CITY, FormEditions, WithdrawForm
from dialogs.staff.model_form_publishing import PublishNewForm, ReadNewForm, ShowNewForm
from dialogs.staff.words import NOT_YOUR_ROLE
from handlers import keeping
from handlers.contract_printing import Printer
from handlers.staff.kept_form import KeptForm, pack
from handlers.staff.model_form_publishing import SUBJECT
from handlers.staff.model_form_reading import read_new_form
from tests.handlers.contracts import contract, signs
from tests.handlers.neighbours import tasks
from tests.handlers.staff.distributing import works
from tests.handlers.staff.form_editions import (
    NAME,
    TEXT,
    Plain,
    clerk,
    new_text,
    previews,
    program_forms,
    published,
    publishes,
    sends,
    with_press,
)
from tests.handlers.staff.people import administrator, does, events_of, stored
from tests.handlers.test_contract_cards import asks
from tests.handlers.test_contract_printing import asked
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import told

TODAY = "23.11.2026"
MARCH = date(2027, 3, 1)


async def template(town: Town) -> str:
    """The edition by which this process prints now."""
    press = town.office.press
    assert press is not None
    async with town.database.reading() as uow:
        return await press.template(uow)


@pytest.mark.rule("S2-73")
async def test_an_edition_is_read_before_it_is_published_and_in_force_from_its_day(town: Town) -> None:
    anna = await clerk(with_press(town))
    before = await template(town)
    await previews(town, anna, (NAME, new_text()))
    anna.hears(
        "<draft.pdf>\n<changes.txt>",
        "In force from: 1 March 2027.",
        f"{NAME} · Порядок разрешения споров: changed 0, new 1, gone 0",
        "The draft has 3 pages.",
        "Not signed yet at the moment: 0.",
        "On that day families who have not signed yet read the contract again. Until then you can withdraw it.",
    )
    assert await published(town) == []
    await anna.picks("Yes, publish")
    anna.hears("Published. The new edition is in force from 1 March 2027.", "Next, from: 1 March 2027. Edition:")
    (one,) = await published(town)
    assert (one.since, len(one.texts), one.texts[NAME]) == (MARCH, 16, new_text())
    assert await events_of(town, SUBJECT) == [("staff", "published")]
    assert await template(town) == before
    town.clock.move(days=98)
    assert await template(town) != before
    assert await template(with_press(town)) != before


@pytest.mark.rule("S2-73")
async def test_every_change_comes_word_for_word(town: Town) -> None:
    anna = await clerk(with_press(town))
    payment = program_forms().texts(MARCH)["05-payment.txt"].replace("Плата за один месяц", "Месячная плата")
    await previews(
        town, anna, (NAME, "# by order 5"), ("05-payment.txt", payment), ("30-new.txt", "annex\nkk: a\nru: b")
    )
    (changes,) = [file.content for message in anna.heard for file in message.files if file.name == "changes.txt"]
    assert changes is not None
    for said in (
        "Before:\nrow ",
        "ru: Плата за один месяц",
        "Now:\n",
        "ru: Месячная плата",
        "Gone:\nheading",
        "New:\nannex",
    ):
        assert said in changes
    anna.hears("05-payment.txt · ", "30-new.txt · b: changed 0, new 1, gone 0", "gone ")


async def test_everything_that_is_wrong_is_told_and_put_right_file_by_file(town: Town) -> None:
    anna = await clerk(with_press(town))
    wrong = new_text().replace("clause", "clauze", 1)
    await previews(town, anna, (NAME, wrong), ("05-payment.txt", "clause\nkk: а\n"), ("06-health (1).txt", "x"))
    anna.hears(
        "1 problem. Nothing was changed.",
        "06-health (1).txt: a name has two digits, a hyphen and small Latin letters, such as 05-payment.txt.",
        "Put the files right and send them again; the others are kept.",
    )
    await anna.picks("Delete the last file")
    await anna.picks("Done")
    await works(town)
    anna.hears("2 problems.", f"{NAME}, line ", "05-payment.txt, line 1: the text in ru is missing.")
    good = program_forms().texts(MARCH)["05-payment.txt"]
    await sends(town, anna, (NAME, new_text()), ("05-payment.txt", good))
    anna.hears("I have 2 files: 11-disputes.txt, 05-payment.txt.")
    await anna.picks("Done")
    await works(town)
    anna.hears(f"{NAME} · ").hears_not("05-payment.txt")
    assert await published(town) == []


async def test_many_problems_come_as_a_file_and_files_that_were_not_sent_are_named(town: Town) -> None:
    anna = await clerk(with_press(town))
    await previews(town, anna, (NAME, "clause\nkk: a\n\n" * 15))
    (lines,) = [file.content for message in anna.heard for file in message.files]
    assert lines is not None
    assert len(lines.splitlines()) == 15
    anna.hears("All problems are in this file", "15 problems.", "line 28:").hears_not("line 31:")
    for_nobody = "clause\nkk: {number of nobody}\nru: b\n"
    await sends(town, anna, ("13-requisites.txt", for_nobody), (NAME, new_text()))
    await anna.picks("Done")
    await works(town)
    anna.hears("13-requisites.txt, line 1: refers to “nobody”")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (new_text().encode("utf-16"), "is not saved as UTF-8"),
        (b"x" * 70_000, "longer than 64 KB"),
        (("\ufeff" + program_forms().texts(MARCH)[NAME]).encode(), "There is nothing to publish."),
    ],
)
async def test_a_file_that_cannot_be_read_or_says_nothing_new_is_explained(
    town: Town, content: bytes, said: str
) -> None:
    anna = await clerk(with_press(town))
    await previews(town, anna, (NAME, content))
    anna.hears(said)


async def test_texts_of_which_no_pages_can_be_made_are_not_published(town: Town) -> None:
    broken = Plain()
    broken.broken = True
    anna = await clerk(with_press(town, broken))
    await previews(town, anna, (NAME, new_text()))
    anna.hears("No pages could be made of these texts just now.")


async def family_reading(town: Town) -> tuple[Phone, int]:
    """A family that reads its draft, printed by the edition of today."""
    phone, one = await asked(with_press(town))
    await works(town)
    one = await contract(town, one)
    assert one.version == 1
    phone.forgets()
    return phone, one.id


@pytest.mark.rule("S2-73")
async def test_C20_an_edition_of_today_has_families_read_their_drafts_again_at_once(town: Town) -> None:
    family, contract_id = await family_reading(town)
    anna = await clerk(town)
    await previews(town, anna, (NAME, new_text()), day=TODAY)
    anna.hears("Families who have not signed yet read the contract again, from today on. This cannot be undone.")
    anna.hears("Not signed yet at the moment: 1.")
    await anna.picks("Yes, publish")
    assert isinstance(await does(town, family, FreezeContract(contract_id, 1)), Refused)
    await works(town)
    assert (await told(town, family))[-1] == "N28"
    family.hears("The contract has changed and is to be read again. Child: Арман.")
    assert isinstance(await does(town, anna, WithdrawForm((await published(town))[0].id)), Refused)


@pytest.mark.rule("S2-73")
async def test_C20_an_edition_to_come_waits_for_its_day_and_leaves_what_is_signed(town: Town) -> None:
    family, contract_id = await family_reading(town)
    await does(town, family, FreezeContract(contract_id, 1))
    await works(town)
    anna = await clerk(town)
    await publishes(town, anna, day="24.11.2026")
    await keeping.rebuild_contracts(town.database, town.office)
    await town.deliver()
    assert "N28" not in await told(town, family)
    async with town.database.reading() as uow:
        one = await uow.contracts.get(contract_id)
    assert one is not None
    one = await signs(town, family, one)
    town.clock.move(days=1)
    await keeping.rebuild_contracts(town.database, with_press(town).office)
    assert (await contract(town, one)).contract.frozen == one.contract.frozen
    assert "N28" not in await told(town, family)


async def test_C20_the_night_of_its_day_finds_the_drafts(town: Town) -> None:
    family, _contract_id = await family_reading(town)
    await publishes(town, await clerk(town), day="24.11.2026")
    town.clock.move(days=1)
    await keeping.rebuild_contracts(town.database, with_press(town).office)
    await town.deliver()
    assert (await told(town, family))[-1] == "N28"


async def test_an_edition_is_withdrawn_until_its_day_the_one_published_last_first(town: Town) -> None:
    anna = await clerk(with_press(town))
    before = await template(town)
    await publishes(town, anna)
    await publishes(town, anna, (NAME, new_text("Совет.")), day="01.04.2027")
    first, second = await published(town)
    assert await does(town, anna, WithdrawForm(first.id)) == Refused(NOT_LAST)
    await anna.picks("1 April")
    anna.hears("Next, from: 1 April 2027.", "Петрова Анна", "If you withdraw it")
    await anna.picks("Withdraw the edition")
    anna.hears("Withdrawn. It will not come into force.").hears_not("1 April")
    assert await does(town, anna, WithdrawForm(second.id)) == Refused(GONE)
    assert isinstance(await does(town, anna, WithdrawForm(first.id)), Fine)
    town.clock.move(days=200)
    assert await template(town) == before
    assert [what for _who, what in await events_of(town, SUBJECT)] == ["published"] * 2 + ["withdrawn"] * 2


async def test_a_day_that_is_over_or_before_another_edition_is_too_early(town: Town) -> None:
    anna = await clerk(with_press(town))
    await previews(town, anna, (NAME, new_text()), day="22.11.2026")
    await anna.says("22.11.2026")
    anna.hears("This day is over.")
    await anna.says("01.03.2027")
    await works(town)
    await anna.picks("Yes, publish")
    await anna.picks("A new edition")
    await sends(town, anna, (NAME, new_text("Совет.")))
    await anna.picks("Done")
    await anna.says("28.02.2027")
    anna.hears("An edition that was published before begins on 1 March 2027.")


async def test_what_was_shown_before_another_edition_or_yesterday_is_not_published(town: Town) -> None:
    anna, other = await clerk(with_press(town)), await clerk(town, "602")
    await previews(town, anna, (NAME, new_text()))
    await publishes(town, other, (NAME, new_text("Совет.")))
    await anna.picks("Yes, publish")
    anna.hears("Somebody has published or withdrawn an edition meanwhile.")
    await works(town)
    anna.hears(f"{NAME} · ", "changed 1, new 0")
    town.clock.move(days=99)
    await anna.picks("Yes, publish")
    anna.hears("This day is over.")
    assert len(await published(town)) == 1


async def test_the_texts_of_the_last_edition_come_as_files_with_how_to_write_them(town: Town) -> None:
    anna = await clerk(with_press(town))
    await publishes(town, anna)
    await anna.picks("Take the texts")
    files = {file.name: file.content for message in anna.heard for file in message.files}
    assert (len(files), files[NAME]) == (17, new_text())
    guide = files["how-to-write.txt"]
    assert guide is not None
    assert "\nclause: a clause, numbered 1.1, 1.2\n" in guide
    assert "\n{child.name}\n" in guide
    assert "{fee} may be absent, its block needs: if fee" in guide
    anna.hears("The texts of the edition from 1 March 2027.")


async def test_only_the_department_of_all_cities_publishes(town: Town) -> None:
    with_press(town)
    admin, of_one_city = await administrator(town), await clerk(town, "602", "almaty")
    await of_one_city.picks("Contract form")
    of_one_city.hears("Somebody who answers for all of them publishes").hears_not("A new edition", "1 March")
    one = await kept(town, of_one_city)
    for effect in (ReadNewForm((1,), MARCH), PublishNewForm(one), WithdrawForm(1)):
        assert await does(town, admin, effect) == Refused(NOT_YOUR_ROLE)
        refused = await does(town, of_one_city, effect)
        assert isinstance(refused, Refused)
        assert refused.why == ONE_CITY
    assert await does(town, admin, ShowNewForm("read", one, ())) == Refused(NOT_YOUR_ROLE)
    assert await published(town) == []


async def kept(town: Town, phone: Phone) -> int:
    """What somebody has read, ready to be published."""
    account = await phone.account()
    record = await pack(town.office, account.id, KeptForm(MARCH, 0, {NAME: new_text()}, (NAME,), 1, ""))
    async with town.database.transaction("kept") as uow:
        await uow.files.add(record)
    return record.id


async def test_only_what_was_read_for_this_very_person_is_shown_and_published(town: Town) -> None:
    anna, other = await clerk(with_press(town)), await clerk(town, "602")
    foreign = await kept(town, other)
    forged = await stored(town, anna, b"{}", TEXT, NAME)
    for file in (foreign, forged, 12345):
        for effect in (ShowNewForm("read", file, ()), PublishNewForm(file)):
            refused = await does(town, anna, effect)
            assert isinstance(refused, Refused)
            assert "send them again" in str(refused.why)
    photo = await stored(town, anna, b"photo", "image/jpeg", NAME)
    for file in (await stored(town, other, b"#", TEXT, NAME), photo, 12345):
        assert isinstance(await does(town, anna, ReadNewForm((file,), MARCH)), Fine)
    results = [await read_new_form(town.database, town.office, task) for task in await tasks(town)]
    assert results == [{"status": "gone"}] * 3
    assert isinstance(await does(town, other, PublishNewForm(foreign)), Fine)


async def test_where_nothing_is_printed_there_is_no_form(town: Town) -> None:
    assert await asks(town, await clerk(town), FormEditions()) == ()


async def test_a_process_reads_what_was_published_once(town: Town) -> None:
    await publishes(town, await clerk(with_press(town)))
    press = with_press(town).office.press
    assert isinstance(press, Printer)
    async with town.database.reading() as uow:
        forms = await press.forms.now(uow)
        assert await press.forms.now(uow) is forms


@pytest.mark.rule("S2-73")
async def test_a_text_that_comes_without_its_button_is_not_kept_and_the_clerk_reads_what_to_press(town: Town) -> None:
    anna = await clerk(with_press(town))
    await anna.says("menu")
    for _page in ("the menu", "the page itself"):
        await sends(town, anna.forgets(), (NAME, new_text()))
        anna.hears("I have not kept this file. Press “A new edition” first", "[A new edition]")
    await anna.picks("A new edition")
    anna.hears("Send the text files that differ")


@pytest.mark.rule("S2-73")
async def test_the_colleagues_are_told_who_has_published_or_withdrawn_an_edition(town: Town) -> None:
    anna, bella = await clerk(with_press(town)), await clerk(town, "602")
    await publishes(town, anna)
    bella.hears("A new edition of the contract form is published. In force from 1 March 2027. By: Петрова Анна")
    anna.hears_not("By: Петрова")
    (one,) = await published(town)
    await does(town, anna, WithdrawForm(one.id))
    await town.deliver()
    bella.hears("The edition of the contract form from 1 March 2027 is withdrawn. By: Петрова Анна")
