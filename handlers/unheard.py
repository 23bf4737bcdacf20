"""What was sent in time and still waits for its turn: no timer may be quicker than it (edge 1)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from enrolment.working_days import Deadline
from handlers.telling import Occasion

SOON: Final = timedelta(seconds=5)
LAST_SECOND: Final = timedelta(seconds=1)


async def unheard(at: Occasion, application_id: int, ends: Deadline) -> bool:
    """Whether anybody of the family sent something in time that has not had its turn."""
    audience = await at.uow.family.audience(application_id)
    if audience is None:
        return False
    joined = {tie.member_id for tie in audience.ties if tie.member_id is not None}
    return await at.uow.inbox.waits({audience.applicant, *joined}, ends.at + LAST_SECOND)
