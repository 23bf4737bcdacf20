"""Everybody whom an application concerns is told, each once: applicant, second parent, delegates. Edges 8 and 9."""

from __future__ import annotations

from dialogs.family_notices import for_role
from dialogs.message import Message
from handlers.telling import Occasion, notify
from storage.outbox import NewOutbox


async def tell_family(at: Occasion, application_id: int, message: Message, subject: str) -> list[NewOutbox]:
    """The applicant is told in these words, the others in what their role lets them know; returns what to send."""
    audience = await at.uow.family.audience(application_id)
    if audience is None:
        return []
    outgoing = await notify(at, audience.applicant, message, subject)
    for tie in audience.ties:
        told = for_role(tie.role, message)
        if told is not None and tie.member_id is not None:
            outgoing += await notify(at, tie.member_id, told, subject)
    return outgoing
