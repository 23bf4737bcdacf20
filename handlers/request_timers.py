"""When a kindergarten that does not answer is reminded, and when the education department is told. E2."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from enrolment.working_days import ALMATY
from handlers.telling import Occasion
from storage.enrolment_requests import EnrolmentRequest

REMINDER: Final = "request_reminder"
ESCALATION: Final = "request_escalation"
JUST_AFTER: Final = timedelta(seconds=1)


async def set_request_timers(at: Occasion, request: EnrolmentRequest) -> None:
    """A reminder on the morning of the last day, where it still helps, and the escalation once the term is over."""
    assert request.answer_by is not None
    subject, ends = f"request:{request.id}", request.answer_by.at
    morning = datetime.combine(ends.astimezone(ALMATY).date(), at.office.profile.staff.remind_at, ALMATY)
    if at.now < morning < ends:
        await at.uow.deadlines.set(subject, REMINDER, morning)
    await at.uow.deadlines.set(subject, ESCALATION, ends + JUST_AFTER)
