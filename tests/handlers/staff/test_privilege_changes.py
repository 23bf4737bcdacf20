"""A privilege that comes or goes while the application waits: proved and checked before the place changes. A20."""

from __future__ import annotations

import pytest

from dialogs.effects import ChangePrivilege, ConfirmReview, RejectReview, ShowDocuments, WithdrawApplication
from dialogs.inputs import Fine, Page, Refused
from dialogs.queries import History, MyApplication
from dialogs.voucher_effects import DeclineVoucher
from enrolment.application import Action, ApplicationState, Facts, next_state
from enrolment.terms import DocumentKind, QueueType, Role
from handlers.book import answer
from handlers.desk import Desk
from handlers.moving import move
from handlers.review_deadlines import fire_deadlines
from handlers.vouchers import Issued
from locales.catalogue import Locale
from storage.applications import Application
from storage.papers import Paper
from tests.handlers.staff.people import applies, department, does, now_is, parent, stored
from tests.handlers.town import Phone, Town
from tests.handlers.vouchers import issues, voucher_of

COMMENT = "The stamp cannot be read. Ask for a new copy."


async def waits(town: Town, chat: str = "1001", **details: object) -> tuple[Phone, Application]:
    """A family whose child stands in the general queue, an hour after the one before; without a privilege."""
    town.clock.move(hours=1)
    phone = await parent(town, chat)
    kept = {"language": "kk", "pages": 1, "privilege": None, **details}
    one = await applies(
        town, phone, queue_type=QueueType.GENERAL, state=ApplicationState.QUEUED, category=3, details=kept
    )
    return phone, one


async def claims(town: Town, phone: Phone, one: Application, privilege: str = "large_family") -> Fine | Refused:
    """The family sends two pages as the proof of a privilege."""
    pages = [await stored(town, phone, b"photo", "image/jpeg") for _page in range(2)]
    proof = tuple(Page(id_, "image/jpeg", 1) for id_ in pages)
    return await does(town, phone, ChangePrivilege(one.id, privilege, proof))


async def place_of(town: Town, one: Application) -> int:
    async with town.database.reading() as uow:
        return (await uow.applications.position(await now_is(town, one))).position


async def history_of(town: Town, phone: Phone, one: Application) -> list[str | None]:
    lines = await town.at_desk(phone, lambda desk: answer(desk, History(one.id)))
    return [line.reason for line in lines][1:]


async def gets_a_place(town: Town, phone: Phone, one: Application, action: Action) -> None:
    """A voucher is issued for the application, or it comes back."""

    async def moved(desk: Desk) -> None:
        now = await now_is(town, one)
        transition = next_state(now.state, action, Facts(now.queue_type), desk.office.profile)
        await move(desk, now, transition, "system")

    await town.at_desk(phone, moved)


async def test_a_privilege_that_is_confirmed_puts_the_application_into_its_category_with_its_date(town: Town) -> None:
    _other, ahead = await waits(town, "1002")
    clerk = await department(town)
    phone, one = await waits(town)
    sent = await claims(town, phone, one)
    assert isinstance(sent, Fine)
    assert "within 5 working days" in sent.value.remark.in_(Locale.EN)
    waiting = await now_is(town, one)
    assert (waiting.category, waiting.submitted_at, await place_of(town, one)) == (3, one.submitted_at, 2)
    clerk.hears(f"Application {one.number}", "asks for the privilege: Large family.", "2 pages", "<2.jpg>")
    await clerk.picks("Confirm")
    clerk.hears("The place in the queue is by the privilege from now on")
    await clerk.picks("Yes, confirm")
    clerk.hears(f"Confirmed: {one.number}. Place in the queue: 1.")
    phone.hears("The place in the queue has changed: 2 → 1.", "the document for your privilege is confirmed")
    moved = await now_is(town, one)
    assert (moved.category, moved.submitted_at, moved.notified_place) == (2, one.submitted_at, 1)
    assert await place_of(town, ahead) == 2
    assert await history_of(town, phone, one) == ["privilege_asked", "privilege_confirmed"]
    async with town.database.reading() as uow:
        assert await uow.applications.reconcile() == []


@pytest.mark.rule("E-20")
async def test_a_privilege_that_is_rejected_changes_nothing_and_can_be_proved_anew(town: Town) -> None:
    await waits(town, "1002")
    clerk = await department(town)
    phone, one = await waits(town)
    await claims(town, phone, one)
    await clerk.picks("Reject")
    await clerk.picks("The document cannot be read")
    await clerk.says(COMMENT)
    clerk.hears("The application stays where it is in the queue, and the parent reads this:")
    await clerk.picks("Reject")
    phone.hears("The document for your privilege is not confirmed.", "The document cannot be read", COMMENT)
    now = await now_is(town, one)
    assert (now.state, now.category, await place_of(town, one)) == (ApplicationState.QUEUED, 3, 2)
    assert await history_of(town, phone, one) == ["privilege_asked", "privilege_rejected"]
    await claims(town, phone, one)
    clerk.hears("waits since", "asks for the privilege")
    await does(town, clerk, ConfirmReview(one.id))
    assert (await now_is(town, one)).category == 2


