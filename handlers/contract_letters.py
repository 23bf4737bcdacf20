"""What no contract can print is told before it is typeset: an older answer at its question, or a name. S2-42."""

from __future__ import annotations

from dialogs.contract_effects import Fields
from dialogs.inputs import Refused
from dialogs.readers import odd_letters
from enrolment.letters import as_meant, unprintable
from enrolment.terms import FormField
from handlers.contact_centre import call_us
from handlers.desk import Desk
from locales.text import _, joined
from storage.applications import Application
from storage.people import Person, full_name


async def odd_answer(desk: Desk, application: Application, form: Fields) -> Refused | None:
    """The first answer, or the name, with letters that a contract cannot print; None where there is none."""
    for field in FormField:
        if odd := unprintable(as_meant(form.get(field, ""))):
            return Refused(odd_letters(odd), field)
    child = await desk.uow.children.get(application.child_id)
    names = {FormField.PARENT_NAME: desk.account.person, FormField.CHILD_NAME: child.person if child else None}
    return next(filter(None, (_odd_name(desk, *name) for name in names.items())), None)


def _odd_name(desk: Desk, field: FormField, person: Person | None) -> Refused | None:
    if person is None or not (odd := unprintable(as_meant(full_name(person)))):
        return None
    why = _("This cannot stand in a contract: {letters}. Your answers are kept.", letters=odd)
    return Refused(joined(why, call_us(desk)), field)
