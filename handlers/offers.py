"""What can be chosen with a voucher: groups that fit and leave a place for every other voucher. S3-49, G.0, E1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dialogs.enrol_queries import Chooser, Choosers, Offer, OfferedGroup, Offers
from dialogs.names import coded_name
from enrolment.ages import outgrown
from enrolment.capacity import choosable
from enrolment.enrolment_request_states import ContractChannel
from enrolment.family import FamilyAct, may
from enrolment.fitting import OpenGroup, suggestions
from enrolment.profile_terms import ContractStarter
from enrolment.voucher import RUNNING
from enrolment.working_days import ALMATY
from handlers.book import answers
from handlers.cards import channel_of, preschool_cards
from handlers.desk import Desk
from handlers.directory import directory
from handlers.family_access import entrusted_vouchers, role_in
from handlers.outages import counted
from handlers.profile_versions import judged
from handlers.telling import Occasion
from locales.text import Text
from storage.enrolment_requests import EnrolmentRequest
from storage.stored_voucher import StoredVoucher

_ELECTRONIC = "electronic"


@answers(Offers)
async def offers(desk: Desk, query: Offers) -> Offer | None:
    """What can be chosen with one's own voucher, or as its second parent."""
    voucher = await desk.uow.vouchers.get(query.voucher)
    allowed = voucher is not None and may(await role_in(desk, voucher.application_id), FamilyAct.CHOOSE)
    return await offer_for(desk, voucher) if voucher and allowed else None


@answers(Choosers)
async def choosers(desk: Desk, query: Choosers) -> tuple[Chooser, ...]:
    """One's own vouchers that run and have no open request, newest first; then those of a second parent."""
    found = []
    own = await desk.uow.vouchers.of_account(desk.account.id)
    for one in [*own, *await entrusted_vouchers(desk, FamilyAct.CHOOSE)]:
        if await chooses(desk, one) and await way_to_contract(desk, one) is not ContractChannel.ELECTRONIC:
            found.append(Chooser(one.id, one.application_id, await first_name(desk, one.application_id)))
    return tuple(found)


async def chooses(at: Occasion, voucher: StoredVoucher) -> bool:
    """Whether a kindergarten can be chosen with it now; its timer may be late (G, principle 4)."""
    if voucher.voucher.state not in RUNNING or not (await counted(at, voucher.voucher.deadline)).accepts(at.now):
        return False
    return await at.uow.requests.open_of_voucher(voucher.id) is None


async def way_to_contract(at: Occasion, voucher: StoredVoucher) -> ContractChannel | None:
    """How the contract is concluded that the parent begins with the kindergarten of the referral (E7, S2-15).

    None where the kindergarten begins it.
    """
    if at.office.profile.contract.starter is not ContractStarter.PARENT or voucher.group_id is None:
        return None
    group = await at.uow.places.group(voucher.group_id)
    return await channel_of(at.uow, group.preschool) if group is not None else None


async def offer_for(
    at: Occasion, voucher: StoredVoucher, among: Callable[[OpenGroup], bool] | None = None
) -> Offer | None:
    """What can be chosen with the voucher, of these groups alone; None where nothing can be chosen with it now.

    Whoever decides by it has taken a turn in the voucher's locality.
    """
    at = await judged(at, voucher)
    if not await chooses(at, voucher):
        return None
    groups = list(filter(among, await _choices(at, voucher)))
    found = (await directory(at.uow, at.office)).of({one.preschool for one in groups})
    cards = {card.bin: card for card in await preschool_cards(at.uow, list(found.values()))}
    names = await at.uow.places.names([one.id for one in groups])
    ends = (await counted(at, voucher.voucher.deadline)).at
    return Offer(
        voucher.id,
        voucher.application_id,
        await first_name(at, voucher.application_id),
        ends,
        at.office.calendar.working_days_left(at.now, ends),
        tuple(
            OfferedGroup(one.id, names[one.id], one.min_age, one.max_age, cards[one.preschool], one.free)
            for one in groups
        ),
        tuple(one.bin for one in await at.uow.waiting_list.of(voucher.id)),
        await _refusals(at, voucher),
    )


async def first_name(at: Occasion, application_id: int) -> str:
    """What the child of the application is called."""
    application = await at.uow.applications.get(application_id)
    child = await at.uow.children.get(application.child_id) if application else None
    return child.person.first_name if child else ""


