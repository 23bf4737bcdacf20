"""Which PDF of a contract is shown to whoever opens it. S2-63, edge 42."""

from __future__ import annotations

from enrolment.contract import ContractKind
from storage.contract_versions import ContractVersion
from storage.stored_contract import StoredContract
from storage.uow import Uow


async def version_to_read(uow: Uow, one: StoredContract) -> ContractVersion | None:
    """The newest, where it can be read, else what was signed last."""
    versions = await uow.contract_versions.of(one.id)
    shown = [*versions[-1:], *(each for each in reversed(versions) if each.parent_signed_at is not None)]
    return next((each for each in shown if can_be_read(one, each)), None)


def can_be_read(one: StoredContract, version: ContractVersion) -> bool:
    """Whether it is a draft, what is signed or will be, or what its parent signed before it was returned.

    What was fixed, and is to be signed by nobody any more, says what is not so, and maybe what another parent typed.
    """
    if version.frozen_at is None or one.contract.kind is ContractKind.PAPER or version.sha256 == one.contract.frozen:
        return True
    # Marks are those of its own parent's signature: whoever begins anew has none (C10).
    return version.parent_signed_at is not None and bool(one.contract.marks)
