"""Whether an application is of an employee's own family: they neither read nor decide it. Edge 45."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, Text, cast, exists, literal, or_, select

from storage.domain_tables import address, application
from storage.family_tables import family_tie, tie_joined
from storage.flow_tables import event_log
from storage.staff import StaffMember

REVIEW: Final = "review:"
RELATIVE: Final = "relative"


def own_family(application_id: ColumnElement[int], member: StaffMember) -> ColumnElement[bool]:
    """True of what the member sent, of a child whom they care for, and of one whom they declared a relative.

    Who has a chat of the same person in the messenger is the same person.
    """
    their_chats = select(address.c.external_id).where(address.c.account_id == member.account_id).scalar_subquery()
    this, writes = application.c.id == application_id, address.c.external_id.in_(their_chats)
    declared = event_log.c.subject == literal(REVIEW) + cast(application_id, Text)
    by_them = event_log.c.actor == f"staff:{member.id}"
    return or_(
        exists().where(this, address.c.account_id == application.c.account_id, writes),
        exists().where(
            this,
            family_tie.c.child_id == application.c.child_id,
            tie_joined,
            address.c.account_id == family_tie.c.member_id,
            writes,
        ),
        exists().where(declared, by_them, event_log.c.to_state == RELATIVE),
    )
