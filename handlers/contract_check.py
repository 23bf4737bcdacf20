"""What the public check page tells of a contract to whoever has its QR code: no names in full, no IIN. S1-26."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from enrolment.contract import ContractKind, ContractState
from enrolment.masking import masked_signer
from enrolment.signature_evidence import Side
from storage.check_codes import contract_of_code
from storage.stored_contract import StoredContract
from storage.uow import Uow


class CheckStatus(StrEnum):
    """Where a contract stands, as far as strangers are told."""

    SIGNED = "signed"
    ARCHIVED = "archived"
    ONE_SIDE = "one_side"
    PENDING = "pending"
    UNSIGNED = "unsigned"
    ENDED = "ended"
    PAPER = "paper"


@dataclass(frozen=True)
class CheckedSignature:
    """A signature that counts, by a masked name; the BIN is that of the organisation for which somebody signed."""

    side: Side
    name: str = field(repr=False)
    bin: str | None
    at: datetime
    checked_at: datetime


@dataclass(frozen=True)
class CheckedContract:
    """`sha256` is that of the document that is signed; None where nobody has signed it."""

    number: str
    status: CheckStatus
    sha256: str | None = None
    signatures: tuple[CheckedSignature, ...] = ()


_STATUS = {
    ContractState.SIGNED: CheckStatus.SIGNED,
    ContractState.ARCHIVED: CheckStatus.ARCHIVED,
    ContractState.PARENT_SIGNED: CheckStatus.ONE_SIDE,
    ContractState.UNDER_REVIEW: CheckStatus.ONE_SIDE,
    ContractState.SIGNATURE_PENDING: CheckStatus.PENDING,
    ContractState.DRAFT: CheckStatus.UNSIGNED,
    ContractState.RETURNED: CheckStatus.UNSIGNED,
}


async def checked_contract(uow: Uow, code: str) -> CheckedContract | None:
    """The contract whose code this is; None for any other."""
    contract_id = contract_of_code(uow.sealer, code)
    one = await uow.contracts.get(contract_id) if contract_id is not None else None
    if one is None:
        return None
    status = CheckStatus.PAPER if one.contract.kind is ContractKind.PAPER else _STATUS.get(one.state, CheckStatus.ENDED)
    if status not in {CheckStatus.SIGNED, CheckStatus.ARCHIVED, CheckStatus.ONE_SIDE}:
        return CheckedContract(one.number, status)
    return CheckedContract(one.number, status, one.contract.frozen, await _signatures(uow, one))


async def _signatures(uow: Uow, one: StoredContract) -> tuple[CheckedSignature, ...]:
    kept = await uow.signatures.of(one.id, one.version)
    return tuple(
        CheckedSignature(each.side, masked_signer(each.signer.name), each.signer.bin, each.at, each.checked_at)
        for each in kept
        if each.state == "valid" and each.signer is not None and each.signing.sha256 == one.contract.frozen
    )
