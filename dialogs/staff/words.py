"""Words that staff pages and notices share: roles, colleagues, states, and what a stranger reads."""

from __future__ import annotations

from datetime import datetime

from dialogs.queries import Member
from enrolment.application import ApplicationState
from enrolment.terms import Role
from locales.dates import ALMATY
from locales.text import Text, _, verbatim

ROLE_NAMES: dict[Role, Text] = {
    Role.PHTHISIATRICIAN: _("Phthisiatrician"),
    Role.PMPC_REVIEWER: _("PMPC reviewer"),
    Role.EDUCATION_DEPARTMENT: _("Education department"),
    Role.PRESCHOOL_EMPLOYEE: _("Kindergarten employee"),
    Role.ADMIN: _("Administrator"),
}
REVIEWERS = frozenset({Role.PHTHISIATRICIAN, Role.PMPC_REVIEWER, Role.EDUCATION_DEPARTMENT})
STATES: dict[ApplicationState, Text] = {
    ApplicationState.DRAFT: _("not sent yet"),
    ApplicationState.DOCS_PENDING: _("waits for the documents to be confirmed"),
    ApplicationState.QUEUED: _("in the queue"),
    ApplicationState.IN_PROCESS: _("a place is being given"),
    ApplicationState.COMPLETED: _("the child is admitted"),
    ApplicationState.STOP_LISTED: _("on the stop-list"),
    ApplicationState.ARCHIVED: _("in the archive"),
}
FOR_INVITED = _("This chat is for staff with an invitation. Send the invite code.")
NOT_YOUR_ROLE = _("This is not part of your role.")
NOT_AMONG_YOURS = _("There is no such application among yours. Check the number.")


def who(member: Member | None) -> Text:
    """A colleague by name and role, or by role alone."""
    if member is None:
        return _("a colleague")
    role = ROLE_NAMES[member.role]
    return _("{name} ({role})", name=verbatim(member.name), role=role) if member.name else role


def when(moment: datetime, now: datetime) -> Text:
    """The time of day for today, the day with it for any other."""
    local = moment.astimezone(ALMATY)
    if local.date() == now.astimezone(ALMATY).date():
        return verbatim(f"{local:%H:%M}")
    return Text("{moment}", {"moment": moment})