def today(at: Occasion) -> date:
    """The day on which a child would be enrolled."""
    return at.now.astimezone(ALMATY).date()


@dataclass(frozen=True)
class _Wishes:
    """The preschools that the application names, and those that have refused this voucher."""

    preferred: Sequence[str]
    refused: frozenset[str]
    names: dict[str, str]

    def rank(self, bin_: str) -> int:
        """How much it is wanted: 0 is the most wanted, and all that are not named come after."""
        return self.preferred.index(bin_) if bin_ in self.preferred else len(self.preferred)


async def _choices(at: Occasion, voucher: StoredVoucher) -> list[OpenGroup]:
    """All groups that fit in everything but a place, `free` being what this parent may take, in the order to show.

    None for a child who has reached the age limit today (edge 14).
    """
    on = today(at)
    if outgrown(voucher.wanted.born, on, at.office.profile.age):
        return []
    groups = await at.uow.places.open_groups(voucher.wanted.locality)
    fitting = [one for one in groups if one.suits(voucher.wanted, on)]
    if not at.office.profile.enrolment_term.choose_preschool:
        fitting = [replace(one, free=1) for one in groups if one.id == voucher.group_id]
    found = (await directory(at.uow, at.office)).of({one.preschool for one in fitting})
    if at.office.profile.contract.starter is ContractStarter.PARENT:
        fitting = [one for one in fitting if found[one.preschool].contract_channel != _ELECTRONIC]
    if voucher.group_id is not None:
        return fitting
    wishes = await _wishes(at, voucher, {bin_: one.name_ru for bin_, one in found.items()})
    return _in_order(fitting, await _takable(at, voucher, groups), voucher, wishes, on)


async def _takable(at: Occasion, voucher: StoredVoucher, groups: Sequence[OpenGroup]) -> Sequence[OpenGroup]:
    """The groups that leave a place for every other voucher.

    Where there are fewer places than vouchers, which only happens when places were lost after the vouchers had been
    issued, whoever comes first is served first: a place that nobody may take would help nobody.
    """
    others = await at.uow.vouchers.outstanding(voucher.wanted.locality, besides=voucher.id)
    found = choosable(groups, voucher.wanted, others, today(at))
    return found or [one for one in groups if one.free > 0 and one.suits(voucher.wanted, today(at))]


async def _wishes(at: Occasion, voucher: StoredVoucher, names: dict[str, str]) -> _Wishes:
    application = await at.uow.applications.get(voucher.application_id)
    preferred = application.details.get("preschools", ()) if application else ()
    requests = await at.uow.requests.of_voucher(voucher.id)
    return _Wishes(preferred, frozenset(one.preschool_bin for one in requests if _was_refused(one)), names)


async def _refusals(at: Occasion, voucher: StoredVoucher) -> dict[str, Text]:
    """Why each preschool that has refused this voucher did so, the last time."""
    refused = [one for one in await at.uow.requests.of_voucher(voucher.id) if _was_refused(one)]
    reasons = at.office.profile.refusal_reasons
    return {one.preschool_bin: coded_name(reasons, one.reason or "") for one in reversed(refused)}


def _was_refused(one: EnrolmentRequest) -> bool:
    return one.state == "refused"


def _in_order(
    fitting: Sequence[OpenGroup], takable: Sequence[OpenGroup], voucher: StoredVoucher, wishes: _Wishes, on: date
) -> list[OpenGroup]:
    """The wanted preschools, then the nearest to the most wanted one, else by name; who has refused comes last."""
    points = {one.preschool: one.point for one in fitting}
    here = next((points[bin_] for bin_ in wishes.preferred if points.get(bin_)), None)
    ordered = suggestions(takable, voucher.wanted, on, wishes.preferred, here)
    free = {one.id for one in ordered}
    full = [replace(one, free=0) for one in fitting if one.id not in free]
    if here is None:
        ordered.sort(key=lambda one: (wishes.rank(one.preschool), wishes.names[one.preschool], one.min_age))
    full.sort(key=lambda one: wishes.names[one.preschool])
    ordered.sort(key=lambda one: one.preschool in wishes.refused)
    return [*ordered, *full]
