"""What a family wishes is changed while the application waits: nothing moves in the queue. A20."""

from __future__ import annotations

from dataclasses import replace

from dialogs.effects import ChangeWishes
from dialogs.inputs import Fine, Refused
from dialogs.page import Finish, Go
from dialogs.statuses import WISHES_CHANGED
from enrolment.application import Action, Facts, NotAllowed, next_state
from enrolment.family import FamilyAct
from handlers.application_rules import CLOSED, NOT_ON_OFFER
from handlers.book import Outcome, performs
from handlers.desk import Desk
from handlers.directory import directory
from handlers.family_access import acts_as, let_in
from handlers.moving import subject_of
from locales.text import Text, _
from storage.applications import Application, Changed

NOT_YOURS = _("I do not find this application.")
NOT_NOW = _("The application does not wait in the queue any more, so its wishes stay as they are.")
SAVED = _("Your wishes are saved.")
AS_BEFORE = _("Nothing is different, so nothing was changed.")


@performs(ChangeWishes)
@let_in(NOT_YOURS, Go("applications"))
async def change_wishes(desk: Desk, effect: ChangeWishes) -> Outcome:
    """The next distribution goes by the new wishes; what was wished before is kept in the history."""
    await acts_as(desk, effect.application, FamilyAct.CHOOSE)
    one = await desk.uow.applications.get(effect.application)
    assert one is not None
    refused = await _unfit(desk, one, effect)
    if refused is not None:
        return refused
    before = {name: one.details.get(name) for name in ("preschools", "language")}
    after = {"preschools": list(effect.preschools), "language": effect.language.value}
    if before == after:
        return _done(one, AS_BEFORE)
    try:
        facts = Facts(one.queue_type, one.details.get("privilege") is not None)
        next_state(one.state, Action.CHANGE, facts, desk.office.profile)
        await desk.uow.applications.amend(replace(one, details={**one.details, **after}))
    except (NotAllowed, Changed):
        return _done(one, NOT_NOW)
    details = {"row": "A20", "before": before, "after": after}
    subject = subject_of(one.id)
    await desk.uow.events.append(
        subject, desk.actor, one.state, one.state, at=desk.now, reason=WISHES_CHANGED, details=details
    )
    return _done(one, SAVED)


async def _unfit(desk: Desk, one: Application, effect: ChangeWishes) -> Refused | None:
    """A wish that the profile or the catalogue does not know any more."""
    if effect.language not in {row.code for row in desk.office.profile.instruction_languages}:
        return Refused(NOT_ON_OFFER, "language")
    if not (await directory(desk.uow, desk.office)).bins(one.locality, one.queue_type).issuperset(effect.preschools):
        return Refused(CLOSED, "preschools")
    return None


def _done(one: Application, said: Text) -> Outcome:
    return Fine(Finish(then=Go("application", {"id": one.id}), remark=said))
