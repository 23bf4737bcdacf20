"""Second parents and delegates: let in by a code, told everything they may know, taken out at any time. Edges 8, 9."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.effects import RemoveChild, WithdrawApplication
from dialogs.family_effects import AnswerJoining, EndTie, InviteMember, JoinFamily
from dialogs.inputs import Fine, Refused
from dialogs.voucher_effects import AcceptVoucher, DeclineVoucher, ExtendVoucher
from enrolment.application import ApplicationState
from enrolment.terms import QueueType
from enrolment.voucher_states import Actor, VoucherState
from handlers.book import Outcome
from handlers.export import everything
from handlers.vouchers import Issued
from tests.handlers.families import circle, invited, let_in, relative, types
from tests.handlers.staff.people import does, events_of, now_is
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import again, issues, moment, passes, queued, rows_of, told, voucher_of


@pytest.mark.rule("E-8")
async def test_edge_08_the_other_parent_joins_by_a_code_that_the_applicant_confirms(town: Town) -> None:
    mother, application = await queued(town)
    father = await relative(town, "1002", Actor.SECOND_PARENT)
    code = await invited(mother, Actor.SECOND_PARENT)
    mother.hears("It works once, within 24 hours.")
    await types(father, code)
    father.hears("I have asked the parent who gave you the code.", "within 24 hours").hears_not("Арман")
    mother.hears("asks to be let in: Данияр С•••.", "Child: Арман. As: second parent.", "[Yes, let in]", "[No, refuse]")
    await father.says("menu")
    father.hears_not("[Entrusted to me]")
    await mother.picks("Yes, let in")
    mother.hears("Let in: Данияр С•••.")
    father.hears("You are let in. Child: Арман. As: second parent.")
    await father.picks("Open")
    await father.picks("Арман")
    father.hears("Application No. G-2026-000001", "In the queue: place 1", "[History]", "[Family]")
    father.hears_not("[Withdraw]", "IIN")
    child = await now_is(town, application)
    assert await events_of(town, f"child:{child.child_id}") == [
        ("account", "family_invited"),
        ("account", "family_asked"),
        ("account", "family_joined"),
    ]


@pytest.mark.rule("E-8")
async def test_edge_08_both_parents_are_told_and_either_accepts_but_only_the_applicant_declines(town: Town) -> None:
    mother, father, aunt, application = await circle(town)
    await issues(town, Issued(application.id))
    one = await voucher_of(town, application.id)
    mother.hears("Your turn has come!", "[Accept voucher]", "[Decline]")
    accept = mother.heard[-1].choices[0].data
    father.hears("Your turn has come!", "[Accept voucher]").hears_not("[Decline]")
    for phone in (father, aunt):
        await does(town, phone, DeclineVoucher(one.id))
        await does(town, phone, WithdrawApplication(application.id))
    assert (await again(town, one)).voucher.state is VoucherState.ISSUED
    await father.picks("Accept voucher")
    father.hears("The voucher is confirmed.", "[Choose kindergarten]").hears_not("[Decline]")
    mother.hears("The voucher is confirmed. Child: Арман.")
    assert await rows_of(town, one) == ["V1", "V3"]
    await mother.sends({"tapped": accept})
    mother.hears("This button is out of date: it was confirmed", "Nothing was changed.")
    for phone in (mother, father, aunt):
        keys = [key for key in await told(town, phone) if not key.startswith("family")]
        assert len(keys) == 2, keys
    assert await told(town, father) == ["family_joined", "N06s", "N08"]
    await passes(town, moment(30, 10, 1))
    await father.says("menu")
    await father.picks("Entrusted to me")
    await father.picks("Арман")
    await father.picks("Open the voucher")
    await father.picks("Extend the term")
    assert (await again(town, one)).voucher.state is VoucherState.EXTENDED
    mother.hears("The voucher is extended.")


@pytest.mark.rule("E-8")
async def test_edge_08_what_only_the_applicant_may_is_explained_to_the_others(town: Town) -> None:
    mother, father, aunt, application = await circle(town)
    for phone, why in ((father, "Only the parent who applied"), (aunt, "Only the parent who applied")):
        outcome = await does(town, phone, WithdrawApplication(application.id))
        assert isinstance(outcome, Refused) and why in str(outcome.why)
        outcome = await does(town, phone, InviteMember(application.id, Actor.DELEGATE))
        assert isinstance(outcome, Refused) and why in str(outcome.why)
        await does(town, phone, RemoveChild(application.child_id))
    assert (await now_is(town, application)).state is ApplicationState.QUEUED
    await mother.says("menu")
    await issues(town, Issued(application.id))
    one = await voucher_of(town, application.id)
    await father.says("menu")
    await does(town, aunt, AcceptVoucher(one.id))
    await passes(town, moment(30, 10, 1))
    await does(town, aunt, ExtendVoucher(one.id))
    aunt.hears_not("The voucher is extended")
    assert (await again(town, one)).voucher.state is VoucherState.CONFIRMED


@pytest.mark.rule("E-9")
async def test_edge_09_a_delegate_needs_no_proved_iin_and_sees_status_and_deadlines_alone(town: Town) -> None:
    mother, application = await queued(town, queue_type=QueueType.SANATORIUM)
    aunt = await let_in(town, mother, "1003", Actor.DELEGATE)
    await aunt.says("menu")
    await aunt.picks("Entrusted to me")
    aunt.hears("[Арман]")
    await aunt.picks("Арман")
    aunt.hears("In the queue: place 1", "Child: Арман. As: delegate.")
    aunt.hears_not("S-2026", "anatorium", "tb_contact", "Rehabilitation", "Серіков", "[History]", "[Withdraw]")
    await issues(town, Issued(application.id))
    aunt.hears(
        "News of an application that was entrusted to you. Child: Арман.",
        "There is a place. It is to be accepted by Wednesday, 25 November, 23:59 (2 working days left).",
        "[Accept voucher]",
        "[Details]",
    ).hears_not("[Decline]", "S-2026")
    await passes(town, moment(24, 10, 1))
    aunt.hears("There is a place. It is to be accepted")
    await aunt.picks("Accept voucher")
    mother.hears("The voucher is confirmed. Child: Арман.")
    one = await voucher_of(town, application.id)
    assert one.voucher.state is VoucherState.CONFIRMED
    aunt.hears("Confirmed: choose a kindergarten").hears_not("[Choose kindergarten]", "[History]", "[Decline]")
    async with town.database.reading() as uow:
        events = await uow.events.history(f"voucher:{one.id}")
    assert events[-1].actor == f"account:{(await aunt.account()).id}"


@pytest.mark.rule("E-9")
async def test_edge_09_what_a_delegate_reads_over_the_whole_way_names_nothing_private(town: Town) -> None:
    mother, application = await queued(town, queue_type=QueueType.SANATORIUM)
    aunt = await let_in(town, mother, "1003", Actor.DELEGATE)
    await issues(town, Issued(application.id))
    await passes(town, moment(26, 10))
    await mother.picks("Restore")
    await does(town, mother, WithdrawApplication(application.id))
    aunt.hears("It is on the stop-list.", "It is back in the queue.", "It is in the archive.")
    aunt.hears_not("S-2026", "anatorium", "Серіков", "withdrawn")
    assert set(await told(town, aunt)) == {"family_joined", "entrusted", "entrusted_place"}
    assert len(await told(town, aunt)) == len(await told(town, mother))


@pytest.mark.rule("E-9")
async def test_edge_09_a_delegate_accepts_nothing_that_would_end_another_application(town: Town) -> None:
    mother, application = await queued(town)
    aunt = await let_in(town, mother, "1003", Actor.DELEGATE)
    father = await let_in(town, mother, "1002", Actor.SECOND_PARENT)
    async with town.database.transaction("another") as uow:
        child = await uow.children.get(application.child_id)
        assert child is not None
    await queued(town, "1004", queue_type=QueueType.SANATORIUM, child_key=application.child_key)
    await issues(town, Issued(application.id))
    one = await voucher_of(town, application.id)
    await aunt.picks("Accept voucher")
    aunt.hears("Only a parent can accept this place.")
    assert (await again(town, one)).voucher.state is VoucherState.ISSUED
    await father.picks("Accept voucher")
    father.hears("The child has 1 other application. If you accept this place, it ends.")
    await father.picks("Accept voucher")
    assert (await again(town, one)).voucher.state is VoucherState.CONFIRMED


@pytest.mark.rule("E-8")
@pytest.mark.parametrize("by_applicant", [True, False])
async def test_edge_08_either_side_ends_it_at_any_time_and_the_other_is_told(town: Town, by_applicant: bool) -> None:
    mother, father, _aunt, application = await circle(town)
    await issues(town, Issued(application.id))
    one = await voucher_of(town, application.id)
    if by_applicant:
        await mother.says("menu")
        await mother.picks("My applications")
        await mother.picks("Арман")
        await mother.picks("Family")
        await mother.picks("Данияр С•••")
        await mother.picks("End the access")
        mother.hears("End the access? Данияр С•••")
        await mother.picks("Yes, end it")
        mother.hears("Done: Данияр С••• sees nothing of it any more.")
        accept = next(message for message in father.heard if message.purpose == "N06s").choices[0].data
        father.hears("The parent has ended your access. Child: Арман.")
    else:
        accept = father.heard[-1].choices[0].data
        await father.says("menu")
        await father.picks("Entrusted to me")
        await father.picks("Арман")
        await father.picks("Family")
        await father.picks("End my access")
        father.hears("End your own access? Child: Арман.")
        await father.picks("Yes, end it")
        mother.hears("Somebody does not take part any more: Данияр С••• (second parent).")
    father.forgets()
    await father.sends({"tapped": accept})
    father.hears("This is not entrusted to you any more. Nothing was changed.")
    await does(town, father, AcceptVoucher(one.id))
    assert (await again(town, one)).voucher.state is VoucherState.ISSUED
    before = await told(town, father)
    await mother.says("menu")
    await passes(town, moment(26))
    assert await told(town, father) == before
    await father.says("menu")
    father.hears_not("[Entrusted to me]")


@pytest.mark.rule("E-8")
async def test_edge_08_a_second_parent_has_to_have_proved_the_iin_and_the_code_stays_good(town: Town) -> None:
    mother, _application = await queued(town)
    stranger = await relative(town, "1005", Actor.SECOND_PARENT, proved=False)
    father = await relative(town, "1002", Actor.SECOND_PARENT)
    code = await invited(mother, Actor.SECOND_PARENT)
    await types(stranger, code)
    stranger.hears("A second parent has to have proved the IIN")
    await types(father, code)
    father.hears("I have asked the parent")


@pytest.mark.rule("E-8")
async def test_edge_08_codes_work_once_in_time_and_with_few_tries(town: Town) -> None:
    mother, _application = await queued(town)
    father = await relative(town, "1002", Actor.SECOND_PARENT)
    aunt = await relative(town, "1003", Actor.DELEGATE)
    first = await invited(mother, Actor.SECOND_PARENT)
    second = await invited(mother, Actor.SECOND_PARENT)
    await types(father, first)
    father.hears("This code does not fit").forgets()
    await types(mother, second)
    mother.hears("This is a code of your own application.")
    town.clock.move(hours=24)
    await types(father, second)
    father.hears("This code does not fit")
    third = await invited(mother, Actor.DELEGATE)
    for _try in range(5):
        await does(town, aunt, JoinFamily("AAAAAAA2"))
    outcome = await does(town, aunt, JoinFamily(third.replace("-", "")))
    assert isinstance(outcome, Refused) and "too many wrong codes" in str(outcome.why)


async def test_the_applicant_refuses_and_nobody_is_let_in(town: Town) -> None:
    mother, application = await queued(town)
    aunt = await relative(town, "1003", Actor.DELEGATE)
    await types(aunt, await invited(mother, Actor.DELEGATE))
    await mother.says("2")
    assert "press its button" in mother.last
    await mother.picks("No, refuse")
    mother.hears("Refused. Nobody was let in.")
    aunt.hears("You were not let in")
    await aunt.says("menu")
    aunt.hears_not("[Entrusted to me]")
    async with town.database.reading() as uow:
        assert await uow.family.of_child(application.child_id) == []


async def test_nobody_but_the_applicant_lets_in_and_no_answer_counts_twice_or_late(town: Town) -> None:
    mother, application = await queued(town)
    aunt = await relative(town, "1003", Actor.DELEGATE)
    await types(aunt, await invited(mother, Actor.DELEGATE))
    async with town.database.reading() as uow:
        (asked,) = await uow.family.asked_of(application.child_id, town.clock.now())
    await does(town, aunt, AnswerJoining(asked.id, True))
    town.clock.move(hours=25)
    await does(town, mother, AnswerJoining(asked.id, True))
    async with town.database.reading() as uow:
        assert await uow.family.of_child(application.child_id) == []
        late = await uow.family.get(asked.id)
    assert late is not None and late.state == "expired"
    aunt.hears("You were not let in.", "The answer came too late. Ask the parent for a new code.")
    await does(town, mother, EndTie(asked.id))


async def asks(town: Town, mother: Phone, member: Phone, role: Actor) -> int:
    """Somebody types a fresh code; the tie that waits for the applicant."""
    account = await member.account()
    await types(member, await invited(mother, role))
    async with town.database.reading() as uow:
        (child,) = await uow.children.of((await mother.account()).id)
        asked = await uow.family.asked_of(child.id, town.clock.now())
    return next(tie.id for tie in reversed(asked) if tie.member_id == account.id)


@pytest.mark.rule("E-8")
async def test_edge_08_where_another_second_parent_was_let_in_before_both_sides_are_told(town: Town) -> None:
    mother, _application = await queued(town)
    father, other = await relative(town, "1002", Actor.SECOND_PARENT), await relative(town, "1005", Actor.DELEGATE)
    theirs = await other.account()
    async with town.database.transaction("proved") as uow:
        await uow.accounts.save(replace(theirs, iin_proof="registry"))
    first, second = [await asks(town, mother, one, Actor.SECOND_PARENT) for one in (father, other)]
    await does(town, mother, AnswerJoining(first, True))
    outcome = await does(town, mother, AnswerJoining(second, True))
    assert "Nobody more can be let in here" in said(outcome)
    other.hears("You were not let in.", "Ask the parent who gave you the code.")


@pytest.mark.rule("E-8")
async def test_edge_08_who_has_lost_the_proof_meanwhile_is_not_let_in_and_both_read_why(town: Town) -> None:
    mother, _application = await queued(town)
    father = await relative(town, "1002", Actor.SECOND_PARENT)
    tie = await asks(town, mother, father, Actor.SECOND_PARENT)
    his = await father.account()
    async with town.database.transaction("somebody else proved it") as uow:
        await uow.accounts.save(replace(his, iin_proof="none"))
    assert "this person’s IIN is not proved" in said(await does(town, mother, AnswerJoining(tie, True)))
    father.hears("You were not let in.", "A second parent has to have proved the IIN")


async def test_who_asked_twice_is_let_in_once_and_both_read_it(town: Town) -> None:
    mother, _application = await queued(town)
    father = await relative(town, "1002", Actor.SECOND_PARENT)
    ties = [await asks(town, mother, father, role) for role in (Actor.DELEGATE, Actor.SECOND_PARENT)]
    await does(town, mother, AnswerJoining(ties[0], True))
    assert said(await does(town, mother, AnswerJoining(ties[1], True))) == "This person is let in already."
    father.hears("You were not let in.", "This child is entrusted to you already.")


def said(outcome: Outcome) -> str:
    """The words of an answer."""
    assert isinstance(outcome, Fine)
    return str(outcome.value.notes[0].text)


async def test_one_second_parent_and_three_delegates_are_the_most(town: Town) -> None:
    mother, father, _aunt, application = await circle(town)
    outcome = await does(town, mother, InviteMember(application.id, Actor.SECOND_PARENT))
    assert isinstance(outcome, Refused) and "Nobody more" in str(outcome.why)
    await mother.says("menu")
    await mother.picks("My applications")
    await mother.picks("Арман")
    await mother.picks("Family")
    mother.hears("Данияр С•••: second parent", "Гүлнар А•••: delegate", "[Add a delegate]")
    mother.hears_not("[Add second parent]")
    await father.says("menu")
    await father.picks("Entrusted to me")
    await father.picks("Арман")
    await father.picks("Family")
    father.hears("As: second parent.").hears_not("Гүлнар")


async def test_what_is_kept_of_a_circle_is_in_the_export_by_role_alone(town: Town) -> None:
    mother, father, _aunt, _application = await circle(town)
    hers, his = await town.at_desk(mother, everything), await town.at_desk(father, everything)
    assert [one["role"] for one in hers["entrusted_to_others"]] == ["second_parent", "delegate"]
    assert [one["role"] for one in his["entrusted_by_others"]] == ["second_parent"]
    assert "Данияр" not in str(hers["entrusted_to_others"])
    assert his["children"] == his["applications"] == []


@pytest.mark.rule("E-40")
async def test_who_deletes_the_account_leaves_every_circle_and_the_others_are_told(town: Town) -> None:
    mother, father, aunt, application = await circle(town)
    await father.says("menu")
    await father.picks("Profile")
    await father.picks("Delete my data")
    await father.picks("Delete")
    await father.picks("Yes, delete")
    mother.hears("Somebody does not take part any more: Данияр С••• (second parent).")
    await does(town, mother, WithdrawApplication(application.id))
    await does(town, mother, RemoveChild(application.child_id))
    aunt.hears("The parent has ended your access. Child: Арман.")
    async with town.database.reading() as uow:
        assert await uow.family.of_child(application.child_id) == []
