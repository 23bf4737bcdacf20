"""Which of the parents fills a contract in and signs it. S2-57, edge 8."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.contract_effects import Fields
from enrolment.contract import Contract, ContractState
from enrolment.contract_marks import wrong_items
from enrolment.profile_terms import ContractStep
from enrolment.terms import DocumentKind
from enrolment.voucher_states import Actor
from storage.accounts import Account
from storage.stored_contract import StoredContract
from storage.uow import Uow


async def representative_of(uow: Uow, one: StoredContract) -> Account | None:
    """The account of that parent, also one who has left since the signature; None before anybody has begun."""
    audience = await uow.family.audience(one.application_id)
    if audience is None or one.contract.representative is None:
        return None
    if one.contract.representative is Actor.PARENT:
        return (await uow.accounts.load([audience.applicant])).get(audience.applicant)
    tie = next((tie for tie in audience.ties if tie.role is one.contract.representative), None)
    if one.sent_at is not None and (tie is None or tie.joined_at is None or tie.joined_at > one.sent_at):
        tie = await uow.family.second_parent_at(audience.child_id, one.sent_at)  # not whoever came later
    if tie is None or tie.member_id is None:
        return None
    return (await uow.accounts.load([tie.member_id])).get(tie.member_id)


def answered_by(one: StoredContract, role: Actor | None) -> Fields:
    """What this parent answered for the contract: what the other parent did counts only once it was signed (edge 8)."""
    theirs = one.contract.representative is role and ContractStep.REPRESENTATIVE in one.contract.done
    return (one.form or {}) if theirs or one.state is ContractState.RETURNED else {}


def papers_for(one: StoredContract, role: Actor | None) -> Mapping[DocumentKind, int]:
    """The documents that are there for this parent: not the identity card of the other (edge 8)."""
    if one.contract.representative in (None, role) or one.amends_id is not None:
        return one.papers
    return {kind: paper for kind, paper in one.papers.items() if kind is not DocumentKind.ID_CARD}


async def party_of(uow: Uow, one: StoredContract) -> Account | None:
    """With whom the kindergarten has agreed last: who signed the newest agreement to a contract in force (C19)."""
    if one.state is ContractState.SIGNED:
        one = next(
            each for each in await uow.contracts.of_voucher(one.voucher_id) if each.state is ContractState.SIGNED
        )
    return await representative_of(uow, one)


def changes_hands(before: Contract, after: Contract) -> bool:
    """Whether another parent than before fills it in from now on (edge 8)."""
    filled_by, by = before.representative, after.representative
    return filled_by is not None and by not in (filled_by, Actor.FORMER_PARENT)


def forgotten(one: StoredContract, after: Contract) -> dict[str, object]:
    """What of a contract does not go on to the other parent: the answers, the identity card, what was wrong (edge 8).

    The documents of an agreement are those of the contract that it changes, and nobody is asked for them.
    """
    if not changes_hands(one.contract, after):
        return {}
    gone = {DocumentKind.ID_CARD, *wrong_items(one.contract.marks)}
    kept = {kind: paper for kind, paper in one.papers.items() if kind not in gone or one.amends_id is not None}
    return {"form": None, "papers": kept, "sent_at": None}
