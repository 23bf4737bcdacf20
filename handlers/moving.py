"""An allowed transition carried out: the application moves, and the event log says who did it."""

from __future__ import annotations

from typing import Any

from enrolment.application import Transition
from handlers.telling import Occasion
from storage.applications import Application
from storage.events import NewEvent


def subject_of(application_id: int) -> str:
    """The subject under which events and deadlines of an application are kept."""
    return f"application:{application_id}"


async def move(
    at: Occasion, application: Application, transition: Transition, actor: str, details: dict[str, Any] | None = None
) -> Application:
    """The application after the transition; raises storage's Changed when somebody else was quicker."""
    moved = await at.uow.applications.move(application, transition, at.now)
    await at.uow.events.append_many(
        [
            NewEvent(
                subject_of(application.id),
                actor,
                application.state,
                moved.state,
                at.now,
                reason=moved.archive_reason,
                details=details,
            )
        ]
    )
    return moved
