"""Which PDF of a contract is shown to whoever opens it. S2-63, edge 42."""

from __future__ import annotations

from enrolment.contract import ContractState
from storage.contract_versions import ContractVersion
from storage.stored_contract import StoredContract
from storage.uow import Uow


async def version_to_read(uow: Uow, one: StoredContract) -> ContractVersion | None:
    """The newest; none where a draft was fixed and is not what anybody will sign: it says what is not so any more."""
    newest = next(reversed(await uow.contract_versions.of(one.id)), None)
    if newest is None or one.state is not ContractState.DRAFT or newest.frozen_at is None:
        return newest
    return newest if newest.sha256 == one.contract.frozen else None
