"""What the education department and the administrator of the calendar ask to be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogs.effects import Effect


@dataclass(frozen=True)
class ShowPlaces(Effect):
    """Open the page with the groups of this preschool."""

    bin: str


@dataclass(frozen=True)
class OpenPlaces(Effect):
    """Open so many free places of a group to distribution and parents."""

    group: int
    count: int


@dataclass(frozen=True)
class ClosePlaces(Effect):
    """Take back so many open places, unless a voucher would lose the only place that it can have."""

    group: int
    count: int


@dataclass(frozen=True)
class ShowDistribution(Effect):
    """Open the page from which places of this locality are given out."""

    locality: str


@dataclass(frozen=True)
class PreviewDistribution(Effect):
    """Have it worked out, outside the turn, who would get a voucher now; nothing changes."""

    locality: str


@dataclass(frozen=True)
class ShowPreview(Effect):
    """Open the preview that was kept in this file."""

    kept: int


@dataclass(frozen=True)
class Distribute(Effect):
    """Issue the vouchers exactly as this preview showed them, or none where anything has changed since."""

    kept: int


@dataclass(frozen=True)
class FindVoucher(Effect):
    """Open the voucher of this number, or the latest one of the application of this number."""

    number: str


@dataclass(frozen=True)
class AnnulVoucher(Effect):
    """Annul a voucher; without the parent's fault the application goes back to its place in the queue (V12).

    `heard` is how the parent was heard, where the parent is to blame.
    """

    voucher: int
    reason: str
    comment: str
    parent_at_fault: bool
    heard: str = ""


@dataclass(frozen=True)
class DeclareDay(Effect):
    """Declare a day off or worked, whatever the law says, and have open deadlines counted anew (edge 7)."""

    on: date
    works: bool
    name_kk: str
    name_ru: str
    source: str


@dataclass(frozen=True)
class WithdrawDay(Effect):
    """The day counts again as the law has it; no deadline becomes shorter by it."""

    on: date