async def test_a_privilege_is_given_up_at_once_and_the_place_is_by_the_date(town: Town) -> None:
    _other, ahead = await waits(town, "1002")
    phone, one = await waits(town, privilege="large_family")
    async with town.database.transaction("category") as uow:
        await uow.applications.reorder(one, one.queue, one.iteration, 2, town.clock.now())
    assert isinstance(await does(town, phone, ChangePrivilege(one.id)), Fine)
    phone.hears("The place in the queue has changed: 1 → 2.", "the privilege was taken off")
    now = await now_is(town, one)
    assert (now.category, now.details["privilege"], await place_of(town, ahead)) == (3, None, 1)
    assert await history_of(town, phone, one) == ["privilege_dropped"]


async def test_a_voucher_that_comes_before_the_decision_stays_as_it_is(town: Town) -> None:
    clerk = await department(town)
    phone, one = await waits(town)
    await claims(town, phone, one)
    await gets_a_place(town, phone, one, Action.ISSUE_VOUCHER)
    card = await town.at_desk(phone, lambda desk: answer(desk, MyApplication(one.id)))
    assert (card.state, card.privilege, card.privilege_asked) == ("in_process", None, "large_family")
    await does(town, clerk, ConfirmReview(one.id))
    phone.hears("What was issued stays as it is. The privilege counts if the application comes back into the queue.")
    assert (await now_is(town, one)).state is ApplicationState.IN_PROCESS
    await gets_a_place(town, phone, one, Action.RETURN_TO_QUEUE)
    assert (await now_is(town, one)).category == 2
    async with town.database.reading() as uow:
        assert await uow.applications.reconcile() == []


async def test_the_reviewer_sees_the_latest_proof_and_nothing_that_was_sent_for_the_contract(town: Town) -> None:
    clerk = await department(town)
    phone, one = await waits(town)
    await claims(town, phone, one)
    passport = await stored(town, phone, b"photo", "image/jpeg")
    paper = Paper(one.account_id, DocumentKind.HEALTH_PASSPORT, (passport,), town.clock.now(), one.id)
    async with town.database.transaction("paper") as uow:
        await uow.papers.add(paper)
    outcome = await does(town, clerk, ShowDocuments(one.id))
    assert isinstance(outcome, Fine)
    (note,) = outcome.value.notes
    assert len(note.files) == 2
    assert passport not in [file.stored for file in note.files]


async def test_an_application_that_ends_leaves_nothing_to_decide(town: Town) -> None:
    clerk = await department(town)
    phone, one = await waits(town)
    await claims(town, phone, one)
    await does(town, phone, WithdrawApplication(one.id))
    for effect in (ConfirmReview(one.id), RejectReview(one.id, "other", COMMENT)):
        late = await does(town, clerk, effect)
        assert isinstance(late, Fine)
        assert "does not wait for a decision any more" in str(late.value.notes[0].text)
    assert (await now_is(town, one)).category == 3


async def test_a_voucher_that_is_used_up_leaves_nothing_to_decide(town: Town) -> None:
    await department(town)
    phone, one = await waits(town)
    await claims(town, phone, one)
    await issues(town, Issued(one.id))
    await does(town, phone, DeclineVoucher((await voucher_of(town, one.id)).id))
    async with town.database.reading() as uow:
        assert await uow.reviews.waiting(Role.EDUCATION_DEPARTMENT, None) == []


async def test_only_the_family_asks_once_for_what_is_on_offer_and_proves_it(town: Town) -> None:
    phone, one = await waits(town)
    stranger = await parent(town, "1003")
    await claims(town, stranger, one)
    unknown, unproved = (
        await claims(town, phone, one, "royal"),
        await does(town, phone, ChangePrivilege(one.id, "orphan")),
    )
    assert isinstance(unknown, Refused)
    assert isinstance(unproved, Refused)
    assert (unknown.at, unproved.at) == ("privilege", "proof")
    as_before = await does(town, phone, ChangePrivilege(one.id))
    assert isinstance(as_before, Fine)
    assert "Nothing is different" in str(as_before.value.remark)
    assert await history_of(town, phone, one) == []
    await claims(town, phone, one)
    again = await claims(town, phone, one)
    assert isinstance(again, Fine)
    assert "being checked already" in str(again.value.remark)
    await gets_a_place(town, phone, one, Action.ISSUE_VOUCHER)
    late = await does(town, phone, ChangePrivilege(one.id))
    assert isinstance(late, Fine)
    assert "does not wait in the queue any more" in str(late.value.remark)


async def test_a_privilege_that_waits_too_long_is_reminded_of_like_any_review(town: Town) -> None:
    clerk = await department(town)
    phone, one = await waits(town)
    await claims(town, phone, one)
    clerk.forgets()
    town.clock.move(days=4)
    await fire_deadlines(town.database, town.office, 10)
    await town.deliver()
    clerk.hears(f"Application {one.number} has waited for 3 working days.")
