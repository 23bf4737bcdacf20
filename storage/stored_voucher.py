"""A voucher as it is kept: the rules' voucher, whose it is, and what the child needs of a group."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row

from enrolment.fitting import Wanted
from enrolment.terms import InstructionLanguage, PlaceInstrument, QueueType
from enrolment.voucher import voucher_after
from enrolment.voucher_states import OPEN, Voucher, VoucherState, VoucherTransition
from enrolment.working_days import Deadline
from storage.deadline_traces import deadline_if, deadline_of, term_columns
from storage.schema import new_id
from storage.sealed_rows import SealedRow
from storage.sealing import Sealer


@dataclass(frozen=True, slots=True)
class StoredVoucher:
    """One voucher or referral; `rev` counts its changes.

    `wanted` is what the child needed when it was issued; `group_id` is the group that a referral names;
    `contract_by` is the end of the term to sign the contract or its correction.
    """

    number: str
    application_id: int
    account_id: int
    child_key: bytes = field(repr=False)
    instrument: PlaceInstrument
    voucher: Voucher
    wanted: Wanted = field(repr=False)
    profile: str
    profile_version: int
    run_id: int | None = None
    group_id: int | None = None
    contract_by: Deadline | None = None
    reason: str | None = None
    closed_at: datetime | None = None
    rev: int = 0
    id: int = field(default_factory=new_id)

    @property
    def open(self) -> bool:
        """Whether it still runs or is held."""
        return self.voucher.state in OPEN

    def after(self, transition: VoucherTransition, at: datetime, reason: str | None = None) -> StoredVoucher:
        """The voucher after a step, not yet stored; it follows the profile version that set its deadline."""
        ended = transition.after not in OPEN
        return replace(
            self,
            voucher=voucher_after(self.voucher, transition),
            profile_version=transition.profile_version if transition.deadline else self.profile_version,
            contract_by=transition.contract_by or self.contract_by,
            reason=reason or self.reason,
            closed_at=at if ended else None,
        )


MOST_KNOWN = 16_384
_FIXED = ("id", "number", "application_id", "account_id", "child_key", "run_id", "profile")
_CHANGEABLE = ("group_id", "profile_version", "rev", "reason", "closed_at")
_COUNTED = ("extensions", "kept_working_days")
_WANTED = ("locality", "queue_type", "language")


def voucher_columns(one: StoredVoucher, sealer: Sealer) -> dict[str, Any]:
    """The row of a new voucher."""
    return {
        **{name: getattr(one, name) for name in (*_FIXED, "instrument")},
        **{name: getattr(one.wanted, name) for name in _WANTED},
        "born": sealed_birthday(sealer, one.id, one.wanted.born),
        "issued_at": one.voucher.issued_at,
        **changeable_columns(one),
    }


def changeable_columns(one: StoredVoucher) -> dict[str, Any]:
    """What a step may change in the row of a voucher."""
    return {
        **{name: getattr(one, name) for name in _CHANGEABLE},
        "state": one.voucher.state,
        **{name: getattr(one.voucher, name) for name in _COUNTED},
        **term_columns("deadline", one.voucher.deadline),
        **term_columns("contract_by", one.contract_by),
    }


def voucher_of(row: Row[Any], sealer: Sealer) -> StoredVoucher:
    """The voucher of a row."""
    return StoredVoucher(
        **{name: getattr(row, name) for name in (*_FIXED, *_CHANGEABLE)},
        instrument=PlaceInstrument(row.instrument),
        voucher=Voucher(
            VoucherState(row.state),
            row.issued_at,
            deadline_of(row.deadline_at, row.deadline_days),
            row.extensions,
            row.kept_working_days,
        ),
        wanted=wanted_of(sealer, (row.id, row.locality, row.queue_type, row.language, row.born)),
        contract_by=deadline_if(row.contract_by_at, row.contract_by_days),
    )


@lru_cache(maxsize=MOST_KNOWN)
def wanted_of(sealer: Sealer, columns: tuple[int, str, str, str, bytes]) -> Wanted:
    """What the child of a voucher needs, from its columns `id`, `locality`, `queue_type`, `language` and `born`."""
    # Every choice looks at all vouchers of the city that hold no place yet, and none of this ever changes.
    id_, locality, queue_type, language, sealed = columns
    born = SealedRow(sealer, "voucher", id_).open_text("born", sealed)
    assert born is not None
    return Wanted(locality, QueueType(queue_type), InstructionLanguage(language), date.fromisoformat(born))


def sealed_birthday(sealer: Sealer, voucher_id: int, born: date) -> bytes | None:
    """The day of birth as the row of that voucher holds it."""
    return SealedRow(sealer, "voucher", voucher_id).seal_text("born", born.isoformat())
