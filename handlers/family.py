"""Who cares for a child besides the applicant: shown to those whom it concerns, ended by either side. Edges 8, 9."""

from __future__ import annotations

from dialogs import family_notices as notices
from dialogs.family_effects import EndTie
from dialogs.family_queries import Entrusted, EntrustedCard, FamilyCard, FamilyMember, MyFamily
from dialogs.inputs import Fine
from dialogs.message import Message
from dialogs.page import Finish, Go
from enrolment.application import ApplicationState
from enrolment.family import MEMBERS, FamilyAct
from enrolment.voucher_states import Actor
from handlers.book import Outcome, answers, performs
from handlers.contract_leaving import in_hand, leave_contracts
from handlers.desk import Desk
from handlers.family_access import NO_LONGER, entrusted
from handlers.family_joining import is_full, masked_name, note, subject_of
from handlers.voucher_cards import voucher_cards
from locales.text import Text, _, verbatim
from storage.applications import Application
from storage.children import Child
from storage.family import Audience, Tie


@answers(MyFamily)
async def my_family(desk: Desk, query: MyFamily) -> FamilyCard | None:
    """Everybody for the applicant, oneself alone for a member, nothing for a stranger."""
    audience = await desk.uow.family.audience(query.application)
    role = audience.role_of(desk.account.id) if audience else None
    child = await desk.uow.children.get(audience.child_id) if audience and role else None
    if audience is None or role is None or child is None:
        return None
    name = child.person.first_name
    if role is not Actor.PARENT:
        mine = next(tie.id for tie in audience.ties if tie.member_id == desk.account.id)
        return FamilyCard(query.application, name, role, mine=mine)
    return await _whole(desk, audience, FamilyCard(query.application, name, role))


async def _whole(desk: Desk, audience: Audience, card: FamilyCard) -> FamilyCard:
    asking = await desk.uow.family.asked_of(audience.child_id, desk.now)
    return FamilyCard(
        card.application,
        card.child,
        card.role,
        tuple([await _member(desk, tie) for tie in audience.ties]),
        tuple([await _member(desk, tie) for tie in asking]),
        tuple(role for role in MEMBERS if not is_full(audience.ties, role)),
    )


async def _member(desk: Desk, tie: Tie) -> FamilyMember:
    assert tie.member_id is not None
    account = (await desk.uow.accounts.load([tie.member_id])).get(tie.member_id)
    return FamilyMember(tie.id, tie.role, masked_name(account), await _has_contract(desk, tie))


async def _has_contract(desk: Desk, tie: Tie) -> bool:
    child = await desk.uow.children.get(tie.child_id) if tie.role is Actor.SECOND_PARENT else None
    return child is not None and tie.state == "joined" and await in_hand(desk, child)


@answers(Entrusted)
async def my_entrusted(desk: Desk, query: Entrusted) -> tuple[EntrustedCard, ...]:
    """What others entrusted to the account, the earliest first."""
    return tuple([await _card(desk, tie, one) for tie, one in await entrusted(desk, FamilyAct.SEE_STATUS)])


async def _card(desk: Desk, tie: Tie, one: Application | None) -> EntrustedCard:
    child = await desk.uow.children.get(tie.child_id)
    name = child.person.first_name if child else ""
    if one is None:
        return EntrustedCard(tie.id, tie.role, name, child_id=tie.child_id)
    queued = one.state is ApplicationState.QUEUED
    place = (await desk.uow.applications.position(one)).position if queued else None
    vouchers = await desk.uow.vouchers.of_application(one.id) if one.state is ApplicationState.IN_PROCESS else []
    cards = await voucher_cards(desk, vouchers[:1], tie.role)
    card = cards[0] if cards else None
    contract = await _has_contract(desk, tie)
    return EntrustedCard(tie.id, tie.role, name, one.id, one.state, place, card, tie.child_id, contract)


@performs(EndTie)
async def end_tie(desk: Desk, effect: EndTie) -> Outcome:
    """Ended by the applicant or by the member, at any time; the other side is told."""
    tie = await desk.uow.family.get(effect.tie, lock=True)
    child = await desk.uow.children.get(tie.child_id) if tie else None
    mine = desk.account.id
    if tie is None or child is None or mine not in {child.account_id, tie.member_id}:
        return _ended(NO_LONGER)
    if not await desk.uow.family.settle(tie.id, "ended", desk.now) or tie.member_id is None:
        return _ended(_("This has ended already."))
    await note(desk, child.id, "family_ended", role=tie.role, member=tie.member_id)
    await _tell_other(desk, tie, child)
    if tie.role is Actor.SECOND_PARENT:
        await leave_contracts(desk, child, desk.actor)
    if mine == tie.member_id:
        return _ended(_("Done. You see nothing of it and get no reminders any more."), Go("entrusted"))
    name = masked_name((await desk.uow.accounts.load([tie.member_id])).get(tie.member_id))
    shown = Go("family", {"application": effect.application}) if effect.application else None
    return _ended(_("Done: {name} sees nothing of it any more.", name=verbatim(name)), shown)


async def _tell_other(desk: Desk, tie: Tie, child: Child) -> None:
    first_name = child.person.first_name
    if desk.account.id == tie.member_id:
        message = notices.went_away(masked_name(desk.account), tie.role, first_name)
        await desk.tell(child.account_id, message, subject_of(child.id))
    elif tie.member_id is not None:
        await desk.tell(tie.member_id, notices.taken_out(first_name), subject_of(child.id))


async def leave_everything(desk: Desk) -> None:
    """The account is about to be erased: whoever it helped, and whoever helped it, is told."""
    for tie in await desk.uow.family.of_member(desk.account.id):
        child = await desk.uow.children.get(tie.child_id)
        if child is not None:
            await note(desk, child.id, "family_ended", role=tie.role)
            await _tell_other(desk, tie, child)
            if tie.role is Actor.SECOND_PARENT:
                await leave_contracts(desk, child, desk.actor)
    for child in await desk.uow.children.of(desk.account.id):
        await let_go(desk, child)


async def let_go(desk: Desk, child: Child) -> None:
    """The child is about to go out of the account: who was let in is told, and every code ends."""
    for tie in await desk.uow.family.of_child(child.id):
        await _tell_other(desk, tie, child)
    await desk.uow.family.end_of_child(child.id, desk.now)


def _ended(text: Text, go: Go | None = None) -> Outcome:
    return Fine(Finish(notes=(Message(text),), then=go or Go("menu")))
