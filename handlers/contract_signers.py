"""Who goes with a link to the signing page, and whether it still leads to something that they may sign. C3, C8, C14."""

from __future__ import annotations

from dataclasses import dataclass

from enrolment.contract import WITH_PARENT, ContractState, fills, signs
from enrolment.signature_evidence import Side
from enrolment.voucher_states import Actor
from handlers.staff.contract_reach import contract_within_reach
from handlers.staff.reach import actor_of
from handlers.telling import Occasion
from storage.signings import Purpose, Signing
from storage.stored_contract import StoredContract


@dataclass(frozen=True)
class LinkSigner:
    """Whose link it is: which actor the rules know, and how the log names them; `iin` is what the EDS must say."""

    actor: Actor
    by: str
    iin: str | None
    staff: bool

    @property
    def side(self) -> Side:
        """For whom they sign."""
        return Side.PRESCHOOL if self.staff else Side.PARENT


async def held_fast(at: Occasion, contract_id: int, account_id: int) -> StoredContract | None:
    """The contract, which no timer ends, and which that account does not leave, before this transaction has ended.

    Everybody locks the tie to the child first and the voucher then, so that no two wait for each other.
    """
    one = await at.uow.contracts.get(contract_id)
    if one is None:
        return None
    await at.uow.family.role(one.application_id, account_id)
    await at.uow.vouchers.get(one.voucher_id, lock=True)
    return await at.uow.contracts.get(one.id)


async def signer_of(at: Occasion, signing: Signing) -> LinkSigner | None:
    """Who goes with the link, as it was read just now; None when they may not sign any more. Locks nothing."""
    account = (await at.uow.accounts.load([signing.account_id])).get(signing.account_id)
    one = await at.uow.contracts.get(signing.contract_id)
    if account is None or one is None or account.deleted_at is not None:
        return None
    by = f"account:{account.id}"
    # What came in time counts, though its signer has left since: the family, or the kindergarten.
    if account.kind == "staff":
        member = await at.uow.staff.by_account(account.id)
        if member is not None and await contract_within_reach(at, member, one.id) is not None:
            by = actor_of(member)
        elif not _has_come(one, signing):
            return None
        return LinkSigner(Actor.PRESCHOOL, by, None, staff=True)
    role = await at.uow.family.role(one.application_id, account.id, lock=False)
    if one.state is ContractState.SIGNATURE_PENDING or _has_come(one, signing):
        role = role or one.contract.representative
    return None if role is None else LinkSigner(role, by, account.iin, staff=False)


def _has_come(one: StoredContract, signing: Signing) -> bool:
    """Whether the text that waits to be signed was signed with this link: nobody has judged that yet."""
    return signing.used_at is not None and signing.sha256 is not None and signing.sha256 == one.contract.frozen


def leads_to(one: StoredContract, signing: Signing, signer: LinkSigner) -> bool:
    """Whether what the link is for can still be done: the contract waits for that, over the very same bytes."""
    if signing.purpose is Purpose.CHECK:
        return one.state in WITH_PARENT and fills(one.contract, signer.actor)
    if signing.sha256 != one.contract.frozen:
        return False
    if signer.staff:
        return one.state is ContractState.UNDER_REVIEW
    return one.state in WITH_PARENT and signs(one.contract, signer.actor)
