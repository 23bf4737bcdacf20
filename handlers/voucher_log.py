"""A voucher's step as the event log keeps it, with the trace of the deadline that it set (G, principle 2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from enrolment.voucher_states import VoucherTransition
from enrolment.working_days import Deadline
from handlers.voucher_acts import voucher_subject
from storage.deadline_traces import term_columns
from storage.events import NewEvent
from storage.stored_voucher import StoredVoucher


def logged(
    one: StoredVoucher, transition: VoucherTransition, by: str, at: datetime, reason: str | None = None
) -> NewEvent:
    """The event of that step, the department's own words among its sealed details."""
    details: dict[str, Any] = {"row": transition.row, "profile_version": transition.profile_version}
    for name, deadline in (("deadline", transition.deadline), ("contract_by", transition.contract_by)):
        if deadline is not None:
            details |= _trace(name, deadline)
    if reason:
        details["comment"] = reason
    return NewEvent(voucher_subject(one.id), by, transition.before, transition.after, at, details=details)


def _trace(name: str, deadline: Deadline) -> dict[str, Any]:
    columns = term_columns(name, deadline)
    return {f"{name}_at": deadline.at.isoformat(), f"{name}_days": columns[f"{name}_days"]}
