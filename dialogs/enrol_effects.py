"""What the dialogs of choosing and enrolling ask to be done, by parents and by employees. E1–E4, V13."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.effects import Effect


@dataclass(frozen=True)
class SendRequest(Effect):
    """Reserve a place in the group and send the enrolment request (E1); unless `confirmed`, say what else there is."""

    voucher: int
    group: int | None = None
    confirmed: bool = False


@dataclass(frozen=True)
class CancelRequest(Effect):
    """Give the place back, so that another kindergarten can be chosen (E4)."""

    request: int


@dataclass(frozen=True)
class JoinWaitingList(Effect):
    """Be told when this kindergarten has a place that fits (V13)."""

    voucher: int
    bin: str


@dataclass(frozen=True)
class LeaveWaitingList(Effect):
    """Not to be told of places there any more (V13)."""

    voucher: int
    bin: str


@dataclass(frozen=True)
class SendContract(Effect):
    """The kindergarten takes the child and sends the contract (E2)."""

    request: int


@dataclass(frozen=True)
class RefuseRequest(Effect):
    """The kindergarten refuses, with a reason of the profile's list and a comment (E3)."""

    request: int
    reason: str
    comment: str


@dataclass(frozen=True)
class DeclareOwnChild(Effect):
    """The child is a relative of the employee, who cannot decide the request any more (edge 45)."""

    request: int
