"""What parents do with a voucher and with an application on the stop-list: values that the handler carries out."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.effects import Effect


@dataclass(frozen=True)
class AcceptVoucher(Effect):
    """Confirm the interest (V3); `warned` that the child's other applications end with it (A1)."""

    voucher: int
    warned: bool = False


@dataclass(frozen=True)
class DeclineVoucher(Effect):
    """Decline, after the warning (V4, V10, S3-45)."""

    voucher: int


@dataclass(frozen=True)
class ExtendVoucher(Effect):
    """Extend the enrolment term (V6, S3-47)."""

    voucher: int


@dataclass(frozen=True)
class RestoreApplication(Effect):
    """Bring an application back from the stop-list (A15)."""

    application: int


@dataclass(frozen=True)
class RestCalendar(Effect):
    """Until when an application can be brought back, as a calendar file in the chat (A15)."""

    application: int


@dataclass(frozen=True)
class VoucherCalendar(Effect):
    """The deadline as a calendar file in the chat."""

    voucher: int
